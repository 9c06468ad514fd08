"""Statements: the SQL of a question with the places of its values, to be filled and asked."""

import copy
import datetime
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.db import connections

from casework.kernel.working_sets import WorkingSet

Tried = tuple[Any, Sequence[Any]]  # the rows of a question, and the marks they were asked with


class Statement:
    """What two tries of a question with different marks agree on.

    Raises LookupError where a value would decide on more than its own place, or on nothing: then it
    would be that of the first asker for ever. EmptyResultSet where nothing can fit the marks.
    """

    def __init__(self, one: Tried, other: Tried) -> None:
        self.asked, marks = one
        self.alias = self.asked.db
        if self.asked._prefetch_related_lookups or self.asked._known_related_objects:
            raise LookupError(f"rows that bring others along: {self.asked.query}")
        self.compiler = self.asked.query.get_compiler(self.alias)
        self.converters: Any = None
        self.sql, params = self.compiler.as_sql()
        sql, others = other[0].query.get_compiler(self.alias).as_sql()
        if self.sql != sql or len(params) != len(others):
            raise LookupError(f"a value decides on more than its place: {self.sql}")
        connection = connections[self.alias]
        pairs = [
            (adapted(first, connection), adapted(second, connection))
            for first, second in zip(marks, other[1], strict=True)
        ]
        self.params, self.places = list(params), cast(list[tuple[int, int]], [])
        for place, said in enumerate(zip(params, others, strict=True)):
            if _told(said[0]) != _told(said[1]):
                if said not in pairs:
                    raise LookupError(f"a value is not sent as it is: {self.sql}")
                self.places.append((place, pairs.index(said)))
        if {number for _place, number in self.places} != set(range(len(pairs))):
            raise LookupError(f"a value has no place: {self.sql}")

    def _filled(self, values: tuple[Any, ...], connection: Any) -> tuple[Any, ...]:
        params = list(self.params)
        for place, number in self.places:
            params[place] = adapted(values[number], connection)
        return tuple(params)

    def _converters(self, expressions: Any) -> Any:
        """What makes values of what the database answers, found once."""
        if self.converters is None:
            self.converters = self.compiler.get_converters(expressions)
        return self.converters

    def count(self, values: tuple[Any, ...]) -> int:
        """The number of rows for these values."""
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            sql = f"SELECT COUNT(*) FROM ({self.sql}) AS counted"
            cursor.execute(sql, self._filled(values, connection))
            return int(cursor.fetchone()[0])

    def rows(self, values: tuple[Any, ...]) -> list[Any]:
        """The rows for these values, as Django makes them of what the database answers."""
        connection = connections[self.alias]
        params = self._filled(values, connection)
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (self.sql, params)
        compiler.get_converters = self._converters
        query = copy.copy(self.asked.query)
        query.get_compiler = lambda *args, **kwargs: compiler
        # to copy a queryset by the usual way would copy its query deeply
        asked = object.__new__(type(self.asked))
        asked.__dict__.update(self.asked.__dict__)
        asked._query = query
        return list(asked._iterable_class(asked))


def adapted(value: Any, connection: Any) -> Any:
    """A value as Django would send it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, frozenset):
        keys = WorkingSet(None, value)
        return keys.as_array if connection.vendor == "postgresql" else keys.as_json
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _told(param: Any) -> Any:
    """JSON goes wrapped to PostgreSQL, and each wrapping equals only itself."""
    return getattr(param, "obj", param)
