"""Views: the lists that ship, each a name for a filter and an order."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.interfaces.web.reader import Reader
from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared
from casework.workplace.models import View as Kept

MOST = 200  # saved views in a menu
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class View:
    """A list by name: its filter as REST knows it, made for who reads it, and its order."""

    name: str
    label: Any
    filter: Callable[[Actor, Reader], Pairs]
    sort: str = "-created_at"
    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict, hash=False)
    is_saved: bool = False


def _where(*pairs: tuple[str, str]) -> Callable[[Actor, Reader], Pairs]:
    return lambda actor, reader: list(pairs)


ACTIVE, MINE = ("state", "active"), ("owner_user", "me")
CASE_VIEWS = (
    View("my-active", _("My Active Cases"), _where(ACTIVE, MINE)),
    View("active", _("Active Cases"), _where(ACTIVE)),
    View("all", _("All Cases"), _where()),
    View("resolved", _("Resolved Cases"), _where(("state", "resolved")), "-closed_at"),
    View("cancelled", _("Cancelled Cases"), _where(("state", "cancelled")), "-closed_at"),
    View("my-resolved", _("My Resolved Cases"), _where(("state", "resolved"), MINE), "-closed_at"),
    View(
        "my-teams",
        _("My Team's Active Cases"),
        _where(ACTIVE, ("owner_team.in", "my-teams")),
    ),
    View("unassigned", _("Unassigned Cases"), _where(ACTIVE, ("owner_user.null", "true"))),
    View(
        "overdue",
        _("Overdue Follow-ups"),
        _where(ACTIVE, ("follow_up_by.lt", "today")),
        "follow_up_by",
        ("number", "title", "customer", "priority", "status", "owner", "follow_up_by"),
    ),
    View(
        "children",
        _("Child Cases"),
        _where(ACTIVE, ("parent.null", "false")),
        columns=("number", "title", "parent", "customer", "priority", "status", "owner"),
    ),
)
OPEN = ("state.in", "open,scheduled")
ACTIVITY_VIEWS = (
    View("my-open", _("My Open Activities"), _where(OPEN, MINE), "due_at"),
    View(
        "due",
        _("My Activities Due Today or Overdue"),
        _where(OPEN, MINE, ("due_at.lt", "today+1d")),
        "due_at",
    ),
    View(
        "overdue",
        _("Overdue Activities"),
        _where(OPEN, ("due_at.lt", "now")),
        "due_at",
    ),
    View("open", _("Open Activities"), _where(OPEN), "due_at"),
    View("all", _("All Activities"), _where()),
)
ITEM_VIEWS = (
    View("waiting", _("Waiting"), _where(ACTIVE, ("worker_user.null", "true")), "entered_at"),
    View("mine", _("I Work on"), _where(ACTIVE, ("worker_user", "me")), "entered_at"),
    View("all", _("All Items"), _where(ACTIVE), "entered_at"),
)


def customer_views(sort: str) -> tuple[View, ...]:
    """The lists of accounts or of contacts."""
    return (
        View("active", _("Active"), _where(("state", "active")), sort),
        View("inactive", _("Inactive"), _where(("state", "inactive")), sort),
        View("all", _("All"), _where(), sort),
    )


IN_USE = ("is_active", "true")
QUEUE_VIEWS = (
    View("active", _("Active"), _where(IN_USE), "name"),
    View("all", _("All"), _where(), "name"),
)


def view_called(views: tuple[View, ...], name: str) -> View:
    """The view of this name; the first where there is none."""
    return next((one for one in views if one.name == name), views[0])


def saved_views(noun: str, actor: Actor) -> tuple[View, ...]:
    """The lists of a noun that the reader keeps, or that others share with them."""
    return tuple(_saved(one) for one in KEPT(noun, actor=actor))


def _kept(noun: str, actor: Actor) -> Any:
    rows = Kept.objects.visible_to(actor).filter(table=noun, is_active=True)
    return rows.order_by("name", "pk")[:MOST]


KEPT = Prepared(_kept, Kept)


def all_saved(actor: Actor) -> list[tuple[str, View]]:
    """Every saved list of the reader's and its table: one query."""
    rows = Kept.objects.visible_to(actor).filter(is_active=True).order_by("name", "pk")[:MOST]
    return [(one.table, _saved(one)) for one in rows]


def _saved(one: Kept) -> View:
    pairs = [("filter", json.dumps(one.filter))] if one.filter else []
    sort = one.sort or "-created_at"
    return View(str(one.pk), one.name, _where(*pairs), sort, tuple(one.columns), one.widths, True)
