"""Complete: what was to be done is done."""

import datetime
from typing import Any
from uuid import UUID

from casework.activities.making import moment, refuse_backwards
from casework.activities.models import Activity, ActivityState
from casework.activities.of_cases import lock_cases, of_case
from casework.activities.of_queues import leave
from casework.activities.statuses import IS_OPEN, default_status, state_of_status
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


@operation(
    "activity.complete", on=Activity, rules=(of_case(Activity, "ADDING"), IS_OPEN), lock=lock_cases
)
def complete(
    work: Work,
    activities: WorkingSet,
    *,
    minutes: int | None = None,
    status: int | None = None,
    ended_at: datetime.datetime | None = None,
) -> None:
    """Mark open activities as done; they leave their queue.

    ``minutes`` is how long it took (unchanged when absent), ``status`` a code of state Completed
    of its kind (the default one when absent), ``ended_at`` when it ended (UTC; now when absent).
    It may be done on a closed case: that clears what was left open there (spec W9). Refuses with
    activity-not-open, merged-away, wrong-status listing the codes of the kind, invalid-input.
    """
    facts = work.facts(activities, "kind", "is_incoming", "starts_at")
    statuses, ends, worked = {}, {}, {}
    for key, row in facts.items():
        if (end := moment("ended_at", _of(ended_at, key))) is not None:
            refuse_backwards("ended_at", row.starts_at, end, key)
            ends[key] = end
        if (spent := _of(minutes, key)) is not None:
            worked[key] = spent
        code = _of(status, key)
        if code is None:
            code = default_status(row.kind, ActivityState.COMPLETED, is_incoming=row.is_incoming)
        state_of_status(row.kind, code, (ActivityState.COMPLETED,), key)
        statuses[key] = code
    columns: dict[str, Any] = {"state": ActivityState.COMPLETED, "status": ByRecord(statuses)}
    if worked:
        columns["minutes"] = ByRecord(worked)
    dated = WorkingSet(Activity, ends)
    work.change(dated, "activity.completed", **columns, ended_at=ByRecord(ends))
    now = work.happened("case_id")
    work.change(activities - dated, "activity.completed", **columns, ended_at=now)
    leave(work, activities)


def _of(value: Any, key: UUID) -> Any:
    return value.values.get(key) if isinstance(value, ByRecord) else value
