"""Audit: the log of all runs, filtered, page by page and to take along."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from casework.interfaces.reading import Asked, in_json, listed
from casework.interfaces.web.administration.areas import crumbs
from casework.interfaces.web.failing import refused
from casework.interfaces.web.forms import moment
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show
from casework.interfaces.web.story import INTERFACES
from casework.interfaces.web.words.operations import command_of
from casework.kernel.actor import Actor
from casework.kernel.history import Run, Undoing
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import Forbidden, Refusal
from casework.people.models import User

READ = "run.read"
PAGE, PORTION = "50", "500"  # runs of a page, and of a step of an export
# what the form calls it, and the filter it is
NAMES = {
    "actor": "actor",
    "operation": "operation",
    "interface": "interface",
    "since": "at.gte",
    "until": "at.lt",
}
MOMENTS = ("since", "until")
Pairs = list[tuple[str, str]]


def asked_of(given: Any) -> Pairs:
    """The filters of an address; what was left empty filters nothing."""
    made = []
    for name, column in NAMES.items():
        if text := given.get(name, "").strip():
            made.append((column, moment(text) if name in MOMENTS else text))
    return made


def audit(request: Any) -> Any:
    """Who did what, when and by which way, the last first."""
    actor = request.actor
    if not actor.holds(READ):
        return refused(request, Forbidden(privilege=READ))
    filters, problem, status = asked_of(request.GET), "", 200
    pairs = [*filters, ("sort", "-at"), ("limit", PAGE)]
    if after := request.GET.get("after"):
        pairs.append(("after", after))
    try:
        page = listed(Run, Asked(request.path, pairs), actor)
    except Refusal as refusal:
        page, problem, status = {"items": [], "next": None}, refusal.text, refusal.status
    given = {name: request.GET.get(name, "") for name in NAMES}
    kept = urlencode({name: value for name, value in given.items() if value})
    said = {
        "title": _("Audit log"),
        "crumbs": crumbs(),
        "rows": _rows(page["items"], Reader()),
        "given": given,
        "problem": problem,
        "filtered": bool(filters),
        "operations": sorted(
            ((name, str(command_of(name).title)) for name in OPERATIONS), key=lambda one: one[1]
        ),
        "interfaces": list(INTERFACES.items()),
        "export": f"/administration/audit/export.jsonl?{kept}",
        "first": f"{request.path}?{kept}" if after else "",
        "next": f"{request.path}?{kept}&{urlencode({'after': _after(page)})}"
        if page["next"]
        else "",
    }
    return show(request, "administration/audit.html", said, status=status)


def _after(page: dict[str, Any]) -> str:
    return parse_qs(page["next"].partition("?")[2])["after"][0]


def _rows(items: list[dict[str, Any]], reader: Reader) -> list[dict[str, Any]]:
    people = {one[name]["id"] for one in items for name in ("actor", "on_behalf_of") if one[name]}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "full_name"))
    back = Undoing.objects.filter(run__in=[one["id"] for one in items], stands=True)
    undone = set(back.values_list("run_id", flat=True))
    return [
        {
            "id": one["id"],
            "at": reader.time(one["at"]),
            "who": _name(one["actor"], names),
            "for": _name(one["on_behalf_of"], names) if one["on_behalf_of"] else "",
            "operation": command_of(one["operation"]).title,
            "name": one["operation"],
            "interface": INTERFACES.get(one["interface"], one["interface"]),
            "undone": one["id"] in undone,
        }
        for one in items
    ]


def _name(one: dict[str, Any], names: dict[Any, str]) -> str:
    if one["name"] is None:
        return _("not visible to you")
    return names.get(one["id"]) or str(one["name"])


def export(request: Any) -> Any:
    """The filtered log as JSON lines, told as it is read."""
    actor = request.actor
    if not actor.holds(READ):
        return refused(request, Forbidden(privilege=READ))
    filters = asked_of(request.GET)
    try:
        first = _portion(filters, "", actor)
    except Refusal as refusal:
        return refused(request, refusal)
    answer = StreamingHttpResponse(
        _lines(first, filters, actor), content_type="application/x-ndjson"
    )
    answer["Content-Disposition"] = 'attachment; filename="audit-log.jsonl"'
    return answer


def _portion(filters: Pairs, after: str, actor: Actor) -> dict[str, Any]:
    more = [("after", after)] if after else []
    pairs = [*filters, ("sort", "-at"), ("limit", PORTION), *more]
    return listed(Run, Asked("", pairs), actor)


def _lines(page: dict[str, Any], filters: Pairs, actor: Actor) -> Iterator[bytes]:
    while True:
        yield b"".join(in_json(one) + b"\n" for one in page["items"])
        if not page["next"]:
            return
        page = _portion(filters, _after(page), actor)
