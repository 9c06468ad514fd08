"""Cancel: what was to be done will not be done."""

from casework.activities.closing import cancelled_status
from casework.activities.models import Activity, ActivityState
from casework.activities.of_cases import lock_cases, of_case
from casework.activities.of_queues import leave
from casework.activities.statuses import IS_OPEN
from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


@operation(
    "activity.cancel", on=Activity, rules=(of_case(Activity, "ADDING"), IS_OPEN), lock=lock_cases
)
def cancel(work: Work, activities: WorkingSet) -> None:
    """Mark open activities as cancelled; they leave their queue.

    It may be done on a closed case: that clears what was left open there (spec W9). Refuses with
    activity-not-open, merged-away.
    """
    work.change(
        activities,
        "activity.cancelled",
        state=ActivityState.CANCELLED,
        status=cancelled_status(),
        ended_at=work.happened("case_id"),
    )
    leave(work, activities)
