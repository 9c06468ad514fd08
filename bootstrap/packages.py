"""Make `.venv` from a lock whose every file is known by its hash, in whatever way works here."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bootstrap import pip_wheel
from bootstrap.checks import ROOT, refuse_unless_ours
from bootstrap.speaking import Refused, say
from bootstrap.virtual import PYTHON, VENV, make_command_line, make_environment

STAMP = VENV / "casework-installed.json"
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("runtime", "test")}
PATIENCE = ["--retries", "2", "--timeout", "30"]

Command = list[str]


class NotHere(Exception):
    """This way of installing does not exist on this machine, and why if there is more to say."""


def install(lock: str) -> None:
    """The packages of `lock`, unless they are there already: then this takes no time."""
    if installed(lock):
        return
    refuse_unless_ours()
    STAMP.unlink(missing_ok=True)
    make_environment()
    fetch(LOCKS[lock])
    make_command_line()
    names = ["runtime", "test"] if lock == "test" else ["runtime"]
    STAMP.write_text(json.dumps({name: fingerprint(name) for name in names}))


def installed(lock: str) -> bool:
    """Whether the environment holds what the lock says today, for this Python."""
    try:
        return PYTHON.exists() and json.loads(STAMP.read_text()).get(lock) == fingerprint(lock)
    except (OSError, ValueError):
        return False


def fingerprint(lock: str) -> str:
    """What has to be the same for an installation to be kept."""
    about = f"{sys.version_info[:2]} {sys.platform} {VENV}"
    return hashlib.sha256(about.encode() + LOCKS[lock].read_bytes()).hexdigest()


def fetch(lock: Path, *, folder: Path | None = None) -> None:
    """Install the lock, here or into a folder of its own, in the first way that works.

    What each way said is kept if none does.
    """
    where = ["--target", str(folder)] if folder else []
    count = sum("==" in line for line in lock.read_text().splitlines())
    said: list[str] = []
    for name, way in WAYS.items():
        try:
            command = [*way(lock), *where]
        except NotHere as absent:
            said += absent.args
            continue
        say(f"installing {count} packages with {name}")
        answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        if answer.returncode == 0:
            return
        said.append(f"{name}:\n{answer.stdout}{answer.stderr}")
        say(f"that did not work: {last_line(answer.stderr or answer.stdout)}")
    raise Refused(f"{cause(said)} (what was tried is in {write_down(said)}).")


def with_uv(lock: Path) -> Command:
    """uv, where it is on the path: seconds."""
    uv = shutil.which("uv")
    if uv is None:
        raise NotHere
    index = pip_wheel.configured("index-url")
    if index:
        os.environ.setdefault("UV_DEFAULT_INDEX", index)  # uv does not ask pip's settings itself
    return [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), str(lock)]


def with_own_pip(lock: Path) -> Command:
    """The pip that Python brings along for new environments."""
    wheel = next(pip_wheel.on_this_disk(), None)
    if wheel is None:
        raise NotHere
    return [str(PYTHON), str(wheel / "pip"), *pip_install(lock)]


def with_any_pip(lock: Path) -> Command:
    """The pip of the Python that runs this, if it can install for another one."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(PYTHON), "--version"], capture_output=True
    )
    if asked.returncode != 0:
        raise NotHere
    return [sys.executable, "-m", "pip", "--python", str(PYTHON), *pip_install(lock)]


def with_fetched_pip(lock: Path) -> Command:
    """No pip at all: ask the package index for one."""
    say("no pip on this machine: asking the package index for it")
    try:
        wheel = pip_wheel.from_index(VENV)
    except pip_wheel.NoIndex as error:
        raise NotHere(str(error)) from None
    return [str(PYTHON), str(wheel / "pip"), *pip_install(lock)]


WAYS: dict[str, Callable[[Path], Command]] = {
    "uv": with_uv,
    "the pip that came with Python": with_own_pip,
    "the pip of this Python": with_any_pip,
    "a pip from the package index": with_fetched_pip,
}


def pip_install(lock: Path) -> Iterator[str]:
    """The lock names every package, so pip needs to look for none."""
    yield from ("install", "--quiet", "--no-input", "--disable-pip-version-check", *PATIENCE)
    yield from ("--no-deps", "--no-compile", "--require-hashes", "--only-binary", ":all:")
    yield from ("--requirement", str(lock))


def cause(said: list[str]) -> str:
    """Why nothing worked, as far as what the tools said tells it."""
    everything = "\n".join(said).lower()
    if "no package index is configured" in everything:
        return said[-1].rstrip(".")
    if "hash" in everything and "mismatch" in everything:
        return "A package is not the one that the lock names: fetch the checkout anew"
    if "no space left" in everything:
        return "The disk is full: free about 1 GB"
    return (
        "The packages could not be fetched: connect to the network, "
        "or set PIP_INDEX_URL to a package index that you can reach"
    )


def write_down(said: list[str]) -> Path:
    """Keep what the tools said for whoever wants to read it."""
    log = VENV / "install.log"
    log.write_text("\n".join(said))
    return log


def last_line(text: str) -> str:
    """The last thing that was said."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it said nothing"
