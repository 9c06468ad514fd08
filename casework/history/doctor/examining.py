"""Examining: every check in turn, and what can be put right of what was found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.cases.numbering import FIRST
from casework.history.doctor import of_cases, of_history, of_tables, of_workplace
from casework.history.doctor.checks import CHECKS, Check, Fault
from casework.kernel.counting import advance_counter, advance_sequence
from casework.kernel.history import Counter, Event, Undoing
from casework.kernel.refusals import InvalidInput

MODULES = (of_cases, of_history, of_tables, of_workplace)  # imported, their checks are there


@dataclass(frozen=True)
class Finding:
    """A check and what it found; nothing, where all is well."""

    check: Check
    faults: list[Fault]

    @property
    def is_repairable(self) -> bool:
        """Whether the doctor can put it right."""
        return bool(self.faults) and self.check.cure is None


def chosen(only: Iterable[str] = (), *, thorough: bool = False) -> list[Check]:
    """The checks asked for: these, or all but the slow ones. Raises InvalidInput."""
    names = list(only)
    for name in names:
        if name not in CHECKS:
            problem = _("{name} is no check; there are: {known}").format(
                name=name, known=", ".join(CHECKS)
            )
            raise InvalidInput(field="only", problem=problem)
    return [
        one for one in CHECKS.values() if (one.name in names if names else thorough or not one.slow)
    ]


def examine(
    checks: Iterable[Check], told: Callable[[str], None] = lambda name: None, using: str = "default"
) -> list[Finding]:
    """Ask each check; ``told`` hears which one is next. The statements are the same for any size,
    but for those that read in chunks (slow ones)."""
    found = []
    for one in checks:
        told(one.name)
        found.append(Finding(one, list(one.find(using))))
    return found


def cases_to_repair(findings: Iterable[Finding]) -> list[UUID]:
    """The cases that the operation case.repair can put right."""
    keys = {
        key
        for one in findings
        if one.is_repairable
        for fault in one.faults
        if fault.noun == Case.NOUN
        for key in fault.ids
    }
    return sorted(keys)


def advance(findings: Iterable[Finding], using: str = "default") -> list[str]:
    """Put the counter and the sequences ahead where they are behind; answers which were."""
    done = []
    for one in findings:
        if one.faults and one.check.name == "numbers":
            advance_counter(Counter, "case", of_history.highest_number(using) - FIRST, using)
            done.append(one.check.name)
        if one.faults and one.check.name == "identity":
            for model in (Event, Undoing):
                advance_sequence(model, using)
            done.append(one.check.name)
    return done
