"""Grids: which columns the list of each noun may have, and which it has at first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.html import conditional_escape as escape
from django.utils.translation import gettext_lazy as _

from casework.activities.models import Activity
from casework.cases.models import Case
from casework.customers.models import Account, Contact
from casework.interfaces.web import cells
from casework.interfaces.web.cells import Cell, Column
from casework.interfaces.web.queue_counts import put_cases, put_counts
from casework.interfaces.web.words.columns import label_of
from casework.kernel.actor import Actor
from casework.queues.models import Queue, QueueItem

# a column that lists show together with another
SHOWN_IN = {"account": "customer", "contact": "customer", "owner_user": "owner",
            "owner_team": "owner", "worker_user": "worker", "activity": "item"}  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """The list of a noun: its place, what it is called, its columns.

    ``bulk`` are the operations on a selection, ``new`` the one that makes a record; ``more`` puts
    into rows what lies in other tables, by one query for any number of them. ``labels``,
    ``kinds`` and ``choices`` are those of columns that no table has.
    """

    model: Any
    place: str
    title: Any
    first: tuple[str, ...]
    own: dict[str, tuple[tuple[str, ...], Cell, str]]
    hidden: tuple[str, ...] = ()
    bulk: tuple[str, ...] = ()
    new: str = ""
    more: Callable[[list[cells.Row], Actor], None] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)

    def columns(self) -> dict[str, Column]:
        """Every column by name, labelled in the reader's language."""
        made = {
            name: one
            for name, one in cells.plain_columns(self.model).items()
            if name not in self.hidden
        }
        for name, (reads, cell, sort) in self.own.items():
            kind = made[name].kind if name in made else self.kinds.get(name, "text")
            made[name] = Column(name, "", reads, cell, sort, kind)
        return {name: replace(one, label=self.label(name)) for name, one in made.items()}

    def label(self, name: str) -> str:
        """What a column is called."""
        return self.labels.get(name) or label_of(self.model.NOUN, name)

    def chosen(self, names: list[str]) -> list[Column]:
        """The columns of these names, in this order; unknown names are passed over."""
        known = self.columns()
        wanted = [name if name in known else SHOWN_IN.get(name, name) for name in names]
        return [known[name] for name in dict.fromkeys(wanted or self.first) if name in known]


def _case_link(row: Any, reader: Any) -> str:
    return cells.link(f"/cases/{row['number']}", row["number"])


def _title_link(row: Any, reader: Any) -> str:
    mark = f'<b class="flag">{escape(_("Escalated"))}</b> ' if row["is_escalated"] else ""
    return f"{mark}{cells.link('/cases/' + row['number'], row['title'])}"


def _name_link(place: str, name: str) -> Cell:
    return lambda row, reader: cells.link(f"/{place}/{row['id']}", row[name])


def _activity(row: Any, reader: Any) -> str:
    return cells.link(f"/activities/{row['id']}", row["subject"])


def _kind(row: Any, reader: Any) -> str:
    label = dict(Activity._meta.get_field("kind").flatchoices)[row["kind"]]
    return f'<span class="kind kind-{row["kind"]}">{escape(label)}</span>'


def _item(row: Any, reader: Any) -> str:
    if row["activity"]:
        key, name = row["activity"]["id"], row["activity"].get("name") or _("not visible to you")
        return cells.link(f"/activities/{key}", name)
    return cells.record("case", row["case"])


def _case_title(row: Any, reader: Any) -> str:
    return cells.link(f"/cases/{row['case']['number']}", row["title"]) if row["title"] else ""


def _case_priority(row: Any, reader: Any) -> str:
    return cells.priority(row, reader) if row["priority"] else ""


def _worker(row: Any, reader: Any) -> str:
    return cells.person(row["worker_user"]) or cells.person(row["worker_team"], "team")


def _count(name: str) -> Cell:
    return lambda row, reader: "" if row[name] is None else str(escape(reader.number(row[name])))


def _oldest(row: Any, reader: Any) -> str:
    return str(reader.age(row["oldest"])) if row["oldest"] else ""


OWNER = (("owner_user", "owner_team"), cells.owner, "")
MADE = ("created_by", "modified_by")
CASES = Grid(
    Case, "/cases", _("Cases"),
    ("number", "title", "customer", "priority", "status", "owner", "age"),
    {
        "number": (("number",), _case_link, "number"),
        "title": (("number", "title", "is_escalated"), _title_link, "title"),
        "customer": (("account", "contact"), cells.customer, ""),
        "status": (("state", "status"), cells.status, "status"),
        "priority": (("priority",), cells.priority, "priority"),
        "owner": OWNER,
        "age": (("state", "created_at", "closed_at"), cells.age, ""),
        "follow_up_by": (
            ("follow_up_by",), lambda row, reader: cells.due(row["follow_up_by"], reader),
            "follow_up_by",
        ),
    },
    hidden=("account", "contact", "owner_user", "owner_team", "custom", "description"),
    bulk=(
        "case.resolve", "case.cancel", "case.merge", "case.assign", "case.set_parent",
        "queue_item.add", "case.reopen", "case.delete",
    ),
    new="case.open",
)  # fmt: skip
ACTIVITIES = Grid(
    Activity, "/activities", _("Activities"),
    ("kind", "subject", "case", "state", "priority", "due_at", "owner"),
    {
        "subject": (("id", "subject"), _activity, "subject"),
        "kind": (("kind",), _kind, "kind"),
        "due_at": (("due_at",), lambda row, reader: cells.due(row["due_at"], reader), "due_at"),
        "owner": OWNER,
    },
    hidden=("owner_user", "owner_team", "custom", "description", "recipients", "status"),
    bulk=(
        "activity.complete", "activity.cancel", "activity.assign", "queue_item.add_activities",
        "activity.delete",
    ),
)  # fmt: skip
ITEMS = Grid(
    QueueItem, "/queues", _("Queue items"),
    ("item", "title", "priority", "entered_at", "worker"),
    {"item": (("case", "activity"), _item, ""), "title": (("case",), _case_title, ""),
     "priority": (("case",), _case_priority, ""),
     "worker": (("worker_user", "worker_team"), _worker, "")},
    hidden=("worker_user", "worker_team", "activity"), more=put_cases,
    bulk=("queue_item.pick", "queue_item.release", "queue_item.route", "queue_item.remove"),
)  # fmt: skip
QUEUES = Grid(
    Queue, "/queues", _("Queues"),
    ("name", "waiting", "oldest", "worked", "kind", "description", "owner"),
    {"name": (("id", "name"), _name_link("queues", "name"), "name"), "owner": OWNER,
     "waiting": (("id",), _count("waiting"), ""), "worked": (("id",), _count("worked"), ""),
     "oldest": (("id",), _oldest, "")},
    hidden=("owner_user", "owner_team"), new="queue.create", more=put_counts,
)  # fmt: skip
ACCOUNTS = Grid(
    Account, "/accounts", _("Accounts"), ("name", "account_number", "city", "phone", "email"),
    {"name": (("id", "name"), _name_link("accounts", "name"), "name"), "owner": OWNER},
    hidden=("owner_user", "owner_team", "custom", "description"), new="account.create",
    bulk=("account.assign", "account.deactivate", "account.activate", "account.delete"),
)  # fmt: skip
CONTACTS = Grid(
    Contact, "/contacts", _("Contacts"), ("full_name", "account", "job_title", "phone", "email"),
    {"full_name": (("id", "full_name"), _name_link("contacts", "full_name"), "full_name"),
     "owner": OWNER},
    hidden=("owner_user", "owner_team", "custom", "description"), new="contact.create",
    bulk=("contact.assign", "contact.deactivate", "contact.activate", "contact.delete"),
)  # fmt: skip
