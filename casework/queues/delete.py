"""Delete: erase queues that nothing was ever kept in, or that were emptied."""

from django.utils.translation import gettext_lazy as _

from casework.kernel.operations import operation
from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.deactivate import queues_of
from casework.queues.models import Queue, QueueItem, QueueMembership


class QueueHasItems(Refusal):
    """Deleting a queue that has items, waiting or past (spec 2.5)."""

    code = "queue-has-items"
    message = _("{count} items, waiting or past, are in it. Remove them, or deactivate the queue.")


@operation("queue.delete", on=Queue)
def delete(work: Work, queues: WorkingSet) -> None:
    """Erase queues with their memberships; what they were stays on record.

    Refuses with queue-has-items, counting them.
    """
    items = QueueItem.objects.filter(queue__among=queues)
    work.refuse(items, QueueHasItems, targets=lambda keys: queues_of(work, keys))
    members = work.gather(QueueMembership.objects.filter(queue__among=queues))
    work.delete(members, "queue_membership.removed")
    work.delete(queues, "queue.deleted")
