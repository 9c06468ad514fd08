"""A Chromium for the tests in a browser: one that is here, or else one that is brought."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from bootstrap import chromium
from bootstrap.chromium import NoBrowser, works
from bootstrap.speaking import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CURE = "install Chromium or Google Chrome, or set CASEWORK_TEST_CHROMIUM to the path of one"
SECONDS_FOR_APT = 600


def bring() -> Path:
    """A Chromium that starts; refused in one line, with the cure, where none can be had."""
    here = find()
    if here is not None:
        return here
    said = []
    for way in WAYS:
        try:
            return way()
        except NoBrowser as reason:
            said.append(str(reason))
            say(f"no browser that way: {reason}")
    raise NoBrowser(f"{'; '.join(said)}: {CURE}")


def find() -> Path | None:
    """The Chromium that is named, on the path, or was brought before; nothing is fetched."""
    named = os.environ.get("CASEWORK_TEST_CHROMIUM")
    if named:
        if not works(Path(named)):
            raise NoBrowser(f"CASEWORK_TEST_CHROMIUM is {named!r}, which does not start: {CURE}")
        return Path(named).absolute()
    return on_path() or chromium.brought()


def on_path() -> Path | None:
    """The first browser on the path that starts; some are only a hint to install one."""
    found = [Path(program) for name in NAMES if (program := shutil.which(name))]
    return next((program for program in found if works(program)), None)


def with_apt() -> Path:
    """The distribution's own, where we are root and may install."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise NoBrowser("apt-get is not to be had here")
    say("installing chromium with apt-get: this changes the machine, not only this folder")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        try:
            answer = subprocess.run(
                [apt, "-q", *words],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=SECONDS_FOR_APT,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise NoBrowser(f"apt-get {words[0]} did not end well ({error})") from None
    found = on_path()
    if found is None:
        lines = (answer.stderr or answer.stdout).strip().splitlines()
        raise NoBrowser(f"apt-get did not install chromium ({lines[-1] if lines else 'silent'})")
    return found


WAYS: tuple[Callable[[], Path], ...] = (chromium.fetch, with_apt)
