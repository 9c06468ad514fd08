"""Arranging: making a dashboard of one's own, changing it, and choosing where one begins."""

from typing import Any

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from casework.interfaces.calling import call
from casework.interfaces.web.dashboards.definitions import (
    ALL_CHARTS,
    CATALOGUE,
    MULTI,
    SINGLE,
    TILES,
    Dashboard,
    reference_of,
)
from casework.interfaces.web.dashboards.facets import FACETS
from casework.interfaces.web.dashboards.shelf import dashboard_called, kept_called
from casework.interfaces.web.dashboards.spans import PRESETS
from casework.interfaces.web.dashboards.tables import TABLES
from casework.interfaces.web.failing import missing, refused
from casework.interfaces.web.noticing import DID
from casework.interfaces.web.showing import show, with_query
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS, Result
from casework.kernel.refusals import Refusal
from casework.queues.models import Queue
from casework.workplace.models import View

KINDS = {MULTI: "multi_stream", SINGLE: "single_stream", TILES: "tiles"}
EMPTY, MOST = 3, 12  # lines for streams: left empty, and in all
Layout = dict[str, Any]


def new(request: Any) -> Any:
    """A new dashboard, beginning with what is on another one (``from``)."""
    name, actor = request.GET.get("from", ""), request.actor
    said: dict[str, Any] = {"name": "", "kind": "multi_stream", "layout": {}}
    if row := kept_called(name, actor):
        said |= {"kind": row.kind, "layout": row.layout}
    elif board := dashboard_called(name, actor):
        said |= {"kind": KINDS[board.kind], "layout": _layout(board)}
    return _page(request, "dashboard.create", [], said, "/dashboards/new", _("New dashboard"))


def edit(request: Any, name: str) -> Any:
    """What is on a dashboard that one keeps."""
    row = kept_called(name, request.actor)
    if row is None:
        return missing(request, LookupError(name))
    said = {"name": row.name, "kind": row.kind, "layout": row.layout}
    there = f"/dashboards/{row.pk}/edit"
    return _page(request, "dashboard.edit", [str(row.pk)], said, there, _("Edit dashboard"))


def begin(request: Any, name: str) -> Any:
    """From now on this dashboard opens first."""
    board = dashboard_called(name, request.actor)
    if board is None:
        return missing(request, LookupError(name))
    if request.method == "POST":
        operation = OPERATIONS["preference.change"]
        try:
            call(operation, [], {"default_dashboard": board.name}, by=request.actor)
        except Refusal as refusal:
            return refused(request, refusal)
    return HttpResponseRedirect(f"/dashboards/{board.name}", status=303)


def _page(
    request: Any, operation: str, keys: list[str], said: dict[str, Any], there: str, title: str
) -> Any:
    problem, status = "", 200
    if request.method == "POST":
        said = _posted(request.POST)
        try:
            result = call(OPERATIONS[operation], keys, said, by=request.actor)
        except Refusal as refusal:
            problem, status = refusal.text, refusal.status
        else:
            return _to(result, keys)
    elif not request.actor.holds(operation):
        problem = _("You may not keep dashboards. Ask who administers roles.")
    layout = said["layout"]
    lines = [
        {"picked": one.get("view") or f"queue:{one['queue']}", "title": one.get("title", "")}
        for one in layout.get("streams", [])
    ]
    blank = max(1, min(EMPTY, MOST - len(lines)))
    shown = {
        "title": title,
        "problem": problem,
        "there": there,
        "back": f"/dashboards/{keys[0]}" if keys else "/dashboards",
        "name": said["name"],
        "kind": said["kind"],
        "lines": [*lines, *({"picked": "", "title": ""} for _n in range(blank))],
        "groups": _groups(request.actor),
        "charts": [
            {"name": one, "label": _chart(one), "on": one in layout.get("charts", [])}
            for one in (*ALL_CHARTS, "case_type")
        ],
        "frames": [(one, label) for one, label, _make in PRESETS],
        "frame": layout.get("timeframe", ""),
    }
    return show(request, "dashboards/arrange.html", shown, status)


def _to(result: Any, keys: list[str]) -> Any:
    key = keys[0] if keys else str(result.created["dashboard"][0])
    run = result.run if isinstance(result, Result) else None
    there = f"/dashboards/{key}"
    return HttpResponseRedirect(with_query(there, **{DID: str(run)}) if run else there, status=303)


def _chart(name: str) -> str:
    return FACETS[name].label if name in FACETS else _("Opened and closed")


def _layout(board: Dashboard) -> Layout:
    """What is on a dashboard that ships, as it is kept."""
    streams = [{"view": reference_of(one)} for one in board.streams]
    most = 1 if board.kind == SINGLE else MOST
    return {"streams": streams[:most], "charts": list(board.charts)}


def _posted(post: Any) -> dict[str, Any]:
    """The form as arguments of the operation."""
    streams = []
    for picked, title in zip(post.getlist("stream"), post.getlist("title"), strict=False):
        if not picked:
            continue
        kind, _colon, key = picked.partition(":")
        one = {"queue": key} if kind == "queue" else {"view": picked}
        streams.append({**one, "title": title.strip()} if title.strip() else one)
    layout: Layout = {"streams": streams, "charts": post.getlist("chart")}
    if post.get("frame"):
        layout["timeframe"] = post["frame"]
    kind = post.get("kind", "multi_stream")
    return {"name": post.get("name", "").strip(), "kind": kind, "layout": layout}


def _groups(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a stream may show: the lists that ship, saved lists, and queues."""

    def shipped(noun: str) -> list[tuple[str, str]]:
        start = f"{noun}:"
        return [(k, str(one.label)) for k, one in CATALOGUE.items() if k.startswith(start)]

    views = View.objects.visible_to(actor).filter(is_active=True, table__in=TABLES)
    queues = Queue.objects.visible_to(actor).filter(is_active=True)
    named = [(str(one.pk), one.name) for one in views.order_by("name")[:200]]
    waiting = [(f"queue:{key}", name) for key, name in queues.values_list("pk", "name")[:200]]
    groups = [
        (_("Cases"), shipped("case")),
        (_("Activities"), shipped("activity")),
        (_("Queue items"), shipped("queue_item")),
        (_("Saved lists"), named),
        (_("Queues"), waiting),
    ]
    return [(label, options) for label, options in groups if options]
