"""Where the browser of the tests comes from, and what is said where none can be had."""

import base64
import hashlib
import io
import json
import os
import platform
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bootstrap import browser, chromium, npm
from bootstrap.chromium import NoBrowser
from bootstrap.virtual import site_packages
from tests.newcomer import BASE_PYTHON, ROOT, Checkout

STARTS = "#!/bin/sh\nexit 0\n"
NEEDS_LIBRARIES = '#!/bin/sh\ntest -n "$LD_LIBRARY_PATH" && echo "$FONTCONFIG_FILE"\n'
PACK = "process.stdin.pipe(require('zlib').createBrotliCompress()).pipe(process.stdout)"
URL = "url: postgres://u@/n"

linux = pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="npm has one for Linux only"
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the path, and no browser anywhere."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CASEWORK_TEST_CHROMIUM", raising=False)
    for name in ("FOLDER", "PROGRAM", "STAMP"):
        there = tmp_path / "venv" / getattr(chromium, name).relative_to(chromium.VENV)
        monkeypatch.setattr(chromium, name, there)
    (tmp_path / "venv").mkdir()
    monkeypatch.setattr(chromium, "VENV", tmp_path / "venv")
    monkeypatch.setattr(npm, "VENV", tmp_path / "venv")
    return folder


def program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


def archive(**files: bytes) -> bytes:
    """An archive as npm packs it, or as it lies inside of one."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as opened:
        for name, content in files.items():
            member = tarfile.TarInfo("package/bin/" + name.replace("__", "."))
            member.size = len(content)
            opened.addfile(member, io.BytesIO(content))
    return made.getvalue()


def brotli(content: bytes) -> bytes:
    node = site_packages() / "playwright" / "driver" / "node"
    return subprocess.run([node, "-e", PACK], input=content, capture_output=True, check=True).stdout


def registry(monkeypatch: pytest.MonkeyPatch, path: Path, content: bytes, locked: bytes) -> None:
    """An npm that gives `content` where the lock names `locked`."""
    (path.parent / "content").write_bytes(content)
    give = f"import shutil; shutil.copy({str(path.parent / 'content')!r}, 'made.tgz')"
    program(path / "npm", f"#!{BASE_PYTHON}\n{give}\n")
    monkeypatch.setattr(npm, "site_packages", lambda: path / "nothing")
    digest = base64.b64encode(hashlib.sha512(locked).digest()).decode()
    lock = path.parent / "browser.json"
    about = {"package": "browser", "version": "1", "integrity": f"sha512-{digest}"}
    lock.write_text(json.dumps([about]))
    monkeypatch.setattr(chromium, "LOCK", lock)


def test_the_one_that_is_named_comes_first(path, monkeypatch):
    program(path / "chromium", STARTS)
    mine = program(path / "mine", STARTS)
    monkeypatch.setenv("CASEWORK_TEST_CHROMIUM", str(mine))

    assert browser.bring() == mine


def test_a_named_one_that_does_not_start_is_refused(path, monkeypatch):
    monkeypatch.setenv("CASEWORK_TEST_CHROMIUM", str(path / "none"))

    with pytest.raises(NoBrowser, match="does not start: install Chromium"):
        browser.bring()


def test_one_on_the_path_serves_if_it_starts(path):
    program(path / "chromium-browser", "#!/bin/sh\necho 'install me first'\nexit 10\n")
    real = program(path / "google-chrome", STARTS)

    assert browser.bring() == real


@linux
def test_one_from_npm_is_made_once_and_brings_what_the_machine_lacks(path, monkeypatch):
    content = archive(
        chromium__br=brotli(NEEDS_LIBRARIES.encode()),
        al2023__tar__br=brotli(archive(libnss3__so=b"library")),
        fonts__tar__br=brotli(archive(OpenSans__ttf=b"letters")),
        README=b"words",
    )
    registry(monkeypatch, path, content, content)

    made = browser.bring()
    (path / "npm").unlink()

    assert browser.bring() == made == browser.find()
    folder = made.parent
    answer = subprocess.run([made], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == str(folder / "fonts.conf")
    assert (folder / "libraries" / "libnss3.so").read_bytes() == b"library"
    assert (folder / "fonts" / "OpenSans.ttf").read_bytes() == b"letters"
    assert [one.name for one in folder.parent.iterdir()] == ["chromium"]
    chromium.LOCK.write_text(chromium.LOCK.read_text() + "\n")
    assert browser.find() is None


@linux
def test_what_the_lock_does_not_know_is_not_unpacked(path, monkeypatch):
    registry(monkeypatch, path, archive(chromium__br=b"something else"), b"what was locked")

    with pytest.raises(NoBrowser, match=r"that the lock does not know.*set CASEWORK_TEST_CHROMIUM"):
        browser.bring()
    assert list(chromium.VENV.iterdir()) == []


def test_the_distribution_comes_last_and_only_for_root(path, monkeypatch):
    monkeypatch.setattr(npm, "site_packages", lambda: path / "nothing")
    there = path / "chromium"
    text = f"open({str(there)!r}, 'w').write({STARTS!r}); os.chmod({str(there)!r}, 0o755)"
    program(path / "apt-get", f"#!{BASE_PYTHON}\nimport os, sys\nif 'install' in sys.argv: {text}")

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(NoBrowser, match="install Chromium"):
        browser.bring()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert browser.bring() == there


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_none_is_loud_and_fails_in_ci(tmp_path, ci, code):
    answer = Checkout(tmp_path).installed().run("test", CASEWORK_TEST_ANSWER=URL, CI=ci)

    (line,) = [line for line in answer.stdout.splitlines() if line.startswith("*** SKIPPED")]
    assert line.startswith("*** SKIPPED: the tests in a browser: ")
    assert "set CASEWORK_TEST_CHROMIUM to the path of one" in line
    assert answer.returncode == code


def test_the_suite_is_told_where_the_browser_is(tmp_path):
    settings = {"CASEWORK_TEST_ANSWER": URL, "CASEWORK_TEST_CHROMIUM": BASE_PYTHON, "CI": "true"}
    answer = Checkout(tmp_path).installed().run("test", **settings)

    assert "SKIPPED" not in answer.stdout
    assert answer.returncode == 0


def test_the_lock_names_no_host_and_hashes_each_package():
    text = (ROOT / "requirements" / "browser.json").read_text()

    assert "://" not in text
    assert all(one["integrity"].startswith("sha512-") for one in json.loads(text))
