"""Spans of time by their names: today, the last three months, this week of the one who asks.

A day begins at midnight in the time zone of who asks, a week on Monday, as everywhere in Casework.
"""

import calendar
import datetime
import re
import zoneinfo
from collections.abc import Callable
from typing import Any

from casework.interfaces.odata.query.refusing import QueryRefused
from casework.kernel import writing

Moments = tuple[datetime.datetime | None, datetime.datetime | None]
COUNTED = re.compile(r"(Last|Next|OlderThan)X(Minutes|Hours|Days|Weeks|Months|Years)")
MOST = 100_000


def span_of(name: str, count: Any, zone: str) -> Moments | None:
    """From and up to (without); None for a name that is no span. Raises QueryRefused."""
    place = zone_of(zone)
    now = writing.now().astimezone(place)
    try:
        if name in NAMED:
            start, end = NAMED[name](now.date())
            return _midnight(start, place), _midnight(end, place)
        counted = COUNTED.fullmatch(name)
        if counted is None:
            return None
        way, unit = counted.groups()
        return _counted(way, unit, number(name, count), now)
    except (OverflowError, ValueError):
        raise QueryRefused(f"'{name}' reaches beyond all calendars.") from None


def number(name: str, given: Any) -> int:
    """The number of units that a span has. Raises QueryRefused."""
    text = str(given)
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not 1 <= int(text) <= MOST:
        raise QueryRefused(f"'{name}' needs a whole number from 1 to {MOST}.")
    return int(text)


def day_span(day: datetime.date, zone: str) -> Moments:
    """One day of who asks."""
    place = zone_of(zone)
    return _midnight(day, place), _midnight(day + datetime.timedelta(days=1), place)


def day_of(when: Any, zone: str) -> datetime.date:
    """The day of who asks on which a moment lies."""
    return when.astimezone(zone_of(zone)).date() if isinstance(when, datetime.datetime) else when


def _counted(way: str, unit: str, count: int, now: datetime.datetime) -> Moments:
    steps = count if way == "Next" else -count
    fine = unit in ("Minutes", "Hours")
    there = now + datetime.timedelta(**{unit.lower(): steps}) if fine else _moved(now, unit, steps)
    if way == "OlderThan":
        return None, there.astimezone(datetime.UTC)
    if fine:
        ends = sorted([now, there])
        return ends[0].astimezone(datetime.UTC), ends[1].astimezone(datetime.UTC)
    zone: Any = now.tzinfo
    if way == "Last":
        return _midnight(there.date(), zone), now.astimezone(datetime.UTC)
    end = there.date() + datetime.timedelta(days=1)
    return now.astimezone(datetime.UTC), _midnight(end, zone)


def _moved(when: datetime.datetime, unit: str, steps: int) -> datetime.datetime:
    if unit in ("Days", "Weeks"):
        return when + datetime.timedelta(**{unit.lower(): steps})
    months = when.year * 12 + when.month - 1 + steps * (12 if unit == "Years" else 1)
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return when.replace(year=year, month=month, day=min(when.day, last))


def _days(start: int, end: int) -> Callable[[datetime.date], Any]:
    one = datetime.timedelta
    return lambda day: (day + one(days=start), day + one(days=end))


def _weeks(start: int) -> Callable[[datetime.date], Any]:
    def span(day: datetime.date) -> Any:
        first = day - datetime.timedelta(days=day.weekday()) + datetime.timedelta(weeks=start)
        return first, first + datetime.timedelta(weeks=1)

    return span


def _months(start: int, length: int) -> Callable[[datetime.date], Any]:
    def span(day: datetime.date) -> Any:
        first = day.year * 12 + (day.month - 1 if length == 1 else 0) + start * length
        return _first_of(first), _first_of(first + length)

    return span


NAMED: dict[str, Callable[[datetime.date], Any]] = {
    "Today": _days(0, 1), "Yesterday": _days(-1, 0), "Tomorrow": _days(1, 2),
    "Last7Days": _days(-7, 1), "Next7Days": _days(0, 8),
    "ThisWeek": _weeks(0), "LastWeek": _weeks(-1), "NextWeek": _weeks(1),
    "ThisMonth": _months(0, 1), "LastMonth": _months(-1, 1), "NextMonth": _months(1, 1),
    "ThisYear": _months(0, 12), "LastYear": _months(-1, 12), "NextYear": _months(1, 12),
}  # fmt: skip


def _first_of(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)


def _midnight(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    start = datetime.datetime.combine(day, datetime.time.min, zone)
    return start.astimezone(datetime.UTC)


def zone_of(name: str) -> datetime.tzinfo:
    """A time zone by its name; UTC for one that is not known."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return datetime.UTC
