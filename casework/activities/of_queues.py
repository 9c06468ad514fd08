"""The places of activities in queues, which are beside activities: known by relation only."""

from typing import Any

from casework.activities.models import Activity
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


def leave(work: Work, activities: WorkingSet) -> None:
    """Activities that are done or cancelled wait in no queue."""
    item = _item()
    rows = item._base_manager.filter(item.WAITING, activity__among=activities)
    work.change(work.gather(rows), "queue_item.left", **item.LEFT)


def delete_items(work: Work, activities: WorkingSet) -> None:
    """Erased activities have no place in any queue, now or once."""
    rows = _item()._base_manager.filter(activity__among=activities)
    work.delete(work.gather(rows), "queue_item.deleted")


def _item() -> Any:
    return Activity._meta.get_field("queue_items").related_model
