"""The commands that look after an installation, as real processes and within one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from casework.interfaces.credentials import ensured
from casework.models import ApiToken, Case, User
from casework.people.tokens import TokenInvalid, token_actor
from tests.conftest import acting
from tests.interfaces.test_cli import shell


def casework(*words: str, data: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """`python -m casework WORDS` with this data folder, on SQLite."""
    known = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment = {**known, "CASEWORK_DATA": str(data), **more}
    command = [sys.executable, "-m", "casework", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def pairs(text: str) -> dict[str, str]:
    """The lines `name: value`."""
    return dict(line.split(": ", 1) for line in text.splitlines())


@pytest.mark.timeout(120)
def test_from_nothing_to_a_case(tmp_path):
    """Red without keeping.migrate or session.refuse_unless_migrated."""
    early = casework("case", "list", data=tmp_path)
    migrated = casework("migrate", data=tmp_path)
    first = casework("credentials", data=tmp_path)
    second = casework("credentials", data=tmp_path)
    casework("account", "create", "--name", "Contoso", data=tmp_path)
    opened = casework(
        "case", "open", "--title", "Ő", "--account", "contoso", "--json", data=tmp_path
    )

    assert (early.returncode, early.stderr.count("\n")) == (1, 1)
    assert "run `casework migrate`" in early.stderr
    assert (migrated.returncode, "is up to date" in migrated.stdout) == (0, True)
    assert first.stdout == second.stdout
    assert list(pairs(first.stdout)) == ["user", "password", "token"]
    assert (tmp_path / "credentials").stat().st_mode & 0o777 == 0o600
    assert json.loads(opened.stdout)["effects"] == [{"kind": "case.opened", "count": 1}]


def test_without_sample_data_secrets_are_told_once(tmp_path):
    """Red without `keep` of credentials.ensured."""
    casework("migrate", data=tmp_path)

    first = casework("credentials", data=tmp_path, CASEWORK_SAMPLE="0")
    second = casework("credentials", data=tmp_path, CASEWORK_SAMPLE="0")

    assert list(pairs(first.stdout)) == ["user", "password", "token"]
    assert pairs(second.stdout) == {"user": "admin"}
    assert "casework user set-password admin" in second.stderr
    assert not (tmp_path / "credentials").exists()


def test_a_changed_password_is_kept_and_a_revoked_token_made_anew(organisation, tmp_path):
    """Red without check_password and _opens of credentials.ensured."""
    admin = acting("admin", "shell")
    first = ensured(tmp_path, admin, keep=True)
    user = User.objects.get(username="admin")
    shell("user", "set-password", "admin", "--password", "another-password-1")
    shell("token", "revoke", str(ApiToken.objects.get().pk))

    second = ensured(tmp_path, admin, keep=True)

    user.refresh_from_db()
    assert user.check_password("another-password-1")
    assert list(second) == ["user", "token"]
    assert token_actor(second["token"], "rest").name == "admin"
    with pytest.raises(TokenInvalid):
        token_actor(first["token"], "rest")


def test_a_sample_is_loaded_once(organisation):
    """Red without has_cases in keeping.sample."""
    first = shell("sample", "--cases", "20")
    second = shell("sample")

    assert (first.exit_code, second.exit_code, Case.objects.count()) == (0, 0, 20)
    assert "nothing loaded" in second.stdout


def test_help_needs_no_django():
    """Red with an import of Django in root or house: it would cost a second."""
    program = "import sys; from casework.interfaces.cli import main; print('django' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert told.stdout == "False\n"


def test_who_reads_no_further_sees_no_trace(tmp_path):
    """Red without the BrokenPipeError of Root.invoke."""
    casework("migrate", data=tmp_path)
    environment: Any = {**os.environ, "CASEWORK_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)

    process = subprocess.Popen(
        [sys.executable, "-m", "casework", "role", "list", "--json"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.close()  # type: ignore[union-attr]
    said = process.stderr.read()  # type: ignore[union-attr]

    assert (process.wait(30), said) == (0, b"")


def test_a_database_that_is_not_there_is_one_sentence(tmp_path):
    """Red without OperationalError in failing.explained."""
    told = casework("case", "list", data=tmp_path, DATABASE_URL="postgres://u@127.0.0.1:1/none")

    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert told.stderr.startswith("The database does not answer")
