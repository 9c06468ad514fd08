"""Streams: the lists of cards of a dashboard, their counts, orders and actions."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework.cases.choices import Priority
from casework.cases.models import Case
from casework.interfaces.reading import Asked, listed
from casework.interfaces.web.cells import html
from casework.interfaces.web.dashboards.cards import card_of
from casework.interfaces.web.dashboards.definitions import TILES, Dashboard, Stream
from casework.interfaces.web.dashboards.narrowing import Narrowed
from casework.interfaces.web.dashboards.tables import TABLES, Table, asked_of
from casework.interfaces.web.full_names import with_full_names
from casework.interfaces.web.listing import (
    COUNTED,
    Question,
)
from casework.interfaces.web.lists import LISTS
from casework.interfaces.web.matching import counted
from casework.interfaces.web.views import Pairs
from casework.interfaces.web.words.columns import label_of
from casework.interfaces.web.words.operations import command_of
from casework.kernel.actor import Actor
from casework.kernel.refusals import InvalidInput

USUAL, STEP, MOST = 8, 20, 100  # cards
MOMENTS = ("modified_at", "created_at", "follow_up_by", "due_at", "entered_at")


@dataclass(frozen=True)
class Shown:
    """A stream, ready to be shown; a tile has no cards."""

    stream: Stream
    count: str
    to: str
    cards: SafeString
    rows: int
    more: str
    sorted_by: str
    sorts: list[dict[str, Any]]
    bulk: list[dict[str, Any]]
    narrowed: bool
    problem: str


@dataclass
class _Read:
    """A stream on the way: what was asked, and the rows that came."""

    stream: Stream
    table: Table
    asked: Question
    sort: str
    rows: Any
    items: list[dict[str, Any]]
    more: bool
    limit: int
    problem: str = ""


def streams(
    dashboard: Dashboard, wanted: Narrowed, actor: Actor, here: str, only: Stream | None = None
) -> list[Shown]:
    """The streams of a dashboard; ``only`` one where the others are on the screen already.

    Constant queries for any number of rows: a page, a count and the names for each stream.
    """
    read = [
        _read(one, wanted, actor, _limit(dashboard, one, wanted))
        for one in dashboard.streams
        if only in (None, one)
    ]
    with_full_names([item for one in read for item in one.items])
    _with_cases([i for one in read if one.stream.noun == "queue_item" for i in one.items], actor)
    return [_shown(dashboard, one, wanted, actor, here) for one in read]


def _limit(dashboard: Dashboard, stream: Stream, wanted: Narrowed) -> int:
    if dashboard.kind == TILES:
        return 0
    if dashboard.kind == "single" and stream is not dashboard.streams[0]:
        return 0
    said = wanted.address.one(f"rows.{stream.name}")
    usual = USUAL if dashboard.kind == "multi" else 2 * USUAL
    return max(1, min(int(said), MOST)) if said.isdecimal() and len(said) < 4 else usual


def narrowing_of(stream: Stream, wanted: Narrowed) -> Pairs:
    """The filters of a stream beyond those of its view."""
    return [*stream.pairs, *wanted.pairs(stream.noun)]


def _read(stream: Stream, wanted: Narrowed, actor: Actor, limit: int) -> _Read:
    table, asked = (
        TABLES[stream.noun],
        asked_of(stream.noun, stream.view, narrowing_of(stream, wanted), actor, wanted.reader),
    )
    sort = _sort(stream, table, wanted)
    rows = stream.rows(actor) if stream.rows else None
    made = _Read(stream, table, asked, sort, rows, [], True, limit)
    if limit:
        told = [("sort", sort), ("fields", table.fields), ("limit", str(limit))]
        try:
            page = listed(table.grid.model, Asked("", [*asked.pairs, *told]), actor, rows)
        except InvalidInput as refusal:
            if not stream.saved:
                raise
            page, made.problem = {"items": [], "next": None}, refusal.text
        made.items, made.more = page["items"], bool(page["next"])
    return made


def _sort(stream: Stream, table: Table, wanted: Narrowed) -> str:
    said = wanted.address.one(f"sort.{stream.name}")
    return said if said.removeprefix("-") in table.sorts else stream.sort or table.sort


def _with_cases(items: list[dict[str, Any]], actor: Actor) -> None:
    """What waits in a queue is told by its case: title, priority, description."""
    ids = {one["case"]["id"] for one in items if one["case"]}
    if not ids:
        return
    names = ("number", "title", "priority", "description")
    rows = Case.objects.visible_to(actor).filter(pk__in=ids).values("pk", *names)
    labels = dict(Priority.choices)
    known = {row["pk"]: {**row, "label": labels[row["priority"]]} for row in rows}
    for one in items:
        one["told"] = known.get(one["case"]["id"], {}) if one["case"] else {}


def _shown(dashboard: Dashboard, read: _Read, wanted: Narrowed, actor: Actor, here: str) -> Shown:
    stream, table, reader = read.stream, read.table, wanted.reader
    if read.more:
        count, beyond = counted(read.asked, actor, read.rows)
    else:
        count, beyond = min(len(read.items), COUNTED), False
    cards = html("".join(card_of(table, one, wanted.reader, here) for one in read.items))
    more = ""
    if read.more and read.limit and read.limit < MOST:
        rows = str(min(read.limit + STEP, MOST))
        more = wanted.address.with_(**{f"rows.{stream.name}": rows})
    by, down = read.sort.removeprefix("-"), read.sort.startswith("-")
    return Shown(
        stream,
        reader.number(count) + ("+" if beyond else ""),
        list_of(dashboard, stream, read.sort, wanted),
        cards,
        len(read.items),
        more,
        f"{label_of(table.grid.model.NOUN, by)}, {_way(by, down)}",
        _sorts(stream, table, by, down, wanted),
        [_command(one) for one in table.bulk],
        stream.noun == "case" or not wanted.slices,
        read.problem,
    )


def list_of(dashboard: Dashboard, stream: Stream, sort: str, wanted: Narrowed) -> str:
    """Where all rows of a stream are listed, filtered as here."""
    pairs = [("view", stream.view), ("sort", sort), *narrowing_of(stream, wanted)]
    grid = TABLES[stream.noun].grid
    if stream.rows or not any(grid is known for known, _views in LISTS.values()):
        place = f"/dashboards/{dashboard.name}/streams/{stream.name}"
    else:
        place = grid.place
    return f"{place}?{urlencode(pairs)}"


def _way(by: str, down: bool) -> str:
    if by in MOMENTS:
        return _("newest first") if down else _("oldest first")
    return _("descending") if down else _("ascending")


def _sorts(
    stream: Stream, table: Table, by: str, down: bool, wanted: Narrowed
) -> list[dict[str, Any]]:
    """The orders a stream may have: a column, then which end of it comes first."""

    def to(sort: str) -> str:
        return wanted.address.with_(**{f"sort.{stream.name}": sort})

    mark = "-" if down else ""
    noun = table.grid.model.NOUN
    made = [
        {"label": label_of(noun, name), "to": to(mark + name), "here": name == by, "turn": False}
        for name in table.sorts
    ]
    return made + [
        {"label": _way(by, way), "to": to(("-" if way else "") + by), "here": way == down,
         "turn": True}
        for way in (False, True)
    ]  # fmt: skip


def _command(operation: str) -> dict[str, Any]:
    command = command_of(operation)
    fewest = 2 if operation == "case.merge" else 1
    why = _("Select at least two active cases with Bulk select.")
    if operation.startswith("queue_item.") and operation != "queue_item.add":
        why = _("Select something with Bulk select first.")
    elif fewest == 1:
        why = _("Select a row with Bulk select first.")
    return {
        "operation": operation,
        "label": command.label,
        "icon": command.icon,
        "fewest": fewest,
        "why": why,
    }
