"""Bulk: many records of one table in one transaction; the first error undoes all.

What is plain (columns and lookups of one operation) is one run over all rows, in the statements of
one; what needs more (states, owners, records within records) goes record by record.
"""

from typing import Any
from uuid import UUID

from casework.interfaces.calling import call_table, parameters
from casework.interfaces.odata import errors, writing
from casework.interfaces.odata.addressing import KeyValue
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.arguments import arguments
from casework.interfaces.odata.bodies import STATES, Said, said
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.finding import addressed, found
from casework.interfaces.odata.messages.calling import Call
from casework.interfaces.odata.messages.given import required
from casework.interfaces.odata.placing import CHANGERS, MAKERS
from casework.interfaces.odata.states import SWITCHES, begin_state
from casework.kernel.identity import new_id
from casework.kernel.operations import OPERATIONS
from casework.kernel.trying import in_transaction

MOST = 1000
# Columns whose change is more than an edit, or whose edit follows from others.
APART = {"contact": frozenset({"firstname", "lastname"})}


def targets(one: Call) -> list[dict[str, Any]]:
    """The ``Targets``: at most 1,000 records of the table of the address."""
    rows = required(one.given, "Targets")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise errors.invalid("The parameter 'Targets' must be a list of records.")
    if not 0 < len(rows) <= MOST:
        raise errors.invalid(f"The parameter 'Targets' holds 1 to {MOST} records.")
    for row in rows:
        told = str(row.get("@odata.type", one.entity.name)).rpartition(".")[2]
        if told != one.entity.name:
            raise errors.invalid(f"A target is of {told[:50]}, the address of {one.entity.name}.")
    return rows


def create(one: Call) -> Answer:
    """Make records; answers their ids in the order they were given."""
    rows = targets(one)
    ids = in_transaction(lambda: _created(one, rows))
    return one.told({"Ids": ids})


def _created(one: Call, rows: list[dict[str, Any]]) -> list[UUID]:
    entity, asked = one.entity, one.asked
    if not entity.create:
        raise errors.not_supported("CreateMultiple", entity.name)
    operation = OPERATIONS[entity.create]
    known = parameters(operation)
    made: list[dict[str, Any]] = []
    ids: list[UUID] = []
    for row in rows:
        told = said(asked, entity, row)
        pk = told.id or new_id()
        if not _plain(told) or entity.name in MAKERS:
            return [writing.create(asked, entity, each) for each in rows]
        begin_state(entity, pk, told.columns)
        given = {**entity.given, **arguments(entity, told, creating=True)}
        given = {name: value for name, value in given.items() if value is not None}
        if given.keys() - known.keys():
            return [writing.create(asked, entity, each) for each in rows]
        made.append(given)
        ids.append(pk)
    given_ids = [pk for pk, row in zip(ids, rows, strict=True) if row.get(entity.id)]
    taken = entity.model._base_manager.filter(pk__among=given_ids) if given_ids else None
    if len(set(ids)) < len(ids) or (taken is not None and taken.exists()):
        raise errors.duplicate()
    call_table(operation, made, by=asked.actor, at="Targets", ids=ids)
    return ids


def _plain(told: Said) -> bool:
    return not (told.made or told.members or told.joined)


def update(one: Call) -> Answer:
    """Change records, each named by its primary id."""
    rows = targets(one)
    in_transaction(lambda: _updated(one, rows))
    return Answer(204)


def _updated(one: Call, rows: list[dict[str, Any]]) -> None:
    entity, asked = one.entity, one.asked
    apart = STATES | {"ownerid", "isdisabled"} | APART.get(entity.name, frozenset())
    apart |= {attribute for table, attribute in writing.ONES_OWN if table == entity.name}
    known = parameters(OPERATIONS[entity.edit]) if entity.edit else {}
    keys = [_id(entity, row) for row in rows]
    _refuse_unseen(one, keys)
    table: list[dict[str, Any]] = []
    for key, row in zip(keys, rows, strict=True):
        told = said(asked, entity, row)
        plain = _plain(told) and not apart & (told.columns.keys() | told.links.keys())
        given = arguments(entity, told, creating=False) if plain else {}
        if not plain or given.keys() - known.keys() or entity.name in (*CHANGERS, *SWITCHES):
            break
        table.append({"id": str(key), **given})
    if len(table) == len(rows) and len(set(keys)) == len(keys):
        call_table(OPERATIONS[entity.edit], table, by=asked.actor, at="Targets")
        return
    for key, row in zip(keys, rows, strict=True):
        writing.update(asked, entity, key, row)


def _id(entity: Entity, row: dict[str, Any]) -> UUID:
    try:
        return UUID(str(row[entity.id]))
    except KeyError:
        raise errors.invalid(f"A target has no primary id: give '{entity.id}'.") from None
    except ValueError:
        raise errors.invalid(f"The '{entity.id}' of a target is no GUID.") from None


def _refuse_unseen(one: Call, keys: list[UUID]) -> None:
    rows = one.entity.rows(one.asked.actor).filter(pk__among=keys)
    seen = set(rows.values_list("pk", flat=True))
    for key in keys:
        if key not in seen:
            raise errors.does_not_exist(one.entity, key)


def upsert(one: Call) -> Answer:
    """Change records, or make them where there are none: named by ``@odata.id`` or primary id."""
    rows = targets(one)

    def step() -> None:
        for row in rows:
            _upserted(one, row)

    in_transaction(step)
    return Answer(204)


def _upserted(one: Call, row: dict[str, Any]) -> None:
    key: KeyValue
    if (link := row.get("@odata.id")) is not None:
        address = addressed(one.asked, link)
        if address.entity.name != one.entity.name:
            raise errors.invalid(f"A target is of {address.entity.name}, not {one.entity.name}.")
        key = address.key
    else:
        key = _id(one.entity, row)
    pk = found(one.asked, one.entity, key)
    if pk is None:
        writing.create(one.asked, one.entity, row, key=key)
    else:
        writing.update(one.asked, one.entity, pk, row)


def delete(one: Call) -> Answer:
    """Not supported for ordinary tables: BulkDelete is the way (answers 31)."""
    raise errors.not_supported("DeleteMultiple", one.entity.name)
