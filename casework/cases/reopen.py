"""Reopen: make closed cases active again."""

from typing import Literal

from django.utils.translation import ngettext

from casework.activities.models import Activity
from casework.cases.closed_along import ClosedAlong, closed_along
from casework.cases.closing import hold_cascaded
from casework.cases.hierarchy import lock_families
from casework.cases.models import Case, State
from casework.cases.rules import (
    IS_CLOSED,
    NOT_MERGED,
    TransitionNotAllowed,
    may_become,
    status_for,
)
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

MAY_BE_REOPENED = Rule("may be reopened", may_become(State.ACTIVE, "status"), TransitionNotAllowed)
RULES = (NOT_MERGED, IS_CLOSED, MAY_BE_REOPENED)


@operation("case.reopen", on=Case, rules=RULES, lock=lock_families, trial={})
def reopen(
    work: Work,
    cases: WorkingSet,
    *,
    status: int | None = None,
    bring_back: Literal["nothing", "activities", "everything"] = "nothing",
) -> None:
    """Make closed cases active again, with a status of state Active (In Progress when absent).

    Earlier resolutions stay as they were (S36); the case is in no queue until it is put in one.
    What the closing took along is told; ``bring_back`` opens the activities that it cancelled, or
    everything: the child cases that it closed too, with theirs, each as it was before and unless
    somebody has changed it since. A merged case is not reopened but un-merged: undo the merge.
    Refuses with not-closed, merged-away, transition-not-allowed, forbidden.
    """
    wanted = status_for(work, cases, State.ACTIVE, status, "status", MAY_BE_REOPENED)
    along = closed_along(work, cases)
    work.change(
        cases,
        "case.reopened",
        state=State.ACTIVE,
        status=wanted,
        closed_at=None,
        confirmed_at=None,
        confirmed_by=None,
    )
    children = set(along.children) if bring_back == "everything" else set()
    if children:
        hold_cascaded(work, along.heads, "case.reopen", RULES, Ask(work, {}))
        work.change(
            WorkingSet(Case, children),
            "case.reopened",
            state=State.ACTIVE,
            status=ByRecord({key: along.children[key]["status"] for key in children}),
            closed_at=None,
            confirmed_at=None,
            confirmed_by=None,
        )
    activities = along.of(set(cases) | children) if bring_back != "nothing" else {}
    columns = ("state", "status", "ended_at")
    work.change(
        WorkingSet(Activity, activities),
        "activity.reopened",
        **{name: ByRecord({k: was[name] for k, was in activities.items()}) for name in columns},
    )
    _offer(work, along, len(children), len(activities))


def _offer(work: Work, along: ClosedAlong, children: int, activities: int) -> None:
    """Say what stays closed of what the closing took along."""
    cases, others = len(along.children) - children, len(along.activities) - activities
    if cases or others:
        closed = ngettext(
            "{count} child case that was closed along stays closed.",
            "{count} child cases that were closed along stay closed.",
            cases,
        )
        cancelled = ngettext(
            "{count} activity that was cancelled along stays cancelled.",
            "{count} activities that were cancelled along stay cancelled.",
            others,
        )
        parts = ((closed, cases), (cancelled, others))
        text = " ".join(said.format(count=count) for said, count in parts if count)
        work.advise("closed-along", text)
