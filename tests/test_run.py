"""run.py as a newcomer meets it: its steps, and its one sentence for each thing that hinders it."""

import ast
import json
import os
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path

import pytest

from tests.newcomer import BASE_PYTHON, ROOT, Checkout, free_port, refused


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_an_old_python_reads_far_enough_to_say_what_it_needs() -> None:
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 4))
    pretend = "import sys, runpy; sys.version_info = (3, 10, 1); runpy.run_path('run.py')"
    answer = subprocess.run([BASE_PYTHON, "-c", pretend], cwd=ROOT, capture_output=True, text=True)
    assert "needs Python 3.11 or newer" in refused(answer)


def test_a_taken_port_is_said_before_any_work(checkout: Checkout) -> None:
    with socket.create_server(("127.0.0.1", checkout.port)):
        answer = checkout.run()
    assert f"Port {checkout.port} is taken" in refused(answer)
    assert f"CASEWORK_PORT={checkout.port + 1}" in refused(answer)
    assert answer.stdout == ""


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none(checkout: Checkout, port: str) -> None:
    assert "from 1 to 65535" in refused(checkout.run(CASEWORK_PORT=port))


def test_an_address_of_another_machine(checkout: Checkout) -> None:
    assert "CASEWORK_HOST" in refused(checkout.run(CASEWORK_HOST="192.0.2.1"))


def test_a_data_folder_that_cannot_be_written(checkout: Checkout) -> None:
    in_the_way = checkout.folder / "file"
    in_the_way.touch()
    answer = checkout.run(CASEWORK_DATA=str(in_the_way / "data"))
    assert "set CASEWORK_DATA to a folder that you may write" in refused(answer)
    assert answer.stdout == ""


def test_no_index(checkout: Checkout) -> None:
    answer = checkout.run(
        PIP_INDEX_URL=f"http://127.0.0.1:{free_port()}/simple",
        PIP_CONFIG_FILE=os.devnull,
        PIP_RETRIES="0",
    )
    assert "set PIP_INDEX_URL to a package index that you can reach" in refused(answer)
    assert "installing" in answer.stdout
    assert (checkout.folder / ".venv" / "install.log").exists()


def test_a_word_it_does_not_know(checkout: Checkout) -> None:
    answer = checkout.run("sevre")
    assert answer.returncode == 2
    assert "'sevre' is not known here" in answer.stderr


def test_it_migrates_loads_serves_and_says_how_to_enter(checkout: Checkout) -> None:
    checkout.installed()
    server = subprocess.Popen(
        [BASE_PYTHON, "run.py"],
        cwd=checkout.folder,
        env=checkout.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        lines = []
        for line in server.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("token:"):
                break
        socket.create_connection(("127.0.0.1", checkout.port), timeout=5).close()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    assert lines[-4:] == [
        f"url: http://localhost:{checkout.port}",
        "user: ada",
        "password: secret",
        "token: t0ken",
    ]
    assert all(line.startswith("[") and " s] " in line for line in lines[:-4])
    called = [line.split()[2] for line in checkout.called()]
    assert called[:2] == ["migrate", "sample"]
    assert sorted(called[2:]) == ["credentials", "serve"]
    assert stat.S_IMODE((checkout.folder / "data").stat().st_mode) == 0o700
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", checkout.port), timeout=1)


def test_what_is_installed_is_kept_until_the_lock_changes(checkout: Checkout) -> None:
    checkout.installed()
    ask = "from bootstrap.packages import installed; print(installed('runtime'), installed('test'))"

    def answer() -> str:
        command = [BASE_PYTHON, "-c", ask]
        return subprocess.run(
            command, cwd=checkout.folder, capture_output=True, text=True
        ).stdout.strip()

    assert answer() == "True True"
    lock = checkout.folder / "requirements" / "test.txt"
    lock.write_text(lock.read_text() + "# changed\n")
    assert answer() == "True False"


def test_the_suite_runs_on_both_databases(checkout: Checkout) -> None:
    answer = checkout.installed().run(
        "test", "-k", "merge", CASEWORK_TEST_ANSWER="url: postgres://u@/n?host=/x"
    )
    assert answer.returncode == 0, answer.stderr
    first, server, second = checkout.called()
    assert first.startswith("-m pytest")
    assert first.endswith("-k merge -")
    assert "postgres_server.py" in server
    assert second.endswith("-k merge postgres://u@/n?host=/x")


def test_a_given_server_is_used(checkout: Checkout) -> None:
    url = "postgres://u@h/n"
    answer = checkout.installed().run("test", CASEWORK_TEST_POSTGRES_URL=url)
    assert answer.returncode == 0
    assert [line.split()[-1] for line in checkout.called()] == ["-", url]


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_half_that_cannot_run_is_loud_and_fails_in_ci(
    checkout: Checkout, ci: str, code: int
) -> None:
    answer = checkout.installed().run("test", CASEWORK_TEST_ANSWER="no wheel here", CI=ci)
    assert "*** SKIPPED: the tests on PostgreSQL: no wheel here ***" in answer.stdout
    assert answer.returncode == code


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_clients_that_are_not_to_be_had_are_loud_and_fail_in_ci(
    checkout: Checkout, ci: str, code: int
) -> None:
    (checkout.installed().folder / ".venv" / "clients" / "installed").write_text("others")
    settings = {
        "CASEWORK_TEST_ANSWER": "url: postgres://u@/n",
        "CASEWORK_TEST_CHROMIUM": BASE_PYTHON,
    }
    answer = checkout.run("test", CI=ci, **settings)
    (line,) = [line for line in answer.stdout.splitlines() if line.startswith("*** SKIPPED")]
    assert line.startswith("*** SKIPPED: the clients of the Dataverse face: ")
    assert "install Node.js" in line
    assert answer.returncode == code


def test_the_lock_of_the_clients_of_node_names_no_host_and_hashes_each() -> None:
    text = (ROOT / "requirements" / "clients.json").read_text()
    assert "://" not in text
    assert all(one["integrity"].startswith("sha512-") for one in json.loads(text))


def test_a_failure_on_one_database_fails_all(checkout: Checkout) -> None:
    settings = {"CASEWORK_TEST_ANSWER": "url: postgres://u@/n", "CASEWORK_TEST_RESULT": "1"}
    assert checkout.installed().run("test", **settings).returncode == 1


def test_prove_runs_the_proofs_from_a_seed_and_stamps_its_page(checkout: Checkout) -> None:
    (checkout.folder / "docs").mkdir()
    answer = checkout.installed().run(
        "prove", CASEWORK_TEST_ANSWER="url: postgres://u@/n", CASEWORK_PROVE_SEED="7"
    )
    assert answer.returncode == 0, answer.stderr
    runs = [line for line in checkout.called() if line.startswith("-m pytest")]
    assert len(runs) == 2
    assert all("-m prove" in run and "--hypothesis-seed=7" in run for run in runs)
    page = (checkout.folder / "docs" / "proof.md").read_text()
    assert "- Seed: 7" in page
    assert time.strftime("- Date: %Y-") in page


def test_the_locks_name_no_host_and_hash_every_file() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text
        assert text.count("--hash=sha256:") >= text.count("==") > 20


def test_the_test_lock_holds_the_runtime_lock() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / "requirements" / name).read_text().splitlines()
        return {line.split()[0] for line in lines if "==" in line}

    assert pins("runtime.txt") <= pins("test.txt")
