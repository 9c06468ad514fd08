"""``sdkmessagefilters``: which messages a table takes, for clients that ask before they call."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from casework.interfaces.odata.addressing import Address
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.messages.calling import MESSAGES
from casework.interfaces.odata.metadata.naming import metadata_id
from casework.interfaces.odata.metadata.narrowing import narrowed
from casework.interfaces.odata.query.options import options_of

KIND, ID = "sdkmessagefilters", "sdkmessagefilterid"
# What each needs of a table; a message that is not here needs only to be bound to it.
NEEDS = {
    "Create": ("create",), "Update": ("edit",), "Delete": ("delete",), "Assign": ("assign",),
    "CreateMultiple": ("create",), "UpdateMultiple": ("edit",),
    "UpsertMultiple": ("create", "edit"),
}  # fmt: skip
OF_ROWS = ("Create", "Update", "Delete", "Assign", "Retrieve", "RetrieveMultiple")


def told(asked: Asked, address: Address) -> Answer:
    """The pairs of message and table that are asked for; never paged."""
    options = options_of(asked.options)
    if options.select is not None:
        options = dataclasses.replace(options, select=(ID, *options.select))
    rows = [_row(one, name) for one in asked.catalogue.all() for name in taken(one)]
    context = f"{asked.base}$metadata#{KIND}"
    return Answer(200, {"@odata.context": context, "value": narrowed(rows, options, KIND)})


def taken(entity: Entity) -> Iterator[str]:
    """The messages that a table takes; DeleteMultiple is refused by every table."""
    bound = [
        name
        for name, one in MESSAGES.items()
        if name != "DeleteMultiple"
        and (one.bound(entity, on_record=True) or one.bound(entity, on_record=False))
    ]
    for name in (*OF_ROWS, *bound):
        if all(getattr(entity, one) for one in NEEDS.get(name, ())):
            yield name


def _row(entity: Entity, name: str) -> dict[str, Any]:
    message = metadata_id("message", name)
    return {
        ID: metadata_id("filter", entity.name, name),
        "_sdkmessageid_value": message,
        "primaryobjecttypecode": entity.name,
        "sdkmessageid": {"sdkmessageid": message, "name": name},
    }
