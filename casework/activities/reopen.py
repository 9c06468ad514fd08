"""Reopen: what was done or cancelled is to be done again."""

from casework.activities.models import Activity
from casework.activities.of_cases import lock_cases, of_case
from casework.activities.statuses import IS_CLOSED, default_status, open_state
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


@operation(
    "activity.reopen", on=Activity, rules=(of_case(Activity, "WORKING"), IS_CLOSED), lock=lock_cases
)
def reopen(work: Work, activities: WorkingSet) -> None:
    """Make completed or cancelled activities open again, an appointment scheduled.

    Its minutes stay; it is in no queue until it is put in one. Refuses with activity-not-closed,
    merged-away, and closed-case for everybody: reopen the case first (spec W9).
    """
    kinds = {key: row.kind for key, row in work.facts(activities, "kind").items()}
    states = {key: open_state(kind) for key, kind in kinds.items()}
    work.change(
        activities,
        "activity.reopened",
        state=ByRecord(states),
        status=ByRecord({key: default_status(kinds[key], states[key]) for key in kinds}),
        ended_at=None,
    )
