"""Create: a new place where cases and activities wait."""

from dataclasses import dataclass

from casework.kernel.arguments import NewRow
from casework.kernel.operations import creation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User
from casework.people.owning import owners
from casework.queues.models import Queue, QueueKind
from casework.queues.naming import refuse_taken


@dataclass(kw_only=True)
class NewQueue(NewRow):
    """A queue to be made.

    ``kind`` is 0 for public, 1 for private: a private queue hides its items from the lists of
    others. The owner ``user`` or ``team`` is the actor when neither is given.
    """

    name: str
    description: str = ""
    kind: int = QueueKind.PUBLIC.value
    email: str = ""
    user: User | None = None
    team: Team | None = None


@creation("queue.create", makes=Queue, row=NewQueue)
def create(work: Work, rows: list[NewQueue]) -> WorkingSet:
    """Make queues, active from the start and without members (spec 2.5).

    Refuses with queue-name-taken, owner-inactive, invalid-input.
    """
    owned = owners(work, {row.id: (row.user, row.team) for row in rows})
    refuse_taken(work, {row.id: row.name for row in rows})
    return work.add(
        Queue,
        [
            {
                "id": row.id,
                "name": row.name,
                "description": row.description,
                "kind": row.kind,
                "email": row.email,
                "owner_user": owned[row.id].user,
                "owner_team": owned[row.id].team,
            }
            for row in rows
        ],
        "queue.created",
    )
