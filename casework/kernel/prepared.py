"""Prepared: questions whose SQL is put together once and asked many times.

Most of what a page costs is Django putting together the same statements again. A statement is
remembered by all that it may depend on: what its asker reaches, the language and the time zone,
its ways and the kinds of its values. What stands in shadow is never asked by one.
"""

import datetime
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.utils import timezone, translation

from casework.kernel.actor import Actor
from casework.kernel.comparing import Incomparable, exact
from casework.kernel.reach import Reach, reach
from casework.kernel.shadows import shadowed
from casework.kernel.statements import Statement

MOST = 2000  # statements of a process
LARGEST = 2**31 - 1  # no column of ours holds more; Django knows that nothing fits

_known: OrderedDict[Hashable, Statement] = OrderedDict()
_lock = threading.Lock()


class Prepared:
    """A question: ``make`` gives its rows for values, for ways, and for an actor where ``of``.

    ``of`` are the nouns whose rows it sees through ``visible_to``, and other privileges by name;
    more of the actor than decides on these ``make`` does not get. Each value (an id, a text, a
    number, a time, a frozenset of ids for ``among``) stands for itself in the statement and decides
    nothing else about it, which is tried; what does is a ``way``. The rows are only read.
    """

    def __init__(self, make: Callable[..., Any], *of: Any) -> None:
        self.make = make
        self.privileges = tuple(one if isinstance(one, str) else f"{one.NOUN}.read" for one in of)

    def __call__(self, *values: Any, actor: Actor | None = None, way: tuple[Any, ...] = ()) -> Any:
        """The rows, read now."""
        found = self._found(values, actor, way)
        return found.rows(values) if isinstance(found, Statement) else list(found)

    def count(self, *values: Any, actor: Actor | None = None, way: tuple[Any, ...] = ()) -> int:
        """How many rows there are."""
        found = self._found(values, actor, way)
        return found.count(values) if isinstance(found, Statement) else int(found.count())

    def plain(self, *values: Any, actor: Actor | None = None, way: tuple[Any, ...] = ()) -> Any:
        """The rows as a queryset, put together anew."""
        return self.make(*values, *way, *self._by(actor))

    def _by(self, actor: Actor | None) -> tuple[Reach, ...]:
        return () if actor is None else (reach(actor, self.privileges),)

    def _found(self, values: tuple[Any, ...], actor: Actor | None, way: tuple[Any, ...]) -> Any:
        kinds = tuple(map(type, values))
        if odd := set(kinds) - MARKS.keys():
            raise TypeError(f"no values of a question: {odd}")
        by = self._by(actor)
        more = (*way, *by)
        if shadowed() or any(type(one) is int and abs(one) > LARGEST for one in values):
            return self.make(*values, *more)
        try:
            key = (self, kinds, exact(way), by, translation.get_language(), _time_zone())
        except Incomparable:
            return self.make(*values, *more)
        with _lock:
            if (known := _known.get(key)) is not None:
                _known.move_to_end(key)
                return known
        try:
            made = Statement(*((self.make(*marks, *more), marks) for marks in _marks(kinds)))
        except EmptyResultSet:  # nothing fits, perhaps because of a mark
            return self.make(*values, *more)
        with _lock:
            _known[key] = made
            while len(_known) > MOST:
                _known.popitem(last=False)
        return made


def forget() -> None:
    """Put every statement together anew."""
    with _lock:
        _known.clear()


def _time_zone() -> str:
    return timezone.get_current_timezone_name()


# Two values of each kind that occur nowhere else, one for each time a statement is tried; the
# numbers are small enough for every column, the sets of different size.
MARKS: dict[type, Callable[[int, int], Any]] = {
    UUID: lambda place, turn: UUID(int=(0x5EED << 96) + 2 * place + turn),
    str: lambda place, turn: f"\u2060mark {2 * place + turn}",
    int: lambda place, turn: 32_101 + 2 * place + turn,
    datetime.datetime: lambda place, turn: datetime.datetime(
        1971, 2, 3, 4, 5, 6, 2 * place + turn, tzinfo=datetime.UTC
    ),
    frozenset: lambda place, turn: frozenset(
        UUID(int=(0x5EED << 104) + 8 * place + number) for number in range(3 * turn + 1)
    ),
}


def _marks(kinds: tuple[type, ...]) -> list[list[Any]]:
    return [[MARKS[kind](place, turn) for place, kind in enumerate(kinds)] for turn in (0, 1)]
