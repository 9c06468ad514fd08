"""The only raw SQL of the house: rows from rows, rows from a table of values, and families."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from casework.kernel.by_record import as_json
from casework.kernel.identity import StoredIds
from casework.kernel.working_sets import WorkingSet

CUSTOM_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")


def insert_select(model: Any, columns: Sequence[str], rows: QuerySet[Any], table: str = "") -> int:
    """Insert one row for each row of ``rows``, into another ``table`` if one is named; returns how
    many."""
    connection = connections[rows.db]
    try:
        select, params = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # no row can be one of these
        return 0
    quote = connection.ops.quote_name
    names = ", ".join(quote(model._meta.get_field(name).column) for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(table or model._meta.db_table)} ({names}) {select}",
            params,
        )
        return cursor.rowcount


def insert_rows(
    model: Any, rows: Sequence[dict[str, Any]], using: str = "default", table: str = ""
) -> None:
    """Insert a table of rows (column name to value) by one statement, whatever their number; into
    another ``table`` with such columns if one is named."""
    if not rows:
        return
    connection = connections[using]
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in rows[0]]
    names = ", ".join(quote(field.column) for field in fields)
    table = quote(table or model._meta.db_table)
    if connection.vendor == "postgresql":
        source = f"SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
        values: list[Any] = [
            {field.column: as_json(row[field.name], field, connection) for field in fields}
            for row in rows
        ]
    else:
        picks = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(len(fields)))
        source = f"SELECT {picks} FROM json_each(%s)"
        values = [[as_json(row[field.name], field, connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {source}", [json.dumps(values)])


def keep(
    model: Any, rows: Sequence[dict[str, Any]], *, unique: Sequence[str], using: str = "default"
) -> None:
    """Set rows of a progress table, new or known by their ``unique`` columns.

    For tables outside history by list (answers 8): how far an import has come.
    """
    if rows:
        model._base_manager.using(using).bulk_create(
            [model(**row) for row in rows],
            update_conflicts=True,
            unique_fields=unique,
            update_fields=[name for name in rows[0] if name not in unique],
        )


_DESCENDANTS = """
WITH RECURSIVE family(target, id, depth) AS (
    SELECT id, id, 0 FROM {table} WHERE id {among}
    UNION
    SELECT family.target, child.id, family.depth + 1
    FROM {table} child JOIN family ON child.{parent} = family.id
    WHERE family.depth < 10000
)
SELECT target, id, depth FROM family WHERE depth > 0
"""

_ANCESTORS = """
WITH RECURSIVE family(target, id, parent, depth) AS (
    SELECT id, id, {parent}, 0 FROM {table} WHERE id {among}
    UNION
    SELECT family.target, above.id, above.{parent}, family.depth + 1
    FROM {table} above JOIN family ON above.id = family.parent
    WHERE family.depth < 10000
)
SELECT target, id, depth FROM family
"""

_ROOTS = """
WITH RECURSIVE family(id, parent) AS (
    SELECT id, {parent} FROM {table} WHERE id {among}
    UNION
    SELECT above.id, above.{parent} FROM {table} above JOIN family ON above.id = family.parent
)
SELECT id, id, 0 FROM family WHERE parent IS NULL
"""


def roots(
    model: Any, ids: Iterable[UUID], parent: str = "parent_id", using: str = "default"
) -> set[UUID]:
    """The records at the top of the families of these, each once."""
    return {key for key, _same, _depth in _family(_ROOTS, model, ids, parent, using)}


def descendants(
    model: Any, ids: Iterable[UUID], parent: str = "parent_id", using: str = "default"
) -> list[tuple[UUID, UUID, int]]:
    """All below these records: (asked-for record, record below it, how many levels below)."""
    return _family(_DESCENDANTS, model, ids, parent, using)


def ancestors(
    model: Any, ids: Iterable[UUID], parent: str = "parent_id", using: str = "default"
) -> list[tuple[UUID, UUID, int]]:
    """These records and all above them: (asked-for record, record, how many levels above)."""
    return _family(_ANCESTORS, model, ids, parent, using)


def _family(
    statement: str, model: Any, ids: Iterable[UUID], parent: str, using: str
) -> list[tuple[UUID, UUID, int]]:
    connection = connections[using]
    whole = ids if isinstance(ids, WorkingSet) else WorkingSet(model, ids)
    if connection.vendor == "postgresql":
        among, param = "= ANY(%s::uuid[])", whole.as_array
    else:
        among, param = "IN (SELECT value FROM json_each(%s))", whole.as_json
    sql = statement.format(
        table=connection.ops.quote_name(model._meta.db_table),
        parent=connection.ops.quote_name(parent),
        among=among,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [param])
        rows = cursor.fetchall()
    if connection.vendor == "postgresql":
        return rows
    known = StoredIds()
    return [(known[target], known[key], depth) for target, key, depth in rows]


def index_custom(model: Any, name: str, using: str = "default") -> None:
    """Index the values of a custom column, if they are not indexed yet."""
    connection = connections[using]
    quote = connection.ops.quote_name
    value = f"{quote('custom')} ->> '{_safe(name)}'"
    if connection.vendor == "sqlite":
        value = f"json_extract({quote('custom')}, '$.\"{_safe(name)}\"')"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS {quote(custom_index(model, name))} "
            f"ON {quote(model._meta.db_table)} (({value}))"
        )


def unindex_custom(model: Any, name: str, using: str = "default") -> None:
    """Index the values of a custom column no longer."""
    connection = connections[using]
    with connection.cursor() as cursor:
        index = connection.ops.quote_name(custom_index(model, _safe(name)))
        cursor.execute(f"DROP INDEX IF EXISTS {index}")


def custom_index(model: Any, name: str) -> str:
    """What the index of a custom column is called: 63 characters at most, as PostgreSQL wants."""
    return f"own_{model.NOUN}_{name}"


def _safe(name: str) -> str:
    if not CUSTOM_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a custom column")
    return name


def read_one_state(using: str) -> None:
    """Let the transaction that has just begun read the database as it is now, and write nothing."""
    with connections[using].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def drop(rows: QuerySet[Any]) -> None:
    """Erase rows of a table outside history by list: what passes, and nobody asks about."""
    rows._raw_delete(rows.db)
