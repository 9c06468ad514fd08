"""Prepared: questions whose SQL is put together once and asked many times.

Most of what a page costs is Django putting together the same statements again.
"""

import contextlib
import copy
import datetime
from collections.abc import Callable, Hashable
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections

from casework.kernel.access import reach
from casework.kernel.actor import Actor
from casework.kernel.shadows import shadowed
from casework.kernel.working_sets import WorkingSet

MOST = 300  # ways of one question that are kept: by what its askers may see


class Prepared:
    """A question: ``make`` gives its rows for values, and for an actor where ``of`` are named.

    ``of`` are the nouns whose rows it sees through ``visible_to``. Each value (an id, a text, a
    number, a time, a frozenset of ids for ``among``) stands for itself in the statement and decides
    nothing else about it; what does is a ``way``, part of what is remembered.
    """

    def __init__(self, make: Callable[..., Any], *of: Any) -> None:
        self.make, self.of = make, of
        self.known: dict[Hashable, _Statement] = {}

    def __call__(self, *values: Any, actor: Actor | None = None, way: tuple[Any, ...] = ()) -> Any:
        """The rows, read now."""
        return self._asked(values, actor, way, _Statement.rows)

    def count(self, *values: Any, actor: Actor | None = None, way: tuple[Any, ...] = ()) -> int:
        """How many rows there are."""
        return int(self._asked(values, actor, way, _Statement.count))

    def _asked(self, values: Any, actor: Actor | None, way: tuple[Any, ...], how: Any) -> Any:
        more = way if actor is None else (*way, actor)
        if shadowed():
            return how(_Statement(self.make(*values, *more), []), ())
        sight = () if actor is None else tuple(reach(actor, model) for model in self.of)
        key = (way, sight, *map(type, values))
        statement = self.known.get(key)
        if statement is None:
            if len(self.known) >= MOST:
                self.known.clear()
            marks = [_mark(value, number) for number, value in enumerate(values)]
            statement = self.known[key] = _Statement(self.make(*marks, *more), marks)
        return how(statement, values)


class _Statement:
    """The SQL of a question, with the places of its values."""

    def __init__(self, rows: Any, marks: list[Any]) -> None:
        self.asked = rows
        self.compiler = rows.query.get_compiler(rows.db)
        self.sql, params = "", cast(Any, ())
        with contextlib.suppress(EmptyResultSet):  # nothing can fit: nobody is asked
            self.sql, params = self.compiler.as_sql()
        if not self.sql:
            return
        adapted = [_adapted(mark, self.compiler.connection) for mark in marks]
        self.params = list(params)
        self.places = [
            (place, adapted.index(param))
            for place, param in enumerate(params)
            if any(type(one) is type(param) and one == param for one in adapted)
        ]
        if {number for _place, number in self.places} != set(range(len(marks))):
            raise LookupError(self.sql)  # a value would be fixed for ever

    def _filled(self, values: tuple[Any, ...], connection: Any) -> list[Any]:
        params = list(self.params)
        for place, number in self.places:
            params[place] = _adapted(values[number], connection)
        return params

    def count(self, values: tuple[Any, ...]) -> int:
        """The number of rows for these values."""
        if not self.sql:
            return 0
        connection = connections[self.asked.db]
        with connection.cursor() as cursor:
            sql = f"SELECT COUNT(*) FROM ({self.sql}) AS counted"
            cursor.execute(sql, self._filled(values, connection))
            return int(cursor.fetchone()[0])

    def rows(self, values: tuple[Any, ...]) -> list[Any]:
        """The rows for these values."""
        if not self.sql:
            return []
        connection = connections[self.asked.db]
        params = self._filled(values, connection)
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (self.sql, tuple(params))
        query = copy.copy(self.asked.query)
        query.get_compiler = lambda *args, **kwargs: compiler
        # to copy a queryset by the usual way would read its rows
        asked = object.__new__(type(self.asked))
        asked.__dict__.update(self.asked.__dict__)
        asked._query = query
        return list(asked._iterable_class(asked))


def _mark(value: Any, number: int) -> Any:
    """A value of the same kind that occurs nowhere else."""
    if isinstance(value, frozenset):
        return frozenset({_mark(UUID(int=0), number)})
    if isinstance(value, UUID):
        return UUID(int=(0x5EED << 96) + number)
    if isinstance(value, datetime.datetime):
        return datetime.datetime(1, 2, 3, 4, 5, number, tzinfo=datetime.UTC)
    return f"\u2060mark {number}" if isinstance(value, str) else 2_147_480_000 + number


def _adapted(value: Any, connection: Any) -> Any:
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, frozenset):
        keys = WorkingSet(None, value)
        return keys.as_array if connection.vendor == "postgresql" else keys.as_json
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
