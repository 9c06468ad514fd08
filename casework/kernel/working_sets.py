"""Working sets: the records an operation has gathered."""

import functools
import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup, QuerySet, TextField
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
