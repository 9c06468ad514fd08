"""Reopen: make closed cases active again."""

from casework.cases.hierarchy import lock_families
from casework.cases.models import Case, State
from casework.cases.rules import (
    IS_CLOSED,
    NOT_MERGED,
    TransitionNotAllowed,
    may_become,
    status_for,
)
from casework.kernel.operations import operation
from casework.kernel.rules import Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

MAY_BE_REOPENED = Rule("may be reopened", may_become(State.ACTIVE, "status"), TransitionNotAllowed)
RULES = (NOT_MERGED, IS_CLOSED, MAY_BE_REOPENED)


@operation("case.reopen", on=Case, rules=RULES, lock=lock_families)
def reopen(work: Work, cases: WorkingSet, *, status: int | None = None) -> None:
    """Make closed cases active again, with a status of state Active (In Progress when absent).

    Earlier resolutions stay as they were (S36); activities cancelled by the closing stay
    cancelled; the case is in no queue until it is put in one. A merged case is not reopened but
    un-merged. Refuses with not-closed, merged-away, transition-not-allowed.
    """
    wanted = status_for(work, cases, State.ACTIVE, status, "status", MAY_BE_REOPENED)
    work.change(
        cases,
        "case.reopened",
        state=State.ACTIVE,
        status=wanted,
        closed_at=None,
        confirmed_at=None,
        confirmed_by=None,
    )
