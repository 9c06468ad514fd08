"""Assign: give activities a new owner, a user or a team."""

from typing import Any
from uuid import UUID

from casework.activities.models import Activity
from casework.activities.of_cases import lock_cases, of_case
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User
from casework.people.owning import by_record, owners


@operation("activity.assign", on=Activity, rules=(of_case(Activity, "CHANGING"),), lock=lock_cases)
def assign(
    work: Work, activities: WorkingSet, *, user: User | None = None, team: Team | None = None
) -> None:
    """Give activities to a user or a team; the owner's business unit follows.

    The case keeps its owner. Assigning to the present owner changes nothing. Refuses with
    merged-away, closed-case where the settings lock the case (S11, S12), owner-inactive,
    invalid-input when not exactly one of user and team is given.
    """
    wanted = {key: (_of(user, key), _of(team, key)) for key in activities}
    columns = by_record(owners(work, wanted, default_to_actor=False))
    work.change(work.differing(activities, columns), "activity.assigned", **columns)


def _of(value: Any, key: UUID) -> Any:
    return value.values.get(key) if isinstance(value, ByRecord) else value
