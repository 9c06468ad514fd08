"""Route: to another queue, or to somebody who is to work on it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.refusals import InvalidInput
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User
from casework.queues.models import Queue, QueueItem
from casework.queues.of_cases import lock_cases
from casework.queues.rules import IS_ACTIVE, hold_queues, refuse_idle
from casework.queues.values import value_of

Place = tuple[UUID, UUID | None, UUID | None]


@operation("queue_item.route", on=QueueItem, rules=(IS_ACTIVE,), lock=lock_cases)
def route(
    work: Work,
    items: WorkingSet,
    *,
    queue: Queue | None = None,
    user: User | None = None,
    team: Team | None = None,
) -> None:
    """Send items to another queue, or to a user or a team who works on them from now, or both.

    In another queue their time begins anew, and nobody works on them unless said. What is there
    already stays as it is. The owner of the case stays: assigning changes it. Refuses with
    item-inactive, queue-inactive, worker-inactive, invalid-input when neither is given.
    """
    before: dict[UUID, Place] = {
        key: (row.queue_id, row.worker_user_id, row.worker_team_id)
        for key, row in work.facts(items, "queue_id", "worker_user_id", "worker_team_id").items()
    }
    after = {key: _place(key, now, queue, user, team) for key, now in before.items()}
    into = {key: where for key, (where, _u, _t) in after.items() if value_of(queue, key)}
    if into:
        hold_queues(work, into)
    given = {key: (person, group) for key, (_q, person, group) in after.items()}
    refuse_idle(work, {key: pair for key, pair in given.items() if pair != before[key][1:]})
    for moves in (True, False):
        for worked in (True, False):
            part = {
                key: place
                for key, place in after.items()
                if place != before[key]
                and (place[0] != before[key][0]) is moves
                and (place[1:] != (None, None)) is worked
            }
            _write(work, part, moves, worked)


def _place(key: UUID, now: Place, queue: Any, user: Any, team: Any) -> Place:
    where, person, group = (value_of(one, key) for one in (queue, user, team))
    if person and group:
        raise InvalidInput(
            field="user", problem=_("give a user or a team, not both"), targets=[key]
        )
    if not (where or person or group):
        raise InvalidInput(
            field="queue", problem=_("give a queue, a user or a team"), targets=[key]
        )
    if person or group:
        return (where or now[0], person, group)
    return now if where == now[0] else (where, None, None)


def _write(work: Work, part: dict[UUID, Place], moves: bool, worked: bool) -> None:
    columns: dict[str, Any] = {
        "worker_user": ByRecord({key: place[1] for key, place in part.items()}),
        "worker_team": ByRecord({key: place[2] for key, place in part.items()}),
        "worker_since": work.happened("case_id") if worked else None,
    }
    if moves:
        columns["queue"] = ByRecord({key: place[0] for key, place in part.items()})
        columns["entered_at"] = work.happened("case_id")
    work.change(WorkingSet(QueueItem, part), "queue_item.routed", **columns)
