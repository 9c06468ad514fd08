"""Writing: what a body says as the arguments of operations, and those operations called.

``create``, ``update`` and ``delete`` run within the caller's transaction. A write may take
several operations: a PATCH with ``title``, ``ownerid@odata.bind`` and ``statecode`` is case.edit,
case.assign and case.cancel. What changes the state of a record is in ``states``.
"""

from typing import Any
from uuid import UUID

from casework.interfaces.calling import call, parameters
from casework.interfaces.odata import errors
from casework.interfaces.odata.addressing import KeyValue
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.bodies import STATES, Said, said, typed
from casework.interfaces.odata.completing import completed
from casework.interfaces.odata.entities import Attribute, Collection, Entity
from casework.interfaces.odata.states import change_state
from casework.kernel.identity import new_id
from casework.kernel.operations import OPERATIONS

# Lookups that have an operation of their own once the record is there.
ONES_OWN = {("incident", "parentcaseid"): "case.set_parent"}


def create(asked: Asked, entity: Entity, body: dict[str, Any], key: KeyValue | None = None) -> UUID:
    """Make a record of a body, with all that lies in it; answers its id.

    ``key`` is the key of the address, of an upsert: it goes into the record.
    """
    if not entity.create:
        raise errors.not_supported("Create", entity.name)
    told = said(asked, entity, body)
    _take_key(told, entity, key)
    _make_first(asked, entity, told)
    for name in STATES:
        told.columns.pop(name, None)
    operation = OPERATIONS[entity.create]
    known = parameters(operation)
    given = {**entity.given, **_arguments(entity, told, creating=True)}
    given = completed(entity, given, None)
    rest = {name: value for name, value in given.items() if name not in known}
    first = {
        name: value
        for name, value in given.items()
        if name in known and not (value is None and name not in body)
    }
    pk = told.id or new_id()
    if told.id is not None and entity.model._base_manager.filter(pk=pk).exists():
        raise errors.duplicate()
    call(operation, [], first, by=asked.actor, new_id=pk)
    rest = {name: value for name, value in rest.items() if value is not None}
    if rest:
        _edit(asked, entity, pk, rest)
    _make_below(asked, entity, pk, told)
    return pk


def update(
    asked: Asked, entity: Entity, pk: UUID, body: dict[str, Any], if_match: int | None = None
) -> None:
    """Change a record as a body says; what it does not name stays."""
    told = said(asked, entity, body)
    if told.id is not None and told.id != pk:
        raise errors.payload(f"'{entity.id}' differs from the id of the address.", entity)
    if if_match is not None:
        rows = entity.model._base_manager.select_for_update(of=("self",)).filter(pk=pk)
        if rows.values_list("version", flat=True).first() != if_match:
            raise errors.changed_since()
    _make_first(asked, entity, told)
    wanted = {name: told.columns.pop(name) for name in tuple(STATES) if name in told.columns}
    owner = told.links.pop("ownerid", None)
    others = {
        OPERATIONS[name]: told.links.pop(attribute)
        for (table, attribute), name in ONES_OWN.items()
        if table == entity.name and attribute in told.links
    }
    given = _arguments(entity, told, creating=False)
    given = completed(entity, given, pk)

    def edit() -> None:
        if given:
            _edit(asked, entity, pk, given)

    change_state(asked, entity, pk, wanted, given, edit)
    for operation, link in others.items():
        argument = next(iter(parameters(operation)))
        call(operation, [pk], {argument: str(link[1]) if link else None}, by=asked.actor)
    if owner is not None:
        way, key = owner
        if not entity.assign:
            raise errors.payload(f"{entity.name} is not assigned by its owner.", entity)
        call(OPERATIONS[entity.assign], [pk], {way.argument: str(key)}, by=asked.actor)
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


def _edit(asked: Asked, entity: Entity, pk: UUID, given: dict[str, Any]) -> None:
    if not entity.edit:
        names = ", ".join(sorted(given))
        raise errors.payload(f"{entity.name} cannot be changed ({names}).", entity)
    known = parameters(OPERATIONS[entity.edit])
    unknown = [name for name in given if name not in known]
    if unknown:
        names = ", ".join(sorted(unknown))
        raise errors.payload(f"{names} of {entity.name} is only given when it is made.", entity)
    call(OPERATIONS[entity.edit], [pk], given, by=asked.actor)


def _arguments(entity: Entity, told: Said, *, creating: bool) -> dict[str, Any]:
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
        if not creating or link is None:
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


def _take_key(told: Said, entity: Entity, key: KeyValue | None) -> None:
    if isinstance(key, UUID):
        if told.id is not None and told.id != key:
            raise errors.payload(f"'{entity.id}' differs from the id of the address.", entity)
        told.id = key
    elif key is not None:
        for name, text in key.items():
            one = entity.by_name[name]
            told.columns[name] = typed(one, int(text) if one.max_length is None else text, entity)


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
