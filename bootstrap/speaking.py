"""What a person sees: a line for each step, and one sentence when it cannot go on."""

import sys
import time

STARTED = time.monotonic()


class Refused(Exception):
    """Why it cannot go on and what to do about it, in one sentence."""


def say(text: str) -> None:
    """A step begins: one line, with the seconds since the start."""
    sys.stdout.write(f"[{time.monotonic() - STARTED:6.1f} s] {text}\n")
    sys.stdout.flush()


def shout(text: str) -> None:
    """What nobody may overlook, on a line of its own."""
    sys.stdout.write(f"\n*** {text} ***\n\n")
    sys.stdout.flush()
