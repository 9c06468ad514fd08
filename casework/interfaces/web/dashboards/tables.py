"""Tables: what streams of each noun read, show on their cards, and let do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape as escape
from django.utils.translation import gettext as _

from casework.activities.models import Activity
from casework.interfaces.web import cells
from casework.interfaces.web.grids import ACTIVITIES, CASES, ITEMS, Grid
from casework.interfaces.web.listing import Question
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.views import (
    ACTIVITY_VIEWS,
    CASE_VIEWS,
    ITEM_VIEWS,
    Pairs,
    View,
    view_called,
)
from casework.kernel.actor import Actor

Row = dict[str, Any]
# priorities of activities run the other way round
OF_ACTIVITIES = {2: "high", 1: "normal", 0: "low"}


@dataclass(frozen=True)
class Card:
    """One row of a stream: its link, its facts as markup, and the colour of its line."""

    key: str
    name: str
    title: str
    facts: tuple[str, ...]
    text: str
    line: str
    active: bool


@dataclass(frozen=True)
class Table:
    """A noun as streams show it.

    ``quick`` are the operations on one card, ``bulk`` those on the selected ones; ``sorts`` the
    columns a stream may be ordered by.
    """

    grid: Grid
    views: tuple[View, ...]
    fields: str
    sorts: tuple[str, ...]
    sort: str
    quick: tuple[str, ...]
    bulk: tuple[str, ...]
    card: Callable[[Row, Reader], Card]


def _fact(label: str, markup: Any) -> str:
    """A fact that does not say by itself what it is."""
    return f"<small>{escape(label)}</small> {markup}" if markup else ""


def _customer(row: Row, reader: Reader) -> str:
    """The customer; a card says nothing of one that may not be seen."""
    one = row["account"] or row["contact"]
    return cells.customer(row, reader) if one and one.get("name") else ""


def _case(row: Row, reader: Reader) -> Card:
    mark = f'<b class="flag">{escape(_("Escalated"))}</b> ' if row["is_escalated"] else ""
    place = f"/cases/{row['number']}"
    return Card(
        key=row["number"],
        name=row["number"],
        title=mark + cells.link(place, row["title"]),
        facts=(
            f'<span class="number">{escape(row["number"])}</span>',
            _customer(row, reader),
            cells.priority(row, reader),
            cells.status(row, reader),
            cells.owner(row, reader) or f'<i class="unseen">{escape(_("Unassigned"))}</i>',
            _fact(_("Age"), escape(cells.age(row, reader))),
            _fact(_("Follow up by"), cells.due(row["follow_up_by"], reader)),
        ),
        text=row["description"] or "",
        line=cells.PRIORITIES.get(row["priority"], "normal"),
        active=row["state"] == "active",
    )


def _activity(row: Row, reader: Reader) -> Card:
    kind = dict(Activity._meta.get_field("kind").flatchoices)[row["kind"]]
    line = OF_ACTIVITIES.get(row["priority"], "normal")
    return Card(
        key=str(row["id"]),
        name=row["subject"],
        title=cells.link(f"/activities/{row['id']}", row["subject"]),
        facts=(
            f'<span class="kind">{escape(kind)}</span>',
            cells.record("case", row["case"]),
            _mark(line, row["priority_label"]),
            _fact(_("Due"), cells.due(row["due_at"], reader)),
        ),
        text=row["description"] or "",
        line=line,
        active=row["state"] in ("open", "scheduled"),
    )


def _mark(line: str, label: Any) -> str:
    return f'<span class="priority priority-{line}">{escape(label)}</span>'


def _item(row: Row, reader: Reader) -> Card:
    case, activity = row["case"], row["activity"]
    told = row.get("told", {})
    name = (activity or {}).get("name") or told.get("title") or (case or {}).get("name") or ""
    place = f"/activities/{activity['id']}" if activity else f"/cases/{told.get('number', '')}"
    priority = told.get("priority", 2)
    worker = cells.person(row["worker_user"]) or cells.person(row["worker_team"], "team")
    return Card(
        key=str(row["id"]),
        name=name,
        title=cells.link(place, name) if told else str(escape(_("not visible to you"))),
        facts=(
            cells.record("case", case),
            _mark(cells.PRIORITIES.get(priority, "normal"), told["label"]) if told else "",
            _fact(_("Queue"), cells.record("queue", row["queue"])),
            _fact(_("Waiting for"), escape(reader.age(row["entered_at"]))),
            worker,
        ),
        text=told.get("description", ""),
        line=cells.PRIORITIES.get(priority, "normal"),
        active=True,
    )


TABLES: dict[str, Table] = {
    "case": Table(
        CASES, CASE_VIEWS,
        "id,number,title,is_escalated,account,contact,priority,state,status,owner_user,owner_team,"
        "created_at,closed_at,follow_up_by,description",
        ("modified_at", "created_at", "priority", "follow_up_by", "status", "title", "number"),
        "-modified_at",
        ("case.resolve", "case.cancel", "case.assign", "queue_item.add"),
        ("case.merge", "case.resolve", "case.cancel", "case.assign", "queue_item.add"),
        _case,
    ),
    "activity": Table(
        ACTIVITIES, ACTIVITY_VIEWS,
        "id,kind,subject,case,state,priority,due_at,description",
        ("due_at", "modified_at", "created_at", "priority", "subject"),
        "due_at",
        ("activity.complete", "activity.cancel", "activity.assign"),
        ("activity.complete", "activity.cancel", "activity.assign", "queue_item.add_activities"),
        _activity,
    ),
    "queue_item": Table(
        ITEMS, ITEM_VIEWS,
        "id,case,activity,queue,entered_at,worker_user,worker_team",
        ("entered_at",),
        "entered_at",
        ("queue_item.pick", "queue_item.route", "queue_item.remove"),
        ("queue_item.pick", "queue_item.route", "queue_item.remove"),
        _item,
    ),
}  # fmt: skip
CLOSED = ("case.reopen",)  # on the card of a case that is closed


def asked_of(noun: str, view: str, pairs: Pairs, actor: Actor, reader: Reader) -> Question:
    """What is asked of a table: a view and filters beyond it; without columns, which cards need
    not."""
    table = TABLES[noun]
    found = view_called(table.views, view)
    wanted = [*found.filter(actor, reader), *pairs]
    return Question(table.grid, found, wanted, [], found.sort, "", list(pairs))
