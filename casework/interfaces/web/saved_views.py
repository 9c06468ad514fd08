"""Saved views: lists that people keep, as the lists of the hub show them."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from casework.interfaces.calling import call
from casework.interfaces.reading.filters import tree_of as read_tree
from casework.interfaces.web.ending import inside
from casework.interfaces.web.failing import failed, missing, refused
from casework.interfaces.web.grids import ITEMS, Grid
from casework.interfaces.web.listing import FILTER, Address, Question, question
from casework.interfaces.web.lists import LISTS
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.views import ITEM_VIEWS, View, saved_views
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import Refusal
from casework.workplace.models import View as Kept

CUSTOM = "custom."
GRIDS: dict[str, tuple[Grid, tuple[View, ...]]] = {
    **{grid.model.NOUN: (grid, views) for grid, views in LISTS.values()},
    ITEMS.model.NOUN: (ITEMS, ITEM_VIEWS),
}


def tree_of(asked: Question) -> dict[str, Any]:
    """What a list is filtered by, as one tree: its view, and what was added to it."""
    parts: list[Any] = []
    for name, value in asked.pairs:
        if name == FILTER:
            parts.append(read_tree(value))
            continue
        start = CUSTOM if name.startswith(CUSTOM) else ""
        bare, _dot, operator = name.removeprefix(start).partition(".")
        parts.append({"column": start + bare, "operator": operator or "eq", "value": value})
    return {"all": parts} if parts else {}


def columns_of(asked: Question) -> list[str]:
    """The columns of a list as they are kept, in their order."""
    return [one.name for one in asked.columns]


def save(request: Any) -> Any:
    """Keep a list as it is shown under a name of one's own, and go to it."""
    noun, place = request.POST.get("noun", ""), request.POST.get("place", "/cases")
    if request.method != "POST" or noun not in Kept.TABLES or noun not in GRIDS:
        return missing(request, LookupError(noun))
    grid, shipped = GRIDS[noun]
    reader, actor = Reader(), request.actor
    given = dict(QueryDict(request.POST.get("query", "")).lists())
    views = (*shipped, *saved_views(noun, actor))
    name = request.POST.get("name", "").strip()
    if not name:
        return failed(request, 422, _("Not saved"), _("Give the view a name."))
    try:
        asked = question(grid, views, given, actor, reader)
        result = OPERATIONS["view.create"](
            by=actor, name=name, table=noun, filter=tree_of(asked), columns=columns_of(asked),
            widths=asked.widths, sort=asked.sort,
        )  # fmt: skip
    except Refusal as refusal:
        return refused(request, refusal)
    [key] = result.created["view"]
    there = place if inside(place) else grid.place
    return HttpResponseRedirect(f"{there}?{urlencode({'view': str(key)})}", status=303)


def keep_columns(request: Any) -> Any:
    """Make the columns of a list one's own, as they are shown; ``act=forget`` forgets them."""
    post, actor = request.POST, request.actor
    noun, place = post.get("noun", ""), post.get("place", "")
    if request.method != "POST" or noun not in GRIDS or noun not in Kept.TABLES:
        return missing(request, LookupError(noun))
    grid, shipped = GRIDS[noun]
    given = dict(QueryDict(post.get("query", "")).lists())
    layout: dict[str, Any] | None = None
    try:
        if post.get("act") != "forget":
            asked = question(grid, (*shipped, *saved_views(noun, actor)), given, actor, Reader())
            layout = {"columns": columns_of(asked), "widths": asked.widths}
        call(OPERATIONS["preference.change"], [], {"columns": {noun: layout}}, by=actor)
    except Refusal as refusal:
        return refused(request, refusal)
    there = Address(place if inside(place) else grid.place, given)
    return HttpResponseRedirect(there.with_(columns="", widths=""), status=303)
