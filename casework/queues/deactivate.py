"""Deactivate: nothing more is put into a queue."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.kernel.operations import operation
from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import Queue, QueueItem, QueueItemState


class ItemsWaiting(Refusal):
    """Deactivating a queue in which something waits."""

    code = "items-waiting"
    message = _("{count} items still wait there. Route or remove them first.")


@operation("queue.deactivate", on=Queue, settled=lambda ask: Q(is_active=False))
def deactivate(work: Work, queues: WorkingSet) -> None:
    """Close queues: what was in them stays on record, nothing new is put in.

    A queue that is closed already is left as it is. Refuses with items-waiting, counting what
    still waits.
    """
    waiting = QueueItem.objects.filter(queue__among=queues, state=QueueItemState.ACTIVE)
    work.refuse(waiting, ItemsWaiting, targets=lambda keys: queues_of(work, keys))
    work.change(queues, "queue.deactivated", is_active=False)


def queues_of(work: Work, items: Iterable[UUID]) -> set[UUID]:
    """The queues that these items are in."""
    rows = QueueItem.objects.using(work.using).filter(pk__among=items)
    return set(rows.values_list("queue_id", flat=True))
