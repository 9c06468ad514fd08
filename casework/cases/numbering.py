"""The next case number: ``CAS-01010-A0A0A0``, unique under concurrency (answers 18)."""

import secrets
from typing import Any

from casework.cases.policies import CasePolicy
from casework.kernel import counting
from casework.kernel.history import Counter
from casework.kernel.work import Work

FIRST = 1_000
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "0123456789"


def give_numbers(work: Work, rows: list[dict[str, Any]]) -> None:
    """Number new cases, last thing before they are written: the counter row is held shortly.

    Gaps are allowed; the random end keeps numbers from being guessed one from another.
    """
    unnumbered = [row for row in rows if not row["number"]]
    if not unnumbered:
        return
    prefix = work.policy(CasePolicy).number_prefix
    first = counting.next_numbers(Counter, "case", len(unnumbered), work.using) + FIRST
    for number, row in enumerate(unnumbered, start=first):
        row["number"] = f"{prefix}-{number:05d}-{_ending()}"


def _ending() -> str:
    return "".join(secrets.choice(LETTERS) + secrets.choice(DIGITS) for _pair in range(3))
