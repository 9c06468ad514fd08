"""Pages: a dashboard, the list of one of its streams, a chart as a file."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from casework.interfaces.web.dashboards.counting import Flow, charts
from casework.interfaces.web.dashboards.definitions import SINGLE, TILES, Dashboard
from casework.interfaces.web.dashboards.drawing import drawn
from casework.interfaces.web.dashboards.facets import FACETS
from casework.interfaces.web.dashboards.naming import Names
from casework.interfaces.web.dashboards.narrowing import ANY, Narrowed, narrowed
from casework.interfaces.web.dashboards.shelf import dashboard_called, dashboards_of, first_of
from casework.interfaces.web.dashboards.spans import words_of
from casework.interfaces.web.dashboards.streams import streams
from casework.interfaces.web.dashboards.tables import TABLES
from casework.interfaces.web.exporting import exported
from casework.interfaces.web.failing import missing
from casework.interfaces.web.listing import Address
from casework.interfaces.web.lists import show_list
from casework.interfaces.web.preferring import preference_of
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show, without
from casework.kernel.refusals import InvalidInput


def first(request: Any) -> Any:
    """The dashboard that opens by itself, with whatever the address chooses."""
    return _show(request, first_of(request.actor, preference_of(request).default_dashboard))


def page(request: Any, name: str) -> Any:
    """A dashboard; what is wrong with its address is said above the whole of it."""
    board = dashboard_called(name, request.actor)
    return _show(request, board) if board else missing(request, LookupError(name))


def _show(request: Any, board: Dashboard) -> Any:
    reader = Reader()
    address = Address(f"/dashboards/{board.name}", dict(request.GET.lists()))
    problem, status = "", 200
    try:
        wanted = narrowed(address, reader, board.frame)
        said = _said(request, board, wanted)
    except InvalidInput as refusal:
        problem, status = refusal.text, refusal.status
        wanted = narrowed(Address(address.path, {}), reader, board.frame)
        said = _said(request, board, wanted)
    said["problem"] = problem
    return show(request, "dashboards/page.html", said, status)


def _said(request: Any, board: Dashboard, wanted: Narrowed) -> dict[str, Any]:
    actor, reader, address = request.actor, wanted.reader, wanted.address
    names = Names(actor)
    shown = board.kind == SINGLE or (
        address.one("charts") == "show" or (board.charts_shown and address.one("charts") != "hide")
    )
    made = charts(board, wanted, actor, names) if shown else []
    if not shown:
        names.read((FACETS[name], key) for name, values in wanted.slices.items() for key in values)
    return {
        "title": board.label,
        "board": board,
        "boards": [
            {"label": one.label, "to": f"/dashboards/{one.name}", "here": one.name == board.name}
            for one in dashboards_of(actor)
        ],
        "mine": board.owner == actor.user,
        "is_default": preference_of(request).default_dashboard == board.name,
        "may_make": actor.holds("dashboard.create"),
        "streams": streams(board, wanted, actor, without(request, "did")),
        "charts": [_chart(one, board, wanted) for one in made],
        "charts_shown": shown,
        "charts_to": _other_way(wanted, shown),
        "always": board.kind == SINGLE,
        "tiles_only": board.kind == TILES,
        "frames": wanted.frames(),
        "frame": words_of(wanted.span, reader) or ANY,
        "since": wanted.span.first,
        "until": wanted.span.last,
        "custom": wanted.kept("frame", "from", "until"),
        "chips": wanted.chips(names),
        "nothing": wanted.nothing(),
        "choices": _choices(wanted, names),
        "kept": wanted.kept(*FACETS),
        "refresh": address.with_(),
        "bare": address.path,
    }


def _other_way(wanted: Narrowed, shown: bool) -> str:
    """Charts that are hidden choose nothing any more (spec 4.2)."""
    if not shown:
        return wanted.address.with_(charts="show")
    return wanted.address.with_(**{**dict.fromkeys(FACETS, ""), "charts": "hide"})


def _chart(one: Any, board: Dashboard, wanted: Narrowed) -> dict[str, Any]:
    query = wanted.address.with_().partition("?")[2]
    made: dict[str, Any] = {
        "name": one.name,
        "label": one.label,
        "svg": drawn(one, wanted.reader),
        "file": f"/dashboards/{board.name}/charts/{one.name}.svg?{query}",
        "flow": isinstance(one, Flow),
    }
    if isinstance(one, Flow):
        return {**made, "rows": one.buckets, "empty": not one.opened + one.closed}
    return {**made, "rows": one.slices, "empty": not one.total}


def _choices(wanted: Narrowed, names: Names) -> list[dict[str, Any]]:
    """What the filter of the whole page may choose, by the alphabet."""
    made = []
    for facet in FACETS.values():
        known = list(names.statuses.items()) if facet.kind == "status" else facet.known()
        picked = wanted.slices.get(facet.name, [])
        options = [{"key": k, "label": label, "on": k in picked} for k, label in known]
        if options:
            made.append(
                {
                    "name": facet.name,
                    "label": facet.label,
                    "options": options,
                    "several": facet.several,
                }
            )
        elif picked:
            kept = [{"key": k, "label": names.label(facet, k), "on": True} for k in picked]
            made.append(
                {
                    "name": facet.name,
                    "label": facet.label,
                    "options": kept,
                    "several": facet.several,
                }
            )
    return sorted(made, key=lambda one: str(one["label"]))


def stream(request: Any, name: str, stream: str) -> Any:
    """All rows of a stream that no list of the site map shows, with filters and commands."""
    board = dashboard_called(name, request.actor)
    one = board.stream(stream) if board else None
    if one is None:
        return missing(request, LookupError(stream))
    table = TABLES[one.noun]
    rows = one.rows(request.actor) if one.rows else None
    return show_list(request, table.grid, table.views, rows=rows, title=str(one.label))


def export_stream(request: Any, name: str, stream: str, kind: str) -> Any:
    """All rows of such a stream as a file."""
    board = dashboard_called(name, request.actor)
    one = board.stream(stream) if board else None
    if one is None:
        return missing(request, LookupError(stream))
    table = TABLES[one.noun]
    rows = one.rows(request.actor) if one.rows else None
    return exported(request, table.grid, table.views, kind, str(one.label), rows)


def chart(request: Any, name: str, chart: str) -> Any:
    """A chart as an SVG file, as it is on the page that the address says."""
    board = dashboard_called(name, request.actor)
    if board is None or chart not in board.charts:
        return missing(request, LookupError(chart))
    reader = Reader()
    try:
        wanted = narrowed(Address("", dict(request.GET.lists())), reader, board.frame)
        only = replace(board, charts=(chart,))
        [made] = charts(only, wanted, request.actor, Names(request.actor))
    except InvalidInput:
        return HttpResponseRedirect(f"/dashboards/{name}")
    answer = HttpResponse(drawn(made, reader, linked=False), content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{chart}.svg"'
    return answer
