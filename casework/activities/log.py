"""Log: put on record what was said or done about a case."""

import datetime
from dataclasses import dataclass
from typing import Any, Literal

from casework.activities.making import add_activities, moment, refuse_backwards
from casework.activities.models import Activity, ActivityState, Kind
from casework.activities.of_cases import Case, hold_cases
from casework.activities.statuses import default_status, state_of_status
from casework.kernel.arguments import NewRow
from casework.kernel.columns import fitting
from casework.kernel.operations import creation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User

SUBJECT_OF_NOTE = 80


@dataclass(kw_only=True)
class NewActivity(NewRow):
    """Something that was done.

    ``minutes`` is how long it took, when absent the time from ``starts_at`` to ``ended_at``;
    ``ended_at`` is now when absent; times are in UTC. A note may leave out its subject: the
    first 80 characters of its text stand for it.
    """

    case: Case
    kind: Literal["task", "phone_call", "appointment", "email", "note"]
    subject: str = ""
    description: str = ""
    minutes: int | None = None
    is_incoming: bool = False
    starts_at: datetime.datetime | None = None
    ended_at: datetime.datetime | None = None
    sender: str = ""
    recipients: list[str] | None = None
    status: int | None = None
    priority: int = 1
    user: User | None = None
    team: Team | None = None
    custom: dict[str, Any] | None = None


@creation("activity.log", makes=Activity, row=NewActivity)
def log(work: Work, rows: list[NewActivity]) -> WorkingSet:
    """Put on record what was done about a case: a call, a note, an email, a task, an appointment.

    It is completed from the start, and may be logged on a case in any state but a merged one
    (spec W9; a late call is on record where it belongs). Refuses with forbidden, not-found,
    merged-away, owner-inactive, wrong-status listing the codes of the kind, invalid-input.
    """
    homes = hold_cases(work, rows, "activity.log")
    columns = {row.id: _columns(row) for row in rows}

    def end_now(fitted: list[dict[str, Any]]) -> None:
        for one in fitted:
            if one["ended_at"] is None:
                one["ended_at"] = work.moment_of(one)[0] or work.at

    return add_activities(work, rows, homes, columns, "activity.logged", late=end_now)


def _columns(row: NewActivity) -> dict[str, Any]:
    kind = fitting(Activity, "kind", row.kind)
    start, end = moment("starts_at", row.starts_at), moment("ended_at", row.ended_at)
    refuse_backwards("ended_at", start, end, row.id)
    done = ActivityState.COMPLETED
    status = row.status
    if status is None:
        status = default_status(kind, done, is_incoming=row.is_incoming is True)
    state_of_status(kind, status, (done,), row.id)
    minutes = row.minutes
    if minutes is None:
        minutes = round((end - start).total_seconds() / 60) if start and end else 0
    columns: dict[str, Any] = {
        "state": done,
        "status": status,
        "minutes": minutes,
        "starts_at": start,
        "ended_at": end,
    }
    if kind == Kind.NOTE and not row.subject and isinstance(row.description, str):
        columns["subject"] = " ".join(row.description.split())[:SUBJECT_OF_NOTE].strip()
    return columns
