"""What a closing case does to its queue items."""

from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import QueueItem, QueueItemState


def leave(work: Work, cases: WorkingSet) -> WorkingSet:
    """Closed cases wait in no queue: their items, and those of their activities, go inactive."""
    waiting = work.gather(QueueItem.objects.filter(case__among=cases, state=QueueItemState.ACTIVE))
    work.change(waiting, "queue_item.left", state=QueueItemState.INACTIVE)
    return waiting
