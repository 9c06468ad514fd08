"""Arguments: what a body says of a record as the arguments of the operations that write it."""

from typing import Any
from uuid import UUID

from casework.interfaces.calling import parameters
from casework.interfaces.odata import errors
from casework.interfaces.odata.addressing import KeyValue
from casework.interfaces.odata.bodies import Said, typed
from casework.interfaces.odata.entities import Attribute, Entity, Type
from casework.kernel.operations import OPERATIONS


def arguments(entity: Entity, told: Said, *, creating: bool) -> dict[str, Any]:
    """The columns and links of a body as arguments; what is read-only is left out, as there."""
    given: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    for name, value in told.columns.items():
        one = entity.by_name[name]
        if one.is_custom:
            custom[name] = value.isoformat() if hasattr(value, "isoformat") else value
        elif one.argument:
            given[one.argument] = _kept(one, value)
        elif not one.is_kept and value is not None and value != one.fixed:
            raise errors.payload(f"'{name}' of {entity.name} is not kept here.", entity)
    for name, link in told.links.items():
        one = entity.by_name[name]
        if one.is_custom:
            custom[name] = str(link[1]) if link else None
            continue
        if not any(way.argument for way in one.navigations):
            if link is not None:
                raise errors.payload(f"'{name}' of {entity.name} is read-only.", entity)
            continue
        if one.type != Type.OWNER and (not creating or link is None):
            given.update({way.argument: None for way in one.navigations if way.argument})
        if link is not None:
            given[link[0].argument] = str(link[1])
    if custom:
        given["custom"] = custom
    return given


def _kept(one: Attribute, value: Any) -> Any:
    if one.kept is not None:
        return one.kept(value)
    return "" if value is None and one.max_length is not None else value


def take_key(told: Said, entity: Entity, key: KeyValue | None) -> None:
    """Put the key of an address into what a body says."""
    if isinstance(key, UUID):
        if told.id is not None and told.id != key:
            raise errors.payload(f"'{entity.id}' differs from the id of the address.", entity)
        told.id = key
    elif key is not None:
        for name, text in key.items():
            one = entity.by_name[name]
            told.columns[name] = typed(one, int(text) if one.max_length is None else text, entity)


def unchanged(entity: Entity, pk: UUID, given: dict[str, Any]) -> dict[str, Any]:
    """The arguments that the operation takes; others are left out if they change nothing.

    Clients send records back as they read them. What would change is refused.
    """
    known = parameters(OPERATIONS[entity.edit]) if entity.edit else {}
    others = {name: value for name, value in given.items() if name not in known}
    if not others:
        return given
    columns = {one.argument: one.column for one in entity.attributes if one.argument}
    ways = [way for one in entity.attributes for way in one.navigations if way.argument]
    columns.update({way.argument: f"{way.path}_id" for way in ways})
    read = {name: columns[name] for name in others if columns.get(name)}
    present = entity.model._base_manager.filter(pk=pk).values(*read.values()).first() or {}
    for name, value in others.items():
        now = present.get(read[name]) if name in read else None
        if str(now) != str(value) and not (now is None and value == ""):
            told = _name_of(entity, name)
            raise errors.payload(f"'{told}' of {entity.name} cannot be changed.", entity)
    return {name: value for name, value in given.items() if name in known}


def _name_of(entity: Entity, argument: str) -> str:
    for one in entity.attributes:
        if one.argument == argument or any(w.argument == argument for w in one.navigations):
            return one.name
    return argument
