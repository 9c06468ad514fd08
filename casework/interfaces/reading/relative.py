"""Relative times: ``today-7d``, ``this-week``, ``now``, in the time zone of who asks."""

import datetime
import re
import zoneinfo
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from casework.kernel import writing
from casework.kernel.refusals import InvalidInput
from casework.kernel.text import ascii_of

SAID = re.compile(r"(now|today|this-week|this-month|this-year)(?:([+\- ])(\d{1,4})(min|[hdwmy]))?")
UNITS = {
    "now": {"min": "minutes", "h": "hours", "d": "days", "w": "weeks"},
    "today": {"d": "days", "w": "weeks"},
    "this-week": {"w": "weeks"},
    "this-month": {"m": "months"},
    "this-year": {"y": "years"},
}


@dataclass(frozen=True)
class Span:
    """From ``start`` up to, but without, ``end``."""

    start: Any
    end: Any


def span_of(kind: str, name: str, text: str, zone: str) -> Span | None:
    """What a relative time stands for now, as values of the column's kind (moment or date); None
    for any other text. Raises InvalidInput for a unit that does not go with it."""
    said = SAID.fullmatch(text.strip())
    if kind not in ("moment", "date") or said is None:
        return None
    word, sign, count, unit = said.groups()
    if unit and unit not in UNITS[word]:
        problem = _("{word} goes with a number of {units}, as in {word}-2{unit}").format(
            word=word, units=", ".join(UNITS[word]), unit=next(iter(UNITS[word]))
        )
        raise InvalidInput(field=ascii_of(name), problem=problem)
    place = _zone(zone)
    steps = int(count or 0) * (-1 if sign == "-" else 1)
    try:
        start, end = _span(word, steps, UNITS[word].get(unit, ""), place)
        if kind == "date":
            first = start.date()
            return Span(first, max(end.date(), first + datetime.timedelta(days=1)))
        return Span(start.astimezone(datetime.UTC), end.astimezone(datetime.UTC))
    except (OverflowError, ValueError):
        problem = _("lies beyond all calendars")
        raise InvalidInput(field=ascii_of(name), problem=problem) from None


def in_time(column: str, operator: str, span: Span, *, nullable: bool) -> Q:
    """A column compared with a span: before it, in it, after it; "not equal" takes what is empty
    along."""
    before, after = Q(**{f"{column}__lt": span.start}), Q(**{f"{column}__gte": span.end})
    if operator == "lt":
        return before
    if operator == "gte":
        return Q(**{f"{column}__gte": span.start})
    if span.start == span.end:  # a moment, and no time between
        after = Q(**{f"{column}__gt": span.end})
    if operator == "gt":
        return after
    if operator == "lte":
        upto = "lte" if span.start == span.end else "lt"
        return Q(**{f"{column}__{upto}": span.end})
    if operator == "ne":
        outside = before | after
        return outside | Q(**{f"{column}__isnull": True}) if nullable else outside
    if span.start == span.end:
        return Q(**{column: span.start})
    return Q(**{f"{column}__gte": span.start, f"{column}__lt": span.end})


def _zone(name: str) -> datetime.tzinfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return datetime.UTC


def _span(
    word: str, steps: int, unit: str, zone: datetime.tzinfo
) -> tuple[datetime.datetime, datetime.datetime]:
    now = writing.now().astimezone(zone)
    if word == "now":
        moment = now + datetime.timedelta(**{unit: steps}) if unit else now
        return moment, moment
    today = now.date()
    if word == "today":
        first = today + (datetime.timedelta(**{unit: steps}) if unit else datetime.timedelta())
        last = first + datetime.timedelta(days=1)
    elif word == "this-week":
        first = today - datetime.timedelta(days=today.weekday()) + datetime.timedelta(weeks=steps)
        last = first + datetime.timedelta(weeks=1)
    else:
        months = 1 if word == "this-month" else 12
        month = today.year * 12 + (today.month - 1 if months == 1 else 0) + steps * months
        first, last = _first_of(month), _first_of(month + months)
    return _midnight(first, zone), _midnight(last, zone)


def _first_of(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)


def _midnight(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min, zone)
