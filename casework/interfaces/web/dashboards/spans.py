"""Spans: the time frames of a dashboard, as days in the zone of its reader."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.interfaces.web.reader import Reader, iso
from casework.interfaces.web.views import Pairs
from casework.kernel.refusals import InvalidInput

Day = datetime.date
ONE = datetime.timedelta(days=1)
RECENT = 30  # days
FIRST, LAST = 1900, 2200  # years


@dataclass(frozen=True)
class Span:
    """From the first to the last day, both within; open where nothing was chosen."""

    name: str
    first: Day | None = None
    last: Day | None = None

    def pairs(self, column: str, reader: Reader) -> Pairs:
        """The span as filters of a column that holds moments."""
        made = []
        if self.first:
            made.append((f"{column}.gte", iso(midnight(self.first, reader))))
        if self.last:
            made.append((f"{column}.lt", iso(midnight(self.last + ONE, reader))))
        return made

    def days(self, reader: Reader) -> tuple[Day, Day]:
        """First and last day to draw: the last thirty where nothing else is said."""
        last = self.last or max(reader.today, self.first or reader.today)
        return self.first or last - (RECENT - 1) * ONE, last


def midnight(day: Day, reader: Reader) -> datetime.datetime:
    """When a day begins where the reader is."""
    return datetime.datetime.combine(day, datetime.time(), reader.zone)


def _month(today: Day) -> tuple[Day, Day]:
    return today.replace(day=1), _next_month(today.replace(day=1)) - ONE


def _next_month(first: Day, months: int = 1) -> Day:
    months += first.year * 12 + first.month - 1
    return Day(months // 12, months % 12 + 1, 1)


def _quarter(today: Day, back: int = 0) -> tuple[Day, Day]:
    begins = _next_month(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), -3 * back)
    return begins, _next_month(begins, 3) - ONE


def _week(today: Day) -> tuple[Day, Day]:
    monday = today - today.weekday() * ONE
    return monday, monday + 6 * ONE


PRESETS: tuple[tuple[str, Any, Callable[[Day], tuple[Day, Day]]], ...] = (
    ("today", gettext_lazy("Today"), lambda today: (today, today)),
    ("this-week", gettext_lazy("This week"), _week),
    ("this-month", gettext_lazy("This month"), _month),
    (
        "last-30-days",
        gettext_lazy("Last 30 days"),
        lambda today: (today - (RECENT - 1) * ONE, today),
    ),
    ("this-quarter", gettext_lazy("This quarter"), _quarter),
    ("last-quarter", gettext_lazy("Last quarter"), lambda today: _quarter(today, 1)),
)
CUSTOM = "custom"


def span_of(name: str, since: str, until: str, today: Day) -> Span:
    """The span that an address names; raises InvalidInput for days that are none."""
    if name == CUSTOM:
        first, last = _day("from", since), _day("until", until)
        if first and last and last < first:
            raise InvalidInput(field="until", problem=_("lies before the first day"))
        return Span(CUSTOM, first, last) if first or last else Span("")
    for known, _label, make in PRESETS:
        if known == name:
            return Span(name, *make(today))
    return Span("")


def _day(name: str, text: str) -> Day | None:
    if not text:
        return None
    try:
        day = Day.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(field=name, problem=_("must be a day, like 2026-11-24")) from error
    if not FIRST <= day.year <= LAST:
        raise InvalidInput(field=name, problem=_("lies too far away"))
    return day


def words_of(span: Span, reader: Reader) -> str:
    """A span in words; empty where everything is in it."""
    for name, label, _make in PRESETS:
        if name == span.name:
            return str(label)
    if span.first and span.last:
        first, last = reader.date(span.first), reader.date(span.last)
        return first if first == last else f"{first} – {last}"
    if span.first:
        return _("from {day}").format(day=reader.date(span.first))
    return _("until {day}").format(day=reader.date(span.last)) if span.last else ""
