"""The query functions of Dataverse, and the condition operators of FetchXML under the same names.

A name with ``Not`` holds where the plain one does not, rows without a value included.
"""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Value

from casework.interfaces.odata.query import times
from casework.interfaces.odata.query.operators import (
    GreaterOrEqual,
    IsNull,
    Less,
    Like,
    Lowered,
    NotTrue,
    both,
    escaped,
)
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.tree import Literal
from casework.interfaces.odata.query.typed import (
    NUMBERS,
    Sort,
    Typed,
    of_literal,
    of_plain,
    read_as,
    value,
)
from casework.kernel.actor import Actor

Compared = Callable[[str, Typed, Typed], Any]
Among = Callable[[Typed, list[Typed]], Any]
COMPARED = {"Eq": "eq", "Ne": "ne", "Gt": "gt", "Ge": "ge", "Lt": "lt", "Le": "le"}
PATTERNS = {
    "Like": "{text}",
    "BeginsWith": "{text}%",
    "EndsWith": "%{text}",
    "Contains": "%{text}%",
}
NEGATED = {
    "NotLike": "Like", "NotBeginsWith": "BeginsWith", "NotEndsWith": "EndsWith",
    "NotIn": "In", "NotBetween": "Between", "NotOn": "On", "NotUserId": "EqualUserId",
    "NotBusinessId": "EqualBusinessId", "DoesNotContainValues": "ContainValues",
}  # fmt: skip


def answered(
    name: str,
    part: Typed,
    values: Sequence[Literal],
    actor: Actor,
    compared: Compared,
    among: Among,
) -> Any:
    """What a row must be. Raises QueryRefused for an unknown name or a value that is missing or
    does not fit."""
    if name in NEGATED:
        return NotTrue(answered(NEGATED[name], part, values, actor, compared, among))
    if name in ("In", "ContainValues"):
        return among(part, [of_literal(one) for one in values])
    if name in COMPARED:
        return compared(COMPARED[name], part, fitting(values[0], part))
    if name in PATTERNS:
        return _like(PATTERNS[name].format(text=_pattern(name, values[0])), part)
    if name == "Between":
        return _between(name, part, values, compared)
    if name in ("Null", "NotNull"):
        return IsNull(part.expression) if name == "Null" else NotTrue(IsNull(part.expression))
    if name in ("On", "OnOrAfter", "OnOrBefore"):
        return _on(name, part, values, actor.time_zone)
    mine = _mine(name, actor)
    if mine is not None:
        wanted(name, part, (Sort.GUID,))
        return among(part, [value(one, Sort.GUID) for one in mine])
    span = times.span_of(name, values[0].value if values else None, actor.time_zone)
    if span is None:
        raise QueryRefused(f"The query function '{name[:100]}' is not known here.")
    return within(name, part, span, actor.time_zone)


def _pattern(name: str, literal: Literal) -> str:
    """A pattern of FetchXML, where a backslash is but a character; other texts literally."""
    text = str(literal.value).lower()
    if name == "Like" and text.count("%") > 10:
        raise QueryRefused("A pattern has at most 10 signs for anything (%).")
    return text.replace("\\", r"\\") if name == "Like" else escaped(text)


def _like(pattern: str, part: Typed) -> Any:
    wanted("like", part, (Sort.TEXT,))
    return Like(Lowered(part.expression), Value(pattern))


def wanted(name: str, part: Typed, sorts: tuple[Sort, ...]) -> None:
    """Refuse a property of another sort."""
    if part.sort not in sorts:
        raise QueryRefused(f"'{name}' does not take a property of type '{part.sort}'.")


def within(name: str, part: Typed, span: times.Moments, zone: str) -> Any:
    """A moment, or a day, within a span of time."""
    wanted(name, part, (Sort.MOMENT, Sort.DATE))
    start, end = span
    given: list[Any] = [start, end]
    if part.sort is Sort.DATE:
        given = [one and times.day_of(one, zone) for one in span]
        if end and _in_a_day(end, zone):
            given[1] = times.day_of(end, zone) + datetime.timedelta(days=1)
    made: list[Any] = []
    if given[0] is not None:
        made.append(GreaterOrEqual(part.expression, value(given[0], part.sort).expression))
    if given[1] is not None:
        made.append(Less(part.expression, value(given[1], part.sort).expression))
    return both(*made)


def _in_a_day(when: datetime.datetime, zone: str) -> bool:
    return times.day_span(times.day_of(when, zone), zone)[0] != when


def _between(name: str, part: Typed, values: Sequence[Literal], compared: Compared) -> Any:
    if len(values) != 2:
        raise QueryRefused(f"'{name}' takes two values.")
    low, high = (fitting(one, part) for one in values)
    return both(compared("ge", part, low), compared("le", part, high))


def fitting(literal: Literal, part: Typed) -> Typed:
    """A value as the property has it: numbers, times and ids may be given as texts."""
    if isinstance(literal.value, str):
        return read_as(literal.value, part.sort)
    if part.sort is Sort.TEXT and of_literal(literal).sort in NUMBERS:
        return of_plain(str(literal.value))
    return of_literal(literal)


def _on(name: str, part: Typed, values: Sequence[Literal], zone: str) -> Any:
    wanted(name, part, (Sort.MOMENT, Sort.DATE))
    if len(values) != 1:
        raise QueryRefused(f"'{name}' takes one value.")
    given = values[0].value
    if isinstance(given, str):
        given = read_as(given, Sort.MOMENT if "T" in given else Sort.DATE).literal
    if not isinstance(given, datetime.date):
        raise QueryRefused(f"'{name}' takes a date.")
    try:
        start, end = times.day_span(times.day_of(given, zone), zone)
    except OverflowError:
        raise QueryRefused(f"'{name}' reaches beyond all calendars.") from None
    span = {"On": (start, end), "OnOrAfter": (start, None), "OnOrBefore": (None, end)}[name]
    return within(name, part, span, zone)


def _mine(name: str, actor: Actor) -> list[Any] | None:
    if name in ("EqualUserId", "EqualUserOrUserHierarchy"):
        return [actor.user]
    if name == "EqualBusinessId":
        return [actor.unit]
    if name == "EqualUserTeams":
        return sorted(actor.teams)
    if name in ("EqualUserOrUserTeams", "EqualUserOrUserHierarchyAndTeams"):
        return [actor.user, *sorted(actor.teams)]
    return None
