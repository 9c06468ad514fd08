"""Bodies: what a body says of a record, each member understood by the table of names."""

import datetime
import math
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.interfaces.odata import errors
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import TEXTS, Attribute, Entity, Navigation, Type
from casework.interfaces.odata.finding import linked

BIND = "@odata.bind"
STATES = frozenset({"statecode", "statuscode"})


@dataclass
class Said:
    """What a body says.

    ``columns`` are values of the wire by attribute; ``links`` the record each lookup is to lead to
    with the way there, or None to empty it; ``made`` records to be made first and then linked;
    ``members`` records to be made in a collection; ``joined`` records to be put into one.
    """

    id: UUID | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    links: dict[str, tuple[Navigation, UUID] | None] = field(default_factory=dict)
    made: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    members: list[tuple[str, list[dict[str, Any]]]] = field(default_factory=list)
    joined: list[tuple[str, list[tuple[Entity, UUID]]]] = field(default_factory=list)


def said(asked: Asked, entity: Entity, body: dict[str, Any]) -> Said:
    """Read a body; refuses with 0x80048d19 what names no column, navigation or collection."""
    made = Said()
    for name, value in body.items():
        if name.endswith(BIND):
            _bound(asked, entity, name.removesuffix(BIND), value, made)
        elif "@" in name:
            continue  # annotations that the client read with the record
        elif name == entity.id:
            made.id = _id(name, value, entity)
        elif name in entity.by_collection:
            made.members.append((name, _rows(name, value, entity)))
        elif (one := entity.by_name.get(name)) is not None and not one.is_lookup:
            made.columns[name] = typed(one, value, entity)
        elif name in entity.ways:
            _navigated(entity, name, value, made)
        elif name in entity.by_wire or name in entity.by_name:
            _refuse_bare(entity, name, value)
        else:
            raise errors.undeclared(name, entity)
    return made


def _bound(asked: Asked, entity: Entity, name: str, value: Any, made: Said) -> None:
    if name in entity.by_collection and isinstance(value, list):
        links = []
        for one in value:
            asked.count_one_more()
            links.append(linked(asked, one))
        made.joined.append((name, links))
        return
    if name not in entity.ways:
        raise errors.undeclared(name, entity)
    attribute, ways = entity.ways[name]
    if value is None:
        made.links.setdefault(attribute.name, None)
        return
    target, key = linked(asked, value)
    for way in ways:
        if way.target == target.name:
            if made.links.get(attribute.name) is not None:
                _refuse_two(entity, attribute)
            made.links[attribute.name] = (way, key)
            return
    wanted = " or ".join(way.target for way in ways)
    raise errors.payload(f"'{name}' leads to {wanted}, not to {target.name}.", entity)


def _navigated(entity: Entity, name: str, value: Any, made: Said) -> None:
    attribute, _ways = entity.ways[name]
    if value is None:
        made.links.setdefault(attribute.name, None)
    elif isinstance(value, dict):
        made.made.append((name, value))
    else:
        _refuse_bare(entity, name, value)


def _refuse_bare(entity: Entity, name: str, value: Any) -> None:
    attribute = entity.by_wire.get(name) or entity.by_name.get(name) or entity.ways[name][0]
    if value is None and name == attribute.wire:
        return  # a record sent back as it was read
    ways = " or ".join(dict.fromkeys(f"'{way.name}{BIND}'" for way in attribute.navigations))
    cure = f"Use {ways} with the address of a record." if ways else "It is not kept here."
    raise errors.payload(
        "InnerException : Microsoft.OData.ODataException: An error occurred while validating "
        f"input: the lookup '{name[:100]}' cannot be set by its id. {cure}",
        entity,
    )


def _refuse_two(entity: Entity, attribute: Attribute) -> None:
    ways = " and ".join(way.name for way in attribute.navigations)
    text = f"'{attribute.name}' leads to one record: {ways} cannot both be given."
    if attribute.name == "customerid":
        raise errors.ODataError(400, "0x8004440f", text)
    raise errors.payload(text, entity)


def _rows(name: str, value: Any, entity: Entity) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise errors.payload(f"'{name}' must be a list of records.", entity)
    return value


def _id(name: str, value: Any, entity: Entity) -> UUID | None:
    if value is None:
        return None
    try:
        return UUID(str(value))
    except ValueError:
        raise _unfit(name, value, "Edm.Guid", entity) from None


def typed(one: Attribute, value: Any, entity: Entity) -> Any:
    """A value of the wire as Python's; refuses with 0x80048d19 one of another type."""
    if value is None:
        return None
    if one.type in TEXTS or one.type == Type.ENTITY_NAME:
        if not isinstance(value, str):
            raise _unfit(one.name, value, "Edm.String", entity)
        if one.max_length is not None and len(value) > one.max_length:
            raise errors.too_long(one, entity)
        return value
    if one.type == Type.BOOLEAN:
        if not isinstance(value, bool):
            raise _unfit(one.name, value, "Edm.Boolean", entity)
        return value
    if one.type == Type.DATETIME:
        return _moment(one, value, entity)
    if one.type == Type.DOUBLE:
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            raise _unfit(one.name, value, "Edm.Double", entity)
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unfit(one.name, value, "Edm.Int32", entity)
    if one.type == Type.PICKLIST and one.options is not None and not one.takes_others:
        known = [each.value for each in one.options()]
        if known and value not in known:
            raise errors.out_of_range(one, value, known, entity)
    return value


def _finite(value: float) -> bool:
    return isinstance(value, int) or math.isfinite(value)


def _moment(one: Attribute, value: Any, entity: Entity) -> Any:
    wanted = "Edm.Date" if one.date_only else "Edm.DateTimeOffset"
    if not isinstance(value, str):
        raise _unfit(one.name, value, wanted, entity)
    try:
        when = datetime.datetime.fromisoformat(value)
        if one.date_only:
            return when.date()
        aware = when if when.tzinfo else when.replace(tzinfo=datetime.UTC)
        return aware.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise _unfit(one.name, value, wanted, entity) from None


def _unfit(name: str, value: Any, wanted: str, entity: Entity) -> errors.ODataError:
    literal = str(value)[:50]
    return errors.payload(
        f"InnerException : Microsoft.OData.ODataException: Cannot convert the literal '{literal}' "
        f"to the expected type '{wanted}' (property '{name[:100]}').",
        entity,
    )
