"""Counting: the numbers of charts, grouped in the database, one query for a chart."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, IntegerField, Value
from django.db.models.functions import TruncDate, TruncMonth, TruncWeek
from django.utils.translation import gettext as _

from casework.interfaces.web.dashboards.definitions import Dashboard
from casework.interfaces.web.dashboards.facets import FACETS, Facet
from casework.interfaces.web.dashboards.naming import Names
from casework.interfaces.web.dashboards.narrowing import Narrowed
from casework.interfaces.web.dashboards.spans import ONE, midnight
from casework.interfaces.web.dashboards.tables import asked_of
from casework.interfaces.web.matching import matching
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.views import Pairs
from casework.kernel.actor import Actor

FLOW = "flow"  # opened against closed
SLICES = 8  # of a chart; the rest is added up
OPENED, CLOSED = 0, 1
BY_DAY, BY_WEEK = 62, 400  # days that are drawn day by day, week by week
LONGEST = 7_320  # days; no longer flow is drawn


@dataclass(frozen=True)
class Slice:
    """A part of a chart: how many cases, and the address that narrows the page to them."""

    key: str
    label: str
    count: int
    to: str
    chosen: bool


@dataclass(frozen=True)
class Chart:
    """A chart by groups."""

    name: str
    label: str
    slices: list[Slice]

    @property
    def total(self) -> int:
        """All cases in it."""
        return sum(one.count for one in self.slices)


@dataclass(frozen=True)
class Bucket:
    """Cases opened and closed between two days, both within."""

    first: datetime.date
    last: datetime.date
    label: str
    opened: int
    closed: int
    to: str


@dataclass(frozen=True)
class Flow:
    """The chart of opened against closed cases over time."""

    name: str
    label: str
    buckets: list[Bucket]

    @property
    def opened(self) -> int:
        """All that were opened."""
        return sum(one.opened for one in self.buckets)

    @property
    def closed(self) -> int:
        """All that were closed."""
        return sum(one.closed for one in self.buckets)


def _cases(view: str, pairs: Pairs, actor: Actor, reader: Reader) -> Any:
    asked = asked_of("case", view, pairs, actor, reader)
    return matching(asked, actor).order_by()


def charts(dashboard: Dashboard, wanted: Narrowed, actor: Actor, names: Names) -> list[Any]:
    """The charts of a dashboard; each is narrowed by what was chosen in the others."""
    groups = {
        name: _groups(dashboard, FACETS[name], wanted, actor)
        for name in dashboard.charts
        if name != FLOW
    }
    told = [(FACETS[name], key) for name, counts in groups.items() for key in counts]
    told += [(FACETS[name], key) for name, values in wanted.slices.items() for key in values]
    names.read(told)
    return [
        _flow(dashboard, wanted, actor)
        if name == FLOW
        else _chart(FACETS[name], groups[name], wanted, names)
        for name in dashboard.charts
    ]


def _groups(dashboard: Dashboard, facet: Facet, wanted: Narrowed, actor: Actor) -> dict[str, int]:
    view, more = dashboard.base
    rows = _cases(view, [*more, *wanted.pairs(but=facet.name)], actor, wanted.reader)
    rows = rows.annotate(**facet.annotations(wanted.reader)).values(*facet.columns)
    return {facet.key(row): row["count"] for row in rows.annotate(count=Count("pk"))}


def _chart(facet: Facet, counts: dict[str, int], wanted: Narrowed, names: Names) -> Chart:
    picked = wanted.slices.get(facet.name, [])
    known = [key for key, _label in facet.known()]
    if facet.kind == "status":
        known = list(names.statuses)
    order = {key: place for place, key in enumerate(known)}
    keys = {*counts, *picked, *(known if facet.full else ())}
    last = len(order)
    ranked = sorted(keys, key=lambda key: (order.get(key, last), -counts.get(key, 0), key))
    shown = [*ranked[:SLICES], *(key for key in ranked[SLICES:] if key in picked)]
    made = [
        Slice(
            key, names.label(facet, key), counts.get(key, 0), wanted.toggled(facet, key),
            key in picked,
        )
        for key in shown
    ]  # fmt: skip
    if rest := sum(count for key, count in counts.items() if key not in shown):
        made.append(Slice("", _("All others"), rest, "", False))
    return Chart(facet.name, facet.label, made)


def _flow(dashboard: Dashboard, wanted: Narrowed, actor: Actor) -> Flow:
    reader = wanted.reader
    first, last = wanted.span.days(reader)
    first = max(first, last - LONGEST * ONE)
    since, until = midnight(first, reader), midnight(last + ONE, reader)
    rows = _cases("all", [*dashboard.base[1], *wanted.of_cases()], actor, reader)
    days = (last - first).days + 1
    steps = _steps(first, days)
    begun: dict[datetime.date, list[int]] = {day: [0, 0] for day in steps}
    opened = _per_step(rows, "created_at", OPENED, (since, until), days, reader)
    closed = _per_step(rows, "closed_at", CLOSED, (since, until), days, reader)
    for day, kind, count in opened.union(closed, all=True):
        begun[max(day, first)][kind] += count
    ends = [*(day - ONE for day in steps[1:]), last]
    buckets = [
        Bucket(
            day, end, _words(day, end, reader), begun[day][OPENED], begun[day][CLOSED],
            wanted.within(day.isoformat(), end.isoformat()),
        )
        for day, end in zip(steps, ends, strict=True)
    ]  # fmt: skip
    return Flow(FLOW, _("Opened and closed"), buckets)


def _words(first: datetime.date, last: datetime.date, reader: Reader) -> str:
    if first == last:
        return reader.date(first)
    return f"{reader.date(first)} – {reader.date(last)}"


def _steps(first: datetime.date, days: int) -> list[datetime.date]:
    """The first days of what is drawn: days, weeks from Monday, or months."""
    every = [first + n * ONE for n in range(days)]
    if days <= BY_DAY:
        return every
    begins = (lambda day: day.weekday() == 0) if days <= BY_WEEK else (lambda day: day.day == 1)
    return [day for day in every if day == first or begins(day)]


def _per_step(rows: Any, column: str, kind: int, within: Any, days: int, reader: Reader) -> Any:
    cut: Any = TruncDate(column, tzinfo=reader.zone)
    if days > BY_DAY:
        by = TruncWeek if days <= BY_WEEK else TruncMonth
        cut = by(column, tzinfo=reader.zone, output_field=DateField())
    rows = rows.filter(**{f"{column}__gte": within[0], f"{column}__lt": within[1]})
    rows = rows.annotate(step=cut, kind=Value(kind, output_field=IntegerField()))
    return rows.values_list("step", "kind").annotate(count=Count("pk"))
