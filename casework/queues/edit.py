"""Edit: change what a queue is called, and whose it is."""

from typing import Any

from casework.kernel.arguments import UNSET, Unset
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User
from casework.people.owning import owners
from casework.queues.models import Queue
from casework.queues.naming import refuse_taken
from casework.queues.values import value_of


@operation("queue.edit", on=Queue)
def edit(
    work: Work,
    queues: WorkingSet,
    *,
    name: str | Unset = UNSET,
    description: str | Unset = UNSET,
    kind: int | Unset = UNSET,
    email: str | Unset = UNSET,
    user: User | Unset = UNSET,
    team: Team | Unset = UNSET,
) -> None:
    """Change columns of queues; what is not given stays.

    A ``user`` or a ``team`` becomes the owner in the place of the present one. Refuses with
    queue-name-taken, owner-inactive, invalid-input.
    """
    given = {"name": name, "description": description, "kind": kind, "email": email}
    columns: dict[str, Any] = {key: one for key, one in given.items() if one is not UNSET}
    if "name" in columns:
        present = {key: row.name for key, row in work.facts(queues, "name").items()}
        refuse_taken(work, {key: value_of(name, key, now) for key, now in present.items()})
    if user is not UNSET or team is not UNSET:
        wanted = {key: (_of(user, key), _of(team, key)) for key in queues}
        named = {key: pair for key, pair in wanted.items() if any(pair)}
        owned = owners(work, named, default_to_actor=False) if named else {}
        columns["owner_user"] = ByRecord({key: one.user for key, one in owned.items()})
        columns["owner_team"] = ByRecord({key: one.team for key, one in owned.items()})
    work.change(work.differing(queues, columns), "queue.edited", **columns)


def _of(value: Any, key: Any) -> Any:
    return None if value is UNSET else value_of(value, key, None)
