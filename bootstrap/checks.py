"""What can go wrong is asked before long work begins."""

import os
from pathlib import Path

from bootstrap.speaking import Refused

ROOT = Path(__file__).resolve().parent.parent


def refuse_unless_ours() -> None:
    """The environment is made beside run.py, so that folder must be writable."""
    if not os.access(ROOT, os.W_OK | os.X_OK):
        raise Refused(f"The folder {ROOT} cannot be written: copy it to where you may write.")
