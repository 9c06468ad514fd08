"""By record: values that differ from row to row, whatever their number one expression."""

import functools
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Func
from django.db.models.expressions import F

from casework.kernel.working_sets import WorkingSet, as_stored

Lot = tuple[Any, WorkingSet]  # a value, and the records that have it
MANY, FEW = 100, 16  # records, and values of them
FEWEST = 3  # values that SQLite finds sooner in sets than its function in the map

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

    def __init__(
        self,
        values: Mapping[UUID, Any] | None,
        field: Any = None,
        key: Any = None,
        lots: Sequence[Lot] | None = None,
    ) -> None:
        self.lots = lots
        if values is not None:
            self.values = dict(values)
        self.bound = field is not None
        self.token = next(_tokens)
        self._sent: dict[str, list[Lot] | None] = {}  # one statement tells, the next one sets
        super().__init__(F("pk") if key is None else key, output_field=field)

    @classmethod
    def of_lots(cls, lots: Sequence[Lot]) -> "ByRecord":
        """The same of values that whole sets of records share: (value, records)."""
        return cls(None, lots=lots)

    @functools.cached_property
    def values(self) -> dict[UUID, Any]:
        """The value of each record."""
        return {key: value for value, records in self.lots or () for key in records}

    @functools.cached_property
    def identity(self) -> tuple[Any, ...]:
        """Which map it is; Django would compare every value of it."""
        return type(self), self.token, *self.source_expressions, self.output_field

    def of(self, field: Any, key: Any = None) -> "ByRecord":
        """The same map, read as values of ``field`` and found by ``key`` (a path or expression)."""
        place = F(key) if isinstance(key, str) else key
        return ByRecord(None if self.lots else self.values, field, place, self.lots)

    def made(self, make: Callable[[Any], Any]) -> "ByRecord":
        """The map with what ``make`` makes of each value."""
        if self.lots is not None:
            return ByRecord.of_lots([(make(value), records) for value, records in self.lots])
        return ByRecord({key: make(value) for key, value in self.values.items()})

    def covers(self, records: WorkingSet) -> bool:
        """Whether it is one of sets, and they tell of each of the records."""
        told = itertools.chain.from_iterable(some.stored for _value, some in self.lots or ())
        return bool(self.lots) and set(told).issuperset(records.stored)

    def release(self) -> None:
        """Forget the map: the operation is over."""
        _values.pop(self.token, None)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        source, params = compiler.compile(self.source_expressions[0])
        field = self.output_field
        lots = self._alike(field, connection)
        if connection.vendor == "postgresql":
            if lots and len(lots) <= FEW:
                return _by_sets(source, list(params), lots, field, connection)
            from_json = f"(%s::jsonb ->> ({source})::text)"
            table = json.dumps(
                {str(k): as_json(v, field, connection) for k, v in self.values.items()}
            )
            return f"{from_json}::{_plain_type(field, connection)}", [table, *params]
        if lots and len(lots) <= FEWEST:
            return _by_sets(source, list(params), lots, field, connection)
        if self.token not in _values:
            _values[self.token] = self._table(lots, field, connection)
        return f"casework_by_record({self.token}, {source})", list(params)

    def _table(self, lots: list[Lot] | None, field: Any, connection: Any) -> dict[str, Any]:
        """What the function of SQLite looks into."""
        if lots is None:
            given = self.values
            stored = [_stored(value, field, connection) for value in given.values()]
            return dict(zip(as_stored(given), stored, strict=True))
        table: dict[str, Any] = {}
        for value, records in lots:
            table.update(dict.fromkeys(records.stored, value))
        return table

    def _alike(self, field: Any, connection: Any) -> list[Lot] | None:
        """The records of each value as it is sent, where many records have few values: then the
        sets are sent, and no value for each record."""
        if connection.alias not in self._sent:
            self._sent[connection.alias] = self._find_alike(field, connection)
        return self._sent[connection.alias]

    def _find_alike(self, field: Any, connection: Any) -> list[Lot] | None:
        if field.get_internal_type() == "JSONField":
            return None
        if self.lots is not None:
            return [(as_json(value, field, connection), some) for value, some in self.lots]
        if len(self.values) < MANY:
            return None
        sets: dict[Any, list[UUID]] = {}
        for key, value in self.values.items():
            sets.setdefault(as_json(value, field, connection), []).append(key)
            if len(sets) > FEW:
                return None
        return [(value, WorkingSet(None, keys)) for value, keys in sets.items()]


def _by_sets(
    source: str, params: list[Any], lots: list[Lot], field: Any, connection: Any
) -> tuple[str, list[Any]]:
    ways, values = [], []
    for value, records in lots:
        if connection.vendor == "postgresql":
            kind = _plain_type(field, connection)
            ways.append(f"WHEN {source} = ANY(%s::uuid[]) THEN %s::{kind}")
            values += [*params, records.as_array, value]
        else:
            ways.append(f"WHEN {source} IN (SELECT value FROM json_each(%s)) THEN %s")
            values += [*params, records.as_json, value]
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
