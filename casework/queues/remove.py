"""Remove: take an item out of its queue."""

from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import QueueItem
from casework.queues.of_cases import lock_cases


@operation("queue_item.remove", on=QueueItem, lock=lock_cases)
def remove(work: Work, items: WorkingSet) -> None:
    """Erase items; their cases and activities stay as they are (spec 3.8).

    Items of the past too, so that a queue can be emptied and deleted; what they were stays on
    record. Refuses nothing.
    """
    work.delete(items, "queue_item.removed")
