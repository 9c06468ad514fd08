"""Runs: what a run did, and one press to take it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect

from casework.interfaces.calling import find_records
from casework.interfaces.web.called import called
from casework.interfaces.web.ending import inside
from casework.interfaces.web.failing import refused
from casework.interfaces.web.noticing import DID
from casework.interfaces.web.places import where
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show, with_query
from casework.interfaces.web.words.events import effect_of
from casework.interfaces.web.words.operations import command_of
from casework.kernel.history import Event, Run, Undoing
from casework.kernel.operations import OPERATIONS
from casework.kernel.records import RECORDS
from casework.kernel.refusals import Refusal

NAMED = 20  # records of a kind that are shown


def run(request: Any, key: UUID) -> Any:
    """What a run did: who, when, and the records by kind of event."""
    try:
        [found] = find_records(Run, [key], request.actor).values()
    except Refusal as refusal:
        return refused(request, refusal)
    reader = Reader()
    kinds: dict[str, list[Any]] = {}
    for event in (
        Event.objects.filter(run=found)
        .order_by("pk")
        .values_list("kind", "record_type", "record_id")[:20_000]
    ):
        kinds.setdefault(event[0], []).append(event[1:])
    said = {
        "title": command_of(found.operation).title,
        "run": found,
        "at": reader.time(found.at),
        "who": found.actor.full_name or found.actor.username,
        "lines": [
            {"text": effect_of(kind, len(some)), "records": _named(some, request.actor)}
            for kind, some in kinds.items()
        ],
        "undone": Undoing.objects.filter(run=found, stands=True).exists(),
    }
    return show(request, "run.html", said)


def _named(some: list[Any], actor: Any) -> list[tuple[str, str]]:
    model = RECORDS[some[0][0]]
    found = model.objects.filter(pk__in=[key for _noun, key in some[:NAMED]]).visible_to(actor)
    rows = list(found)
    return [(name, where(one)) for one, name in zip(rows, called(rows, actor), strict=True) if name]


def undo(request: Any, key: UUID) -> Any:
    """Take a run back at once; where that is refused, the dialog says why and what would help."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/do/run.undo?on={key}")
    there = request.POST.get("next", "/")
    there = there if inside(there) else "/"
    try:
        [found] = find_records(Run, [key], request.actor).values()
        result = OPERATIONS["run.undo"](found, by=request.actor)
    except Refusal:
        return HttpResponseRedirect(f"/do/run.undo?on={key}&step=preview", status=303)
    answer: HttpResponse = HttpResponseRedirect(
        with_query(there, **{DID: str(result.run)}), status=303
    )
    return answer
