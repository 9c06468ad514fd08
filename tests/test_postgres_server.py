"""The PostgreSQL that the suite brings along leaves the machine as it found it."""

import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent


def modes(path: Path) -> list[int]:
    """The permissions of every folder on the way."""
    return [stat.S_IMODE(folder.stat().st_mode) for folder in path.parents]


def test_it_answers_until_its_input_ends_and_leaves_nothing() -> None:
    if not hasattr(os, "geteuid"):
        pytest.skip("unix sockets are needed")
    before, users = modes(Path(sys.executable)), {entry.pw_name for entry in pwd.getpwall()}
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "bootstrap" / "postgres_server.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        url = server.stdout.readline().strip().removeprefix("url: ")
        home = Path(parse_qs(urlsplit(url).query)["host"][0])
        with psycopg.connect(url.replace("/casework?", "/postgres?")) as connection:
            found = connection.execute("SELECT lower('ȘȚĂ'), current_setting('fsync')").fetchone()
        assert found == ("șță", "off")
        owner = pwd.getpwuid(home.stat().st_uid).pw_name
        assert owner == ("nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
    finally:
        server.communicate(timeout=30)
    assert server.returncode == 0
    assert not home.exists()
    assert modes(Path(sys.executable)) == before
    assert {entry.pw_name for entry in pwd.getpwall()} == users
