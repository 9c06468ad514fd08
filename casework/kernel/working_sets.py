"""Working sets: the records an operation has gathered, and values that differ from row to row."""

import functools
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Func, Lookup, QuerySet, TextField
from django.db.models.expressions import ExpressionWrapper, F

from casework.kernel.identity import stored_id


def as_stored(name: str, using: str) -> Any:
    """An id as the database gives it, to select: text on SQLite (see ``StoredIds``)."""
    if connections[using].vendor == "postgresql":
        return F(name)
    return ExpressionWrapper(F(name), output_field=TextField())


class WorkingSet:
    """Records held by id: what was gathered, in key order, and no other."""

    def __init__(self, model: Any, ids: Iterable[UUID]) -> None:
        self.model = model
        self._stored: list[str] | None = None
        # Numbers hash and compare without Python, ids do not.
        numbers = {key.int: key for key in ids}
        self._ids: list[UUID] | None = [numbers[number] for number in sorted(numbers)]

    @classmethod
    def of_rows(cls, rows: QuerySet[Any]) -> "WorkingSet":
        """These rows, read now, in key order.

        SQLite gives ids as text and takes them as text: they stay so until somebody looks.
        """
        made = cls(rows.model, ())
        ids = rows.values_list(as_stored("pk", rows.db), flat=True)
        if connections[rows.db].vendor == "postgresql":
            numbers = {key.int: key for key in ids.order_by("pk")}
            made._ids = list(numbers.values())
        else:
            made._stored, made._ids = sorted(set(ids.order_by())), None
        return made

    @property
    def ids(self) -> list[UUID]:
        """The ids, in key order."""
        if self._ids is None:
            self._ids = [stored_id(key) for key in self._stored or ()]
        return self._ids

    @functools.cached_property
    def as_json(self) -> str:
        """The ids as one text, as SQLite keeps them."""
        if self._stored is None:
            digits = b"".join([key.int.to_bytes(16, "big") for key in self.ids]).hex()
            self._stored = [digits[n : n + 32] for n in range(0, len(digits), 32)]
        return json.dumps(self._stored)

    @property
    def rows(self) -> QuerySet[Any]:
        """These records as a queryset, to gather others from or to ask a rule; never read twice."""
        return self._rows.all()

    @functools.cached_property
    def _rows(self) -> QuerySet[Any]:
        made: QuerySet[Any] = self.model._base_manager.filter(pk__among=self)
        return made

    def __len__(self) -> int:
        return len(self._stored if self._ids is None else self._ids)  # type: ignore[arg-type]

    def __bool__(self) -> bool:
        return len(self) > 0

    def __iter__(self) -> Iterator[UUID]:
        return iter(self.ids)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, UUID) and key.int in self._known

    @functools.cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(key.int for key in self.ids)

    def __or__(self, other: "WorkingSet") -> "WorkingSet":
        return WorkingSet(self.model, [*self.ids, *other.ids])

    def __sub__(self, other: Iterable[UUID]) -> "WorkingSet":
        away = {key.int for key in other}
        return WorkingSet(self.model, [key for key in self.ids if key.int not in away])


class Among(Lookup):
    """``pk__among=working_set``: one parameter, whatever the size of the set; of texts, too."""

    lookup_name = "among"
    prepare_rhs = False

    def get_prep_lookup(self) -> Any:
        return self.rhs

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        left, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{left} = ANY(%s)", [*params, list(self.rhs)]
        whole = isinstance(self.rhs, WorkingSet)
        keys = self.rhs.as_json if whole else json.dumps([*map(_text, self.rhs)])
        return f"{left} IN (SELECT value FROM json_each(%s))", [*params, keys]


def _text(key: Any) -> str:
    return key.hex if isinstance(key, UUID) else key


Field.register_lookup(Among)
ForeignObject.register_lookup(Among)


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
