"""Plan: something to be done about a case."""

import datetime
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from casework.activities.making import add_activities, moment, refuse_backwards
from casework.activities.models import Activity, ActivityState, Kind
from casework.activities.of_cases import Case, hold_cases
from casework.activities.statuses import default_status, open_state, state_of_status
from casework.kernel.arguments import NewRow
from casework.kernel.columns import fitting
from casework.kernel.operations import creation
from casework.kernel.refusals import InvalidInput
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User


@dataclass(kw_only=True)
class PlannedActivity(NewRow):
    """Something to be done, by ``due_at``, perhaps from ``starts_at`` on (UTC)."""

    case: Case
    kind: Literal["task", "phone_call", "appointment", "email"]
    subject: str
    description: str = ""
    starts_at: datetime.datetime | None = None
    due_at: datetime.datetime | None = None
    is_incoming: bool = False
    sender: str = ""
    recipients: list[str] | None = None
    status: int | None = None
    priority: int = 1
    user: User | None = None
    team: Team | None = None
    custom: dict[str, Any] | None = None


@creation("activity.plan", makes=Activity, row=PlannedActivity)
def plan(work: Work, rows: list[PlannedActivity]) -> WorkingSet:
    """Plan a task, a call, an appointment or an email still to be written.

    It is open, an appointment scheduled, until it is completed or cancelled, and stands in the
    way of closing its case (S6, S23). On a resolved or cancelled case it is planned all the
    same, with the advice to reopen the case: no work list shows it there (spec W9). Refuses with
    forbidden, not-found, merged-away, owner-inactive, wrong-status, invalid-input.
    """
    homes = hold_cases(work, rows, "activity.plan")
    held = WorkingSet(Case, homes.values())
    if held.rows.using(work.using).filter(Case.CLOSED).exists():
        work.advise("case-closed", _("The case is closed: reopen it, so that the work is seen."))
    columns = {row.id: _columns(row) for row in rows}
    return add_activities(work, rows, homes, columns, "activity.planned")


def _columns(row: PlannedActivity) -> dict[str, Any]:
    kind = fitting(Activity, "kind", row.kind)
    if kind == Kind.NOTE:
        problem = _("a note is never to be done: log it")
        raise InvalidInput(field="kind", problem=problem, targets=[row.id])
    start, due = moment("starts_at", row.starts_at), moment("due_at", row.due_at)
    refuse_backwards("due_at", start, due, row.id)
    state: int = open_state(kind)
    status = row.status
    if status is None:
        status = default_status(kind, state)
    else:
        state = state_of_status(kind, status, (ActivityState.OPEN, ActivityState.SCHEDULED), row.id)
    return {"state": state, "status": status, "starts_at": start, "due_at": due}
