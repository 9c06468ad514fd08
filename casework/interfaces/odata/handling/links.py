"""Links: what lies behind a navigation, and the links themselves (``$ref``)."""

from typing import Any
from uuid import UUID

from casework.interfaces.odata import errors, query, writing
from casework.interfaces.odata.addressing import Address
from casework.interfaces.odata.answering import Answer, no_content
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Collection, Entity
from casework.interfaces.odata.finding import linked, located
from casework.interfaces.odata.handling.collections import of_collection, page
from casework.interfaces.odata.handling.single import represented, version_wanted, written


def followed(asked: Asked, address: Address) -> Answer:
    """The record behind a lookup (nothing where it is empty), or a page of a collection."""
    entity, pk = _record(asked, address)
    if address.member in entity.by_collection:
        target, rows = of_collection(asked, entity, pk, address.member)
        if address.other is None:
            return page(asked, target, rows)
        inner = located(asked, target, address.other)
        made = represented(asked, target, rows.filter(pk=inner))
        if made is None:
            raise errors.does_not_exist(target, inner)
        return made
    there = _there(asked, entity, pk, address.member)
    if there is None:
        return no_content(asked)
    target, key = there
    made = represented(asked, target, target.rows(asked.actor).filter(pk=key))
    return made or no_content(asked)


def created_below(asked: Asked, address: Address) -> Answer:
    """A new record in a collection: it belongs to the record of the address."""
    entity, pk = _record(asked, address)
    one = entity.by_collection.get(address.member)
    if one is None or not one.attribute:
        raise errors.not_allowed("POST", ["GET"])
    target = asked.catalogue.table(one.target)
    body = {**asked.json, f"{back(entity, one, target)}@odata.bind": f"{entity.set_name}({pk})"}
    made = writing.as_one(asked, lambda: writing.create(asked, target, body))
    return written(asked, target, made, 201)


def told(asked: Asked, address: Address) -> Answer:
    """Where a lookup leads, or where the members of a collection lie, as addresses."""
    entity, pk = _record(asked, address)
    if address.member in entity.by_collection:
        target, rows = of_collection(asked, entity, pk, address.member)
        made = query.read(asked, target, rows)
        value = [{"@odata.id": f"{target.set_name}({one[target.id]})"} for one in made.records]
        context = f"{asked.base}$metadata#Collection($ref)"
        return Answer(200, {"@odata.context": context, **made.members, "value": value})
    there = _there(asked, entity, pk, address.member)
    if there is None:
        return no_content(asked)
    link = asked.link(*there)
    return Answer(200, {"@odata.context": f"{asked.base}$metadata#$ref", "@odata.id": link})


def added(asked: Asked, address: Address) -> Answer:
    """Put a record into a collection; a lookup is set alike."""
    entity, pk = _record(asked, address)
    if address.member in entity.ways:
        return set_one(asked, address)
    target, other = linked(asked, asked.json.get("@odata.id"))
    _change(asked, entity, pk, entity.by_collection[address.member], target, other, joins=True)
    return no_content(asked)


def set_one(asked: Asked, address: Address) -> Answer:
    """Set a lookup."""
    entity, pk = _record(asked, address)
    if address.member not in entity.ways:
        raise errors.not_allowed("PUT", ["GET", "POST", "DELETE"])
    body = {f"{address.member}@odata.bind": asked.json.get("@odata.id")}
    wanted = version_wanted(asked)
    writing.as_one(asked, lambda: writing.update(asked, entity, pk, body, if_match=wanted))
    return no_content(asked)


def removed(asked: Asked, address: Address) -> Answer:
    """Empty a lookup, or take a record out of a collection."""
    entity, pk = _record(asked, address)
    if address.member in entity.ways:
        body: dict[str, Any] = {address.member: None}
        wanted = version_wanted(asked)
        writing.as_one(asked, lambda: writing.update(asked, entity, pk, body, if_match=wanted))
        return no_content(asked)
    one = entity.by_collection[address.member]
    target = asked.catalogue.table(one.target)
    if address.other is not None:
        other = located(asked, target, address.other)
    else:
        target, other = linked(asked, asked.options.get("$id"))
    _change(asked, entity, pk, one, target, other, joins=False)
    return no_content(asked)


def _change(
    asked: Asked, entity: Entity, pk: UUID, one: Collection, target: Entity, other: UUID, *,
    joins: bool,
) -> None:  # fmt: skip
    if target.name != one.target:
        raise errors.payload(f"{one.name} holds {one.target}, not {target.name}.", entity)
    if one.through is not None:
        writing.as_one(asked, lambda: writing.pair(asked, entity, pk, one, other, joins=joins))
        return
    name = back(entity, one, target)
    link = f"{entity.set_name}({pk})"
    body = {f"{name}@odata.bind": link} if joins else {name: None}
    if not joins and not of_collection(asked, entity, pk, one.name)[1].filter(pk=other).exists():
        raise errors.does_not_exist(target, other)
    writing.as_one(asked, lambda: writing.update(asked, target, other, body))


def back(entity: Entity, one: Collection, target: Entity) -> str:
    """The navigation of the target that leads back to this entity by this collection."""
    for way in target.by_name[one.attribute].navigations:
        if way.target == entity.name:
            return way.name
    raise errors.unknown_segment(one.name)


def _there(asked: Asked, entity: Entity, pk: UUID, member: str) -> tuple[Entity, UUID] | None:
    _attribute, ways = entity.ways[member]
    for way in ways:
        rows = entity.rows(asked.actor).filter(way.leads(), pk=pk)
        key = rows.values_list(way.path, flat=True).first()
        if key is not None:
            target = asked.catalogue.table(way.target)
            return target, key if isinstance(key, UUID) else UUID(str(key))
    return None


def _record(asked: Asked, address: Address) -> tuple[Entity, UUID]:
    return address.entity, located(asked, address.entity, address.key)
