"""Edit: change what an activity says."""

import datetime
from typing import Any

from django.db.models import Q

from casework.activities.making import checked_recipients, moment, refuse_backwards
from casework.activities.mentions import mention_again
from casework.activities.models import OPEN, Activity, ActivityState, Kind
from casework.activities.of_cases import lock_cases, of_case
from casework.activities.statuses import ActivityNotOpen, state_of_status
from casework.kernel.arguments import UNSET, Unset
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import Ask, Rule, operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.organisation.editing import changes

ALWAYS = frozenset({"description", "custom"})


def _open_for_content(ask: Ask) -> Q | None:
    """What was done stays as it was done; its text may be corrected, and all of a note's."""
    given = {name for name, value in ask.params.items() if value is not UNSET} - ALWAYS
    if not given:
        return None
    return OPEN | Q(kind=Kind.NOTE) if given == {"subject"} else OPEN


RULES = (
    of_case(Activity, "CHANGING"),
    Rule("open for its content", _open_for_content, ActivityNotOpen),
)


@operation("activity.edit", on=Activity, rules=RULES, lock=lock_cases)
def edit(
    work: Work,
    activities: WorkingSet,
    *,
    subject: str | Unset = UNSET,
    description: str | Unset = UNSET,
    priority: int | Unset = UNSET,
    minutes: int | Unset = UNSET,
    is_incoming: bool | Unset = UNSET,
    starts_at: datetime.datetime | Unset | None = UNSET,
    due_at: datetime.datetime | Unset | None = UNSET,
    sender: str | Unset = UNSET,
    recipients: list[str] | Unset = UNSET,
    status: int | Unset = UNSET,
    custom: dict[str, Any] | Unset = UNSET,
) -> None:
    """Change columns of open activities, or move them between their open statuses.

    The description and custom columns may be corrected after it was done, and a note's subject.
    Times are in UTC. What is already so is not touched. Refuses with activity-not-open,
    merged-away, closed-case where the settings lock the case (S11, S12), wrong-status listing
    the codes of the kind, invalid-input.
    """
    given = {
        "subject": subject, "description": description, "priority": priority, "minutes": minutes,
        "is_incoming": is_incoming, "starts_at": starts_at, "due_at": due_at, "sender": sender,
        "recipients": recipients,
    }  # fmt: skip
    columns = changes(work, activities, "activity", given, custom)
    _check_times(work, activities, columns)
    for key, one in _each(columns.get("recipients", UNSET), activities).items():
        checked_recipients(one, key)
    if status is not UNSET:
        columns.update(_statuses(work, activities, status))
    work.change(work.differing(activities, columns), "activity.edited", **columns)
    mention_again(work, activities, columns)


def _each(value: Any, activities: WorkingSet) -> dict[Any, Any]:
    """A value for each activity it is given to."""
    if value is UNSET:
        return {}
    return value.values if isinstance(value, ByRecord) else dict.fromkeys(activities, value)


def _check_times(work: Work, activities: WorkingSet, columns: dict[str, Any]) -> None:
    wanted = {
        name: {key: moment(name, one) for key, one in _each(columns[name], activities).items()}
        for name in ("starts_at", "due_at")
        if name in columns
    }
    if wanted:
        for key, row in work.facts(activities, "starts_at", "due_at").items():
            start = wanted.get("starts_at", {}).get(key, row.starts_at)
            due = wanted.get("due_at", {}).get(key, row.due_at)
            refuse_backwards("due_at", start, due, key)


def _statuses(work: Work, activities: WorkingSet, status: Any) -> dict[str, ByRecord]:
    given = _each(status, activities)
    facts = work.facts(activities, "kind")
    states = {
        key: state_of_status(
            row.kind, given[key], (ActivityState.OPEN, ActivityState.SCHEDULED), key
        )
        for key, row in facts.items()
        if key in given
    }
    return {"status": ByRecord({key: given[key] for key in states}), "state": ByRecord(states)}
