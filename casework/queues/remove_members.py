"""Remove members: people who no longer work on a queue."""

from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import User
from casework.queues.models import Queue, QueueMembership


@operation("queue.remove_members", on=Queue)
def remove_members(work: Work, queues: WorkingSet, *, users: list[User]) -> None:
    """Take users off queues; who is no member is passed over. What they work on stays theirs.

    Refuses nothing.
    """
    people = WorkingSet(User, [user.pk for user in users])
    rows = QueueMembership.objects.filter(queue__among=queues, user__among=people)
    work.delete(work.gather(rows), "queue_membership.removed")
