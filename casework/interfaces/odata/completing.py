"""Completing: arguments that Dataverse derives from others, and we are given."""

from typing import Any
from uuid import UUID

from casework.interfaces.odata.entities import Entity


def completed(entity: Entity, given: dict[str, Any], pk: UUID | None) -> dict[str, Any]:
    """The arguments with those that follow from them; ``pk`` is the record that is changed."""
    if entity.name == "contact" and pk is not None and {"first_name", "last_name"} & given.keys():
        return {**given, "full_name": _full_name(entity, given, pk)}
    return given


def _full_name(entity: Entity, given: dict[str, Any], pk: UUID) -> str:
    """First and last name; a contact's full name is made of them there."""
    names = ("first_name", "last_name")
    present = entity.model._base_manager.filter(pk=pk).values(*names).first() or {}
    parts = [given.get(name, present.get(name)) for name in names]
    return " ".join(part for part in parts if part)
