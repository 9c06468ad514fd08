"""The environment as an operator sets it: what is understood, and how the rest is refused."""

import json
import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from casework import environment


def test_without_an_address_the_database_is_a_file_of_the_data_folder(tmp_path: Path) -> None:
    found = environment.database("", tmp_path)
    assert found["NAME"] == str(tmp_path / "casework.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_a_server_is_named_by_its_address(tmp_path: Path) -> None:
    found = environment.database(
        "postgres://ada:p%40ss@db.example.org:6432/case%20work?sslmode=require", tmp_path
    )
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["HOST"], found["PORT"]) == ("db.example.org", "6432")
    assert (found["USER"], found["PASSWORD"]) == ("ada", "p@ss")
    assert found["NAME"] == "case work"
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_is_named_by_its_folder(tmp_path: Path) -> None:
    found = environment.database("postgresql://ada@/work?host=/run/postgresql", tmp_path)
    assert (found["HOST"], found["PORT"]) == ("/run/postgresql", "")
    assert found["OPTIONS"] == {}


@pytest.mark.parametrize("url", ["mysql://u@h/n", "postgres://u@h", "casework"])
def test_an_address_that_is_none_is_refused_with_its_cure(url: str, tmp_path: Path) -> None:
    with pytest.raises(environment.SettingRefused, match="DATABASE_URL"):
        environment.database(url, tmp_path)


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    assert environment.secret(tmp_path, "key", "first") == "first"
    assert environment.secret(tmp_path, "key", "second") == "first"
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CASEWORK_PORT", "http"),
        ("CASEWORK_BODY_MB", "-1"),
        ("CASEWORK_TIME_ZONE", "Europe/Atlantis"),
        ("CASEWORK_DATA", "/dev/null/data"),
        ("DATABASE_URL", "mysql://u@h/n"),
    ],
)
def test_a_command_refuses_a_setting_in_one_sentence(name: str, value: str, tmp_path: Path) -> None:
    env = {**os.environ, "CASEWORK_DATA": str(tmp_path), name: value}
    env["DJANGO_SETTINGS_MODULE"] = "casework.settings"
    answer = subprocess.run(
        [sys.executable, "-m", "casework", "migrate"], env=env, capture_output=True, text=True
    )
    assert answer.returncode == 2, answer.stderr
    (sentence,) = answer.stderr.strip().splitlines()
    assert name in sentence


def test_a_line_of_the_log_is_one_object_whatever_it_says() -> None:
    record = logging.LogRecord("casework", logging.INFO, "", 0, "two\nlines %s", ("ț",), None)
    record.about = {"case": "CAS-01010-A0A0A0"}
    line = environment.LineFormatter().format(record)
    assert "\n" not in line
    found = json.loads(line)
    assert found["message"] == "two\nlines ț"
    assert found["case"] == "CAS-01010-A0A0A0"
