"""Placing: items of queues, which are made and changed by operations of their own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from casework.interfaces.calling import call
from casework.interfaces.odata import errors
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.bodies import Said
from casework.interfaces.odata.entities import Entity
from casework.kernel.operations import OPERATIONS
from casework.queues.models import QueueItem, QueueItemState


def place(asked: Asked, entity: Entity, told: Said) -> UUID:
    """Put what ``objectid`` names into the queue that ``queueid`` names; answers the item."""
    target, queue = told.links.get("objectid"), told.links.get("queueid")
    if target is None or queue is None:
        missing = "objectid" if target is None else "queueid"
        raise errors.ODataError(400, "0x80040200", f"{missing}: is required")
    way, key = target
    name = "queue_item.add" if way.path == "case" else "queue_item.add_activities"
    call(OPERATIONS[name], [key], {"queue": str(queue[1])}, by=asked.actor)
    rows = QueueItem.objects.visible_to(asked.actor).filter(state=QueueItemState.ACTIVE)
    alone = {"activity__isnull": True} if way.path == "case" else {}
    pk: UUID = rows.filter(**{way.path: key}, **alone).values_list("pk", flat=True).get()
    return pk


def move(asked: Asked, pk: UUID, given: dict[str, Any]) -> None:
    """To another queue, to a worker, or (a worker of null) released."""
    wanted = {name: value for name, value in given.items() if value is not None}
    if wanted:
        call(OPERATIONS["queue_item.route"], [pk], wanted, by=asked.actor)
    elif "user" in given:
        call(OPERATIONS["queue_item.release"], [pk], {}, by=asked.actor)


MAKERS: dict[str, Callable[[Asked, Entity, Said], UUID]] = {"queueitem": place}
CHANGERS: dict[str, Callable[[Asked, UUID, dict[str, Any]], None]] = {"queueitem": move}
