"""Writing: what a body says as the arguments of operations, and those operations called.

``create``, ``update`` and ``delete`` run within the caller's transaction. A write may take
several operations: a PATCH with ``title``, ``ownerid@odata.bind`` and ``statecode`` is case.edit,
case.assign and case.cancel. What changes the state of a record is in ``states``.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from casework.interfaces.calling import call, parameters
from casework.interfaces.odata import errors
from casework.interfaces.odata.addressing import KeyValue
from casework.interfaces.odata.arguments import arguments, take_key, unchanged
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.attaching import keep_file, take_file
from casework.interfaces.odata.bodies import STATES, Said, said
from casework.interfaces.odata.completing import completed
from casework.interfaces.odata.entities import Collection, Entity
from casework.interfaces.odata.parties import without_parties
from casework.interfaces.odata.placing import CHANGERS, MAKERS
from casework.interfaces.odata.states import begin_state, change_state, flags
from casework.kernel.identity import new_id
from casework.kernel.operations import OPERATIONS
from casework.kernel.trying import in_transaction

T = TypeVar("T")

# Lookups that have an operation of their own once the record is there.
ONES_OWN = {("incident", "parentcaseid"): "case.set_parent"}


def as_one(asked: Asked, step: Callable[[], T]) -> T:
    """``step`` in one transaction, taken again where others stood in its way."""

    def again() -> T:
        asked.made = 0
        return step()

    return in_transaction(again)


def create(asked: Asked, entity: Entity, body: dict[str, Any], key: KeyValue | None = None) -> UUID:
    """Make a record of a body, with all that lies in it; answers its id.

    ``key`` is the key of the address, of an upsert: it goes into the record.
    """
    asked.count_one_more()
    if not entity.create:
        raise errors.not_supported("Create", entity.name)
    told = said(asked, entity, without_parties(asked, entity, body))
    take_key(told, entity, key)
    file = take_file(entity, told)
    _make_first(asked, entity, told)
    if told.id is not None and entity.model._base_manager.filter(pk=told.id).exists():
        raise errors.duplicate()
    pk = told.id or new_id()
    if entity.name in MAKERS:
        pk = MAKERS[entity.name](asked, entity, told)
    else:
        _make(asked, entity, pk, told)
    keep_file(asked, pk, file)
    _make_below(asked, entity, pk, told)
    return pk


def _make(asked: Asked, entity: Entity, pk: UUID, told: Said) -> None:
    """The record itself; what only an edit takes is written by one right after."""
    begin_state(entity, pk, told.columns)
    operation = OPERATIONS[entity.create]
    given = {**entity.given, **arguments(entity, told, creating=True)}
    given = {name: value for name, value in given.items() if value is not None}
    known = parameters(operation)
    rest = {name: given.pop(name) for name in tuple(given) if name not in known}
    call(operation, [], given, by=asked.actor, new_id=pk)
    if rest := unchanged(entity, pk, rest):
        call(OPERATIONS[entity.edit], [pk], rest, by=asked.actor)


def update(
    asked: Asked, entity: Entity, pk: UUID, body: dict[str, Any], if_match: int | None = None
) -> None:
    """Change a record as a body says; what it does not name stays."""
    told = said(asked, entity, without_parties(asked, entity, body))
    if told.id is not None and told.id != pk:
        raise errors.payload(f"'{entity.id}' differs from the id of the address.", entity)
    if if_match is not None:
        rows = entity.model._base_manager.select_for_update(of=("self",)).filter(pk=pk)
        if rows.values_list("version", flat=True).first() != if_match:
            raise errors.changed_since()
    file = take_file(entity, told)
    _make_first(asked, entity, told)
    wanted = {name: told.columns.pop(name) for name in tuple(STATES) if name in told.columns}
    owner = told.links.pop("ownerid", None) if entity.assign else None
    others = {
        OPERATIONS[name]: told.links.pop(attribute)
        for (table, attribute), name in ONES_OWN.items()
        if table == entity.name and attribute in told.links
    }
    switched = flags(asked, entity, pk, told.columns)
    given = completed(entity, arguments(entity, told, creating=False), pk)

    def edit() -> None:
        if entity.name in CHANGERS:
            CHANGERS[entity.name](asked, pk, given)
        elif mine := unchanged(entity, pk, given):
            call(OPERATIONS[entity.edit], [pk], mine, by=asked.actor)

    change_state(asked, entity, pk, wanted, given, edit)
    for name in switched:
        call(OPERATIONS[name], [pk], {}, by=asked.actor)
    for operation, link in others.items():
        argument = next(iter(parameters(operation)))
        call(operation, [pk], {argument: str(link[1]) if link else None}, by=asked.actor)
    if owner is not None:
        way, key = owner
        call(OPERATIONS[entity.assign], [pk], {way.argument: str(key)}, by=asked.actor)
    keep_file(asked, pk, file)
    _make_below(asked, entity, pk, told)


def delete(asked: Asked, entity: Entity, pk: UUID, if_match: int | None = None) -> None:
    """Erase a record."""
    if not entity.delete:
        raise errors.not_supported("Delete", entity.name)
    call(OPERATIONS[entity.delete], [pk], {}, by=asked.actor, if_match=if_match)


def pair(
    asked: Asked, entity: Entity, pk: UUID, one: Collection, other: UUID, *, joins: bool
) -> None:
    """Make or end a pair of a collection of which both sides are many, from either side."""
    name = one.add if joins else one.remove
    if name:
        call(OPERATIONS[name], [pk], {one.argument: [str(other)]}, by=asked.actor)
        return
    target = asked.catalogue.table(one.target)
    for back in target.collections:
        name = back.add if joins else back.remove
        if back.through is one.through and back.target == entity.name and name:
            call(OPERATIONS[name], [other], {back.argument: [str(pk)]}, by=asked.actor)
            return
    raise errors.not_supported("Associate", one.name)


def _make_first(asked: Asked, entity: Entity, told: Said) -> None:
    """Records that lie in a lookup of the body are made, and linked."""
    for name, body in told.made:
        attribute, ways = entity.ways[name]
        target = asked.catalogue.table(ways[0].target)
        link = body.get("@odata.id")
        if link is not None:
            told.links.update(said(asked, entity, {f"{name}@odata.bind": link}).links)
        else:
            told.links[attribute.name] = (ways[0], create(asked, target, body))


def _make_below(asked: Asked, entity: Entity, pk: UUID, told: Said) -> None:
    """Records that lie in a collection of the body are made below this one."""
    link = f"{entity.set_name}({pk})"
    for name, rows in told.members:
        one = entity.by_collection[name]
        target = asked.catalogue.table(one.target)
        ways = target.by_name[one.attribute].navigations if one.attribute else ()
        back = next((way.name for way in ways if way.target == entity.name), None)
        if back is None:
            raise errors.payload(f"'{name}' takes no new records.", entity)
        for row in rows:
            create(asked, target, {**row, f"{back}@odata.bind": link})
    for name, others in told.joined:
        one = entity.by_collection[name]
        for target, other in others:
            if one.through is not None:
                pair(asked, entity, pk, one, other, joins=True)
                continue
            ways = target.by_name[one.attribute].navigations if one.attribute else ()
            back = next((way.name for way in ways if way.target == entity.name), "")
            update(asked, target, other, {f"{back}@odata.bind": link})
