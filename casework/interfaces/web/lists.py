"""The lists: cases, activities, accounts, contacts and queues."""

from typing import Any

from django.utils.translation import gettext as _

from casework.interfaces.web.administration.rights import creating
from casework.interfaces.web.afterwards import remember
from casework.interfaces.web.filtering import chips, fields_of, filtered
from casework.interfaces.web.grids import (
    ACCOUNTS,
    ACTIVITIES,
    CASES,
    CONTACTS,
    QUEUES,
    Grid,
)
from casework.interfaces.web.layouts import choices, usual
from casework.interfaces.web.listing import Address, question, table
from casework.interfaces.web.matching import counted
from casework.interfaces.web.preferring import preference_of
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show
from casework.interfaces.web.views import (
    ACTIVITY_VIEWS,
    CASE_VIEWS,
    QUEUE_VIEWS,
    View,
    customer_views,
    saved_views,
    view_called,
)
from casework.interfaces.web.words.operations import command_of
from casework.kernel.actor import Actor
from casework.kernel.refusals import InvalidInput, Refusal
from casework.people.privileges import refuse_export
from casework.workplace.models import View as SavedView

LISTS: dict[str, tuple[Grid, tuple[View, ...]]] = {
    "cases": (CASES, CASE_VIEWS),
    "activities": (ACTIVITIES, ACTIVITY_VIEWS),
    "accounts": (ACCOUNTS, customer_views("name")),
    "contacts": (CONTACTS, customer_views("full_name")),
    "queues": (QUEUES, QUEUE_VIEWS),
}

UNKEPT = ("q", "after", "did", "menu")  # of an address, what its forms do not say again


def listing(request: Any, name: str) -> Any:
    """The list of a noun."""
    grid, views = LISTS[name]
    return show_list(request, grid, with_saved(grid, views, request.actor))


def with_saved(grid: Grid, views: tuple[View, ...], actor: Actor) -> tuple[View, ...]:
    """The views that ship, then those the reader keeps or that are shared with them."""
    return (*views, *saved_views(grid.model.NOUN, actor))


def show_list(
    request: Any,
    grid: Grid,
    views: tuple[View, ...],
    *,
    rows: Any = None,
    title: str = "",
    record: Any = None,
    template: str = "list.html",
    extra: dict[str, Any] | None = None,
    within: str = "",
) -> Any:
    """A page of a list; what is wrong with its address is said above an empty one.

    ``rows`` narrows it to those below a record; ``within`` says the same as a query, without which
    not all of them can be chosen at once.
    """
    if request.GET.get("add"):
        return filtered(request)
    reader, actor = Reader(), request.actor
    given = dict(request.GET.lists())
    if grid is CASES and "view" not in given and (view := preference_of(request).default_view):
        given["view"] = [view]
    chosen = view_called(views, (given.get("view") or [""])[-1])
    has_own = not chosen.columns and not given.keys() & {"columns", "widths"}
    if has_own and (own := usual(preference_of(request), grid.model.NOUN)):
        given |= own
    address = Address(request.path, given)
    problem, status = "", 200
    try:
        asked = question(grid, views, given, actor, reader)
        shown = table(asked, address, actor, reader, rows)
        count, beyond = counted(asked, actor, rows)
    except InvalidInput as refusal:
        problem, status = refusal.text, refusal.status
        asked = question(grid, views, {"view": [address.one("view")]}, actor, reader)
        shown, count, beyond = None, 0, False
    if shown is not None:
        remember(request, shown.keys)
    said = {
        "title": title or grid.title,
        "grid": grid,
        "noun": grid.model.NOUN,
        "record": record,
        "view": asked.view,
        "views": [
            {"label": one.label, "to": f"{request.path}?view={one.name}", "here": one == asked.view}
            for one in views
        ],
        "may_save": grid.model.NOUN in SavedView.TABLES and actor.holds("view.create"),
        "table": shown,
        "problem": problem,
        "counted": count,
        "count": reader.number(count) + ("+" if beyond else ""),
        "search": asked.search,
        "chips": chips(asked, address, actor),
        "fields": fields_of(asked.grid),
        "columns": choices(asked.grid.columns(), [one.name for one in asked.columns], asked.widths),
        "columns_in": "columns-form",
        "columns_open": address.one("menu") == "columns",
        "keeps_columns": grid.model.NOUN in SavedView.TABLES,
        "has_own_columns": grid.model.NOUN in preference_of(request).columns,
        "kept": [(n, v) for n, vs in given.items() for v in vs if n not in UNKEPT],
        "bulk": [_command(one) for one in grid.bulk],
        "new": grid.new and creating(grid.new, actor),
        "query": (query := address.with_(after="").partition("?")[2]),
        "all_query": _all_of(query, within) if rows is None or within else "",
        "may_not_export": _may_not_export(actor, grid),
        "apart": bool(request.htmx),
        "empty": _empty(asked.view, bool(asked.own or asked.search)),
    }
    shown_in = "list_rows.html" if request.htmx else template
    return show(request, shown_in, {**said, **(extra or {})}, status=status)


def _all_of(*queries: str) -> str:
    """What chooses all rows of a list; of one without any question, those of its first view."""
    return "&".join(filter(None, queries)) or "view="


def _command(operation: str) -> dict[str, Any]:
    command = command_of(operation)
    return {"operation": operation, "label": command.label, "icon": command.icon}


def _may_not_export(actor: Actor, grid: Grid) -> str:
    """What stands against exporting a list, empty where nothing does."""
    try:
        refuse_export(actor, grid.model.NOUN)
    except Refusal as refusal:
        return refusal.text
    return ""


def _empty(view: View, narrowed: bool) -> str:
    if narrowed:
        return _("No rows fit this search and these filters. Take one away to see more.")
    if view.name in ("my-active", "my-open", "due", "mine"):
        return _("Nothing waits for you here. Well done.")
    return _("This list is empty.")
