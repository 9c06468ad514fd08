"""Activate: a deactivated queue is in use again."""

from django.db.models import Q

from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import Queue


@operation("queue.activate", on=Queue, settled=lambda ask: Q(is_active=True))
def activate(work: Work, queues: WorkingSet) -> None:
    """Open deactivated queues again; one that is open is left as it is. Refuses nothing."""
    work.change(queues, "queue.activated", is_active=True)
