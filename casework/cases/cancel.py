"""Cancel: close a case without a resolution."""

from typing import Literal

from django.utils.translation import gettext as _

from casework.cases import closing
from casework.cases.hierarchy import closing_family, lock_families
from casework.cases.merge import TargetNeeded, merge
from casework.cases.models import Case, State, Status
from casework.cases.policies import Closure
from casework.cases.rules import (
    IS_ACTIVE,
    NOT_MERGED,
    TransitionNotAllowed,
    may_become,
    settled_when_closed,
    status_for,
)
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.refusals import InvalidInput
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

MAY_BE_CANCELLED = Rule(
    "may be cancelled", may_become(State.CANCELLED, "status"), TransitionNotAllowed
)
RULES = (NOT_MERGED, IS_ACTIVE, MAY_BE_CANCELLED)


@operation(
    "case.cancel",
    on=Case,
    rules=RULES,
    lock=lock_families,
    settled=settled_when_closed,
    trial={},
)
def cancel(
    work: Work,
    cases: WorkingSet,
    *,
    status: int | None = None,
    into: Case | None = None,
    closure: Closure | None = None,
    already_closed: Literal["refuse", "leave"] = "refuse",
) -> None:
    """Close cases without a resolution; the owner stays, the case leaves every work list.

    Every activity must be closed first: the open ones are named (S23). ``status`` is a status of
    state Cancelled, Canceled when absent (S25, S26); Merged (2000) is merging, with the same
    rules, and needs the case they go ``into`` (S27). Refuses with cannot-cancel, already-closed,
    merged-away, transition-not-allowed, children-open.
    """
    if isinstance(status, ByRecord):
        _refuse_merging_by_rows(status)
    elif status == Status.MERGED:
        if into is None:
            raise TargetNeeded(field="into", problem="")
        merge.perform(work, list(cases), {"into": into})
        return
    wanted = status_for(work, cases, State.CANCELLED, status, "status", MAY_BE_CANCELLED)
    origin = closing_family(work, cases, closure)
    ask = Ask(work, {"status": closing.spread(wanted, origin)})
    closing.hold_cascaded(work, origin, "case.cancel", RULES, ask)
    closing.refuse_open_activities(work, origin, closing.CannotCancel)
    closing.close(
        work,
        WorkingSet(Case, origin),
        "case.cancelled",
        state=State.CANCELLED,
        status=closing.spread(wanted, origin),
    )


def _refuse_merging_by_rows(status: ByRecord) -> None:
    merged = [key for key, code in status.values.items() if code == Status.MERGED]
    if merged:
        problem = _("merging is no reason among others: merge these cases in a run of their own")
        raise InvalidInput(field="status", problem=problem, targets=merged)
