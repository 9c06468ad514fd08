"""Which table takes which of the messages for many records: clients ask before they send one."""

from collections.abc import Iterable
from typing import Any

from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.metadata.naming import metadata_id


def message_filters(entities: Iterable[Entity]) -> list[dict[str, Any]]:
    """A row of ``sdkmessagefilters`` for each message that a table takes."""
    return [_filter(one.name, message) for one in entities for message in _taken_by(one)]


def _taken_by(entity: Entity) -> list[str]:
    taken = ["CreateMultiple"] if entity.create else []
    return [*taken, "UpdateMultiple"] if entity.edit else taken


def _filter(table: str, message: str) -> dict[str, Any]:
    return {
        "sdkmessagefilterid": metadata_id("messagefilter", table, message),
        "primaryobjecttypecode": table,
        "sdkmessageid": {"sdkmessageid": metadata_id("message", message), "name": message},
    }
