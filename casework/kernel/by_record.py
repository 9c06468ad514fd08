"""By record: values that differ from row to row, whatever their number one expression."""

import functools
import itertools
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Func
from django.db.models.expressions import F

MANY, FEW = 100, 16  # records, and values of them

# SQLite runs in this process: its function looks the value up where Python keeps it.
_tokens = itertools.count(1)
_values: dict[int, dict[str, Any]] = {}


def by_record(token: int, key: str | None) -> Any:
    """The SQL function ``casework_by_record`` of SQLite (registered on each connection)."""
    return _values[token].get(key or "")


class ByRecord(Func):
    """A value for each record: ``change(queue=ByRecord({case.pk: queue.pk, ...}))``.

    One parameter for the whole map, so a table of rows costs the statements of one row. Records
    the map does not name get NULL, or ``default`` (an expression) when one is given.
    """

    def __init__(self, values: Mapping[UUID, Any], field: Any = None, key: Any = None) -> None:
        self.values = dict(values)
        self.bound = field is not None
        self.token = next(_tokens)
        super().__init__(F("pk") if key is None else key, output_field=field)

    @functools.cached_property
    def identity(self) -> tuple[Any, ...]:
        """Which map it is; Django would compare every value of it."""
        return type(self), self.token, *self.source_expressions, self.output_field

    def of(self, field: Any, key: Any = None) -> "ByRecord":
        """The same map, read as values of ``field`` and found by ``key`` (a path or expression)."""
        return ByRecord(self.values, field, F(key) if isinstance(key, str) else key)

    def release(self) -> None:
        """Forget the map: the operation is over."""
        _values.pop(self.token, None)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        source, params = compiler.compile(self.source_expressions[0])
        field = self.output_field
        if sets := self._sets(field, connection):
            return _by_sets(source, list(params), sets, field, connection)
        if connection.vendor == "postgresql":
            from_json = f"(%s::jsonb ->> ({source})::text)"
            table = json.dumps(
                {str(k): as_json(v, field, connection) for k, v in self.values.items()}
            )
            return f"{from_json}::{_plain_type(field, connection)}", [table, *params]
        _values[self.token] = {
            key.hex: _stored(value, field, connection) for key, value in self.values.items()
        }
        return f"casework_by_record({self.token}, {source})", list(params)

    def _sets(self, field: Any, connection: Any) -> dict[Any, list[UUID]]:
        """The records of each value, where many records have few values: then the sets are sent,
        and no value for each record."""
        sets: dict[Any, list[UUID]] = {}
        if len(self.values) < MANY or field.get_internal_type() == "JSONField":
            return sets
        for key, value in self.values.items():
            sets.setdefault(as_json(value, field, connection), []).append(key)
            if len(sets) > FEW:
                return {}
        return sets


def _by_sets(
    source: str, params: list[Any], sets: dict[Any, list[UUID]], field: Any, connection: Any
) -> tuple[str, list[Any]]:
    ways, values = [], []
    for value, keys in sets.items():
        if connection.vendor == "postgresql":
            ways.append(f"WHEN {source} = ANY(%s) THEN %s::{_plain_type(field, connection)}")
            values += [*params, keys, value]
        else:
            ways.append(f"WHEN {source} IN (SELECT value FROM json_each(%s)) THEN %s")
            values += [*params, json.dumps([key.hex for key in keys]), value]
    return f"CASE {' '.join(ways)} END", values


def _plain_type(field: Any, connection: Any) -> str:
    target = field.target_field if field.is_relation else field
    return str(target.db_type(connection))


def as_json(value: Any, field: Any, connection: Any) -> Any:
    """A value as it stands in a JSON row that the database reads back as ``field``."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if field.get_internal_type() == "JSONField":
        return value
    if connection.vendor == "postgresql":
        return (
            str(value) if isinstance(value, UUID) else getattr(value, "isoformat", value.__str__)()
        )
    return _stored(value, field, connection)


def _stored(value: Any, field: Any, connection: Any) -> Any:
    if isinstance(value, UUID):
        return f"{value.int:032x}"
    target = field.target_field if field.is_relation else field
    stored = target.get_db_prep_save(value, connection)
    return stored if stored is None or isinstance(stored, int | float | str) else str(stored)
