"""Working sets: the records an operation has gathered."""

import functools
import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, F, Field, ForeignObject, Func, Lookup, QuerySet, TextField
from django.db.models.sql.constants import MULTI

from casework.kernel.identity import stored_id

CHUNK = 10_000  # rows


class Stored(Func):
    """An id as text, to select: 32 hexadecimal digits, made an id when somebody looks at it (see
    ``stored_id``). SQLite keeps it so."""

    def __init__(self, source: Any) -> None:
        super().__init__(source, output_field=TextField())

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        source, params = compiler.compile(self.source_expressions[0])
        if connection.vendor == "postgresql":
            return f"replace(({source})::text, '-', '')", params
        return source, params


class Together(Aggregate):
    """The ids of many rows as one text (see ``apart``), nothing for none."""

    def __init__(self, name: str) -> None:
        super().__init__(F(name), output_field=TextField())

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        source, params = compiler.compile(self.get_source_expressions()[0])
        if connection.vendor == "postgresql":
            return f"string_agg(coalesce(({source})::text, ''), ',')", params
        return f"group_concat(coalesce({source}, ''))", params


def apart(together: str) -> list[str]:
    """The ids of one text, each as it is stored."""
    return together.replace("-", "").split(",")


class WorkingSet:
    """Records held by id: what was gathered, in key order, and no other.

    Ids that were read are texts and are sent as texts: they stay so until somebody looks.
    """

    def __init__(self, model: Any, ids: Iterable[UUID]) -> None:
        self.model = model
        self._stored: list[str] | None = None
        # Numbers hash and compare without Python, ids do not.
        numbers = {key.int: key for key in ids}
        self._ids: list[UUID] | None = [numbers[number] for number in sorted(numbers)]

    @classmethod
    def of_stored(cls, model: Any, keys: Iterable[str]) -> "WorkingSet":
        """The records of these ids, as ``stored``."""
        made = cls(model, ())
        made._stored, made._ids = sorted(dict.fromkeys(keys)), None
        return made

    @classmethod
    def of_rows(cls, rows: QuerySet[Any]) -> "WorkingSet":
        """These rows, read now, in key order: where they are locked, they are locked so."""
        locked = (
            rows.query.select_for_update and connections[rows.db].features.has_select_for_update
        )
        ids = rows.values_list(Stored("pk"), flat=True)
        found = read(ids.order_by("pk") if locked else ids.order_by())
        return cls.of_stored(rows.model, [key for (key,) in found])

    @property
    def ids(self) -> list[UUID]:
        """The ids, in key order."""
        if self._ids is None:
            self._ids = [stored_id(key) for key in self._stored or ()]
        return self._ids

    @property
    def stored(self) -> list[str]:
        """The ids as texts of 32 hexadecimal digits, in key order."""
        if self._stored is None:
            self._stored = as_stored(self._ids or ())
        return self._stored

    @functools.cached_property
    def as_json(self) -> str:
        """The ids as one text, as SQLite reads it."""
        return '["' + '","'.join(self.stored) + '"]' if self else "[]"

    @functools.cached_property
    def as_array(self) -> str:
        """The ids as one text, as PostgreSQL reads it."""
        return "{" + ",".join(self.stored) + "}"

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
        return WorkingSet.of_stored(self.model, [*self.stored, *other.stored])

    def __sub__(self, other: Iterable[UUID]) -> "WorkingSet":
        away = other.stored if isinstance(other, WorkingSet) else as_stored(other)
        return WorkingSet.of_stored(self.model, set(self.stored).difference(away))


def as_stored(keys: Iterable[UUID]) -> list[str]:
    """Ids as texts, all at once."""
    digits = b"".join([key.int.to_bytes(16, "big") for key in keys]).hex()
    return [digits[n : n + 32] for n in range(0, len(digits), 32)]


def read(rows: QuerySet[Any]) -> list[tuple[Any, ...]]:
    """The columns of these rows as the database gives them, at one go.

    A queryset would hand on each row by itself, which takes longer than to read it.
    """
    parts = rows.query.get_compiler(rows.db).execute_sql(MULTI, chunk_size=CHUNK)
    return list(itertools.chain.from_iterable(parts))


def read_plain(rows: QuerySet[Any], python: Iterable[int]) -> list[tuple[Any, ...]]:
    """The columns of these rows as the database gives them, but for those at the places ``python``,
    which are values of Python as a queryset gives them."""
    compiler = rows.query.get_compiler(rows.db)
    parts = compiler.execute_sql(MULTI, chunk_size=CHUNK)
    found = list(itertools.chain.from_iterable(parts))
    wanted = set(python)
    all_converters = compiler.get_converters([one[0] for one in compiler.select or ()])
    converters = {n: one for n, one in all_converters.items() if n in wanted}
    if not converters or not found:
        return found
    columns: list[Any] = list(zip(*found, strict=True))
    for n, (steps, expression) in converters.items():
        for step in steps:
            columns[n] = [step(value, expression, compiler.connection) for value in columns[n]]
    return list(zip(*columns, strict=True))


class Among(Lookup):
    """``pk__among=working_set``: one parameter, whatever the size of the set; of texts, too."""

    lookup_name = "among"
    prepare_rhs = False

    def get_prep_lookup(self) -> Any:
        return self.rhs

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        left, params = self.process_lhs(compiler, connection)
        keys: Any = self.rhs if isinstance(self.rhs, WorkingSet) else list(self.rhs)
        if isinstance(keys, list) and keys and all(isinstance(key, UUID) for key in keys):
            keys = WorkingSet(None, keys)
        if connection.vendor == "postgresql":
            if isinstance(keys, WorkingSet):
                return f"{left} = ANY(%s::uuid[])", [*params, keys.as_array]
            return f"{left} = ANY(%s)", [*params, keys]
        sent = keys.as_json if isinstance(keys, WorkingSet) else json.dumps(keys)
        return f"{left} IN (SELECT value FROM json_each(%s))", [*params, sent]


Field.register_lookup(Among)
ForeignObject.register_lookup(Among)
