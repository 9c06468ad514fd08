"""Confirm closed: the resolution stands, by whom and since when (answers 25)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.cases.models import CLOSED, Case
from casework.cases.rules import NOT_MERGED
from casework.kernel.operations import operation
from casework.kernel.refusals import Refusal
from casework.kernel.rules import Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


class StillActive(Refusal):
    """Confirming what is not closed."""

    code = "still-active"
    message = _("{records} is active: resolve or cancel it first.")


class AlreadyConfirmed(Refusal):
    """Confirming twice."""

    code = "already-confirmed"
    message = _("{records} is confirmed as closed already.")


RULES = (
    NOT_MERGED,
    Rule("closed", lambda ask: CLOSED, StillActive),
    Rule("not confirmed", lambda ask: Q(confirmed_at=None), AlreadyConfirmed),
)


@operation("case.confirm_closed", on=Case, rules=RULES)
def confirm_closed(work: Work, cases: WorkingSet) -> None:
    """Put on record that the customer, or the passing of time, confirmed the closing.

    It is no new state; reopening takes it back. Refuses with still-active, already-confirmed,
    merged-away.
    """
    work.change(
        cases,
        "case.closing_confirmed",
        confirmed_at=work.happened(),
        confirmed_by=work.by(),
    )
