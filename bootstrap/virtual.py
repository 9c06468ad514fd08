"""`.venv`: an environment of its own for what gets installed, and the command line in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bootstrap.checks import ROOT
from bootstrap.speaking import say

VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")


def make_environment() -> None:
    """An empty environment of this Python; by hand where its venv module was taken away."""
    if works(PYTHON):
        return
    say(f"making {VENV.name} with Python {sys.version.split()[0]}")
    try:
        import venv
    except ImportError:
        make_environment_by_hand()
    else:
        venv.EnvBuilder(with_pip=False, clear=True, symlinks=os.name != "nt").create(VENV)
    if not works(PYTHON):
        make_environment_by_hand()


def make_environment_by_hand() -> None:
    """What the venv module would write: Python itself needs no more than this."""
    base = Path(getattr(sys, "_base_executable", "") or sys.executable)
    shutil.rmtree(VENV, ignore_errors=True)
    site_packages().mkdir(parents=True)
    PROGRAMS.mkdir(exist_ok=True)
    PYTHON.symlink_to(base)
    (PROGRAMS / "python3").symlink_to("python")
    (VENV / "pyvenv.cfg").write_text(
        f"home = {base.parent}\ninclude-system-site-packages = false\n"
        f"version = {sys.version.split()[0]}\n"
    )


def works(python: Path) -> bool:
    """Whether this interpreter starts, is ours and is as new as the one that asks."""
    question = "import sys; print(sys.prefix != sys.base_prefix, sys.version_info[:2])"
    try:
        answer = subprocess.run([str(python), "-c", question], capture_output=True, text=True)
    except OSError:
        return False
    return answer.stdout.strip() == f"True {sys.version_info[:2]}"


def site_packages() -> Path:
    """Where the environment keeps what is installed."""
    if os.name == "nt":
        return VENV / "Lib" / "site-packages"
    return VENV / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages"


def make_command_line() -> None:
    """`.venv/bin/casework`, and the checkout importable from everywhere in the environment."""
    (site_packages() / "casework-checkout.pth").write_text(f"{ROOT}\n")
    if os.name == "nt":
        (PROGRAMS / "casework.cmd").write_text(f'@"{PYTHON}" -m casework %*\n')
        return
    program = PROGRAMS / "casework"
    program.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m casework "$@"\n')
    program.chmod(0o755)
