"""Dialogs: one view for every operation: what it asks, what it would do, and doing it."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from casework.cases.policies import DialogPolicy
from casework.interfaces.calling import Asking, call, parameters
from casework.interfaces.web.asking import Asked
from casework.interfaces.web.asking_admin import dialog_of
from casework.interfaces.web.choosing import Chosen, chosen
from casework.interfaces.web.comparing import compared
from casework.interfaces.web.failing import missing
from casework.interfaces.web.failing import refused as refused_page
from casework.interfaces.web.foretelling import Foretold, foretold, where
from casework.interfaces.web.forms import Field, answered, problems_into
from casework.interfaces.web.noticing import DID
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show, with_query
from casework.interfaces.web.words.operations import command_of
from casework.kernel.operations import OPERATIONS, Operation, Result
from casework.kernel.policies import chosen as policies
from casework.kernel.previews import Preview, WorldChanged
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput, Refusal

PLACEHOLDER = "…"  # for a text that is still to be typed: free text is no part of a fingerprint
ACTIVITIES_OPEN = "activities-open"


@dataclass
class Told:
    """What a dialog tells: its problems, and what would happen."""

    fields: list[Field]
    problems: list[str] = field(default_factory=list)
    ways: list[dict[str, Any]] = field(default_factory=list)
    foretold: Foretold | None = None
    changed: bool = False
    warning: Refusal | None = None
    status: int = 200


def dialog(request: Any, name: str) -> Any:
    """The dialog of an operation, its preview (``step=preview``), and its run (``step=confirm``)."""
    operation = OPERATIONS.get(name)
    if operation is None or (operation.model.NOUN not in RECORDS and name != "run.undo"):
        return missing(request, LookupError(name))
    reader = Reader()
    given = request.POST if request.method == "POST" else request.GET
    made = dialog_of(operation)
    try:
        picked = Chosen([], []) if operation.creates else chosen(
            operation.model, given, request.actor, reader
        )  # fmt: skip
    except Refusal as refusal:
        return refused_page(request, refusal)
    asked = Asked(operation, picked, request.actor, given)
    if picked.count < made.fewest:
        return _too_few(request, operation, made.fewest)
    told = Told(made.fields(asked))
    arguments = _arguments(asked, made, told, request)
    if request.method == "POST" and given.get("step") == "confirm" and not told.problems:
        answer = _run(request, asked, told, arguments, reader)
        if answer is not None:
            return answer
    elif not told.problems or request.method == "GET":
        _foresee(asked, told, arguments, reader)
    return _shown(request, asked, made, told)


def _arguments(asked: Asked, made: Any, told: Told, request: Any) -> dict[str, Any]:
    given = answered(asked.operation, told.fields, asked.post, request.FILES)
    for one in told.fields:
        if one.name in asked.post and one.name not in parameters(asked.operation):
            one.value = asked.post[one.name]
        if one.kind == "choice" and one.value == "" and one.options and one.name not in asked.post:
            one.value = one.options[0][0]
            given[one.name] = one.value or None
    try:
        found: dict[str, Any] = made.given(asked, given)
    except InvalidInput as refusal:
        if request.method == "POST":
            _explain(told, refusal)
        return given
    return found


def _said(asked: Asked, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a preview: texts that are still to be typed do not hold it up."""
    known = parameters(asked.operation)
    missing_ = {
        name: PLACEHOLDER
        for name, one in known.items()
        if one.required and one.kind == "text" and not one.many and not arguments.get(name)
    }
    return {**{n: v for n, v in arguments.items() if n in known}, **missing_}


def _foresee(asked: Asked, told: Told, arguments: dict[str, Any], reader: Reader) -> None:
    said = _said(asked, arguments)
    needed = [one.name for one in parameters(asked.operation).values() if one.required]
    if any(said.get(name) in (None, "") for name in needed):
        return  # nothing to foresee before it is chosen
    try:
        made = call(
            asked.operation, asked.chosen.keys, said, by=asked.actor,
            on_refusal=_on_refusal(asked), asking=Asking(preview=True),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.code == ACTIVITIES_OPEN:
            told.warning = refusal
        elif not (isinstance(refusal, InvalidInput) and asked.post.get("step") is None):
            _explain(told, refusal)
        return
    if isinstance(made, Preview):
        blocked = {one.code for one in made.left_out.values()}
        if blocked == {ACTIVITIES_OPEN} and asked.operation.name == "case.resolve":
            told.warning = next(iter(made.left_out.values()))
        told.foretold = foretold(made, asked.actor, reader)


def _run(
    request: Any, asked: Asked, told: Told, arguments: dict[str, Any], reader: Reader
) -> HttpResponse | None:
    fingerprint = asked.post.get("fingerprint") or None
    known = {n: v for n, v in arguments.items() if n in parameters(asked.operation)}
    try:
        result = call(
            asked.operation, asked.chosen.keys, known, by=asked.actor,
            on_refusal=_on_refusal(asked), asking=Asking(expecting=fingerprint),
        )  # fmt: skip
    except WorldChanged as refusal:
        told.changed, told.status = True, refusal.status
        told.foretold = foretold(refusal.preview, asked.actor, reader)
        return None
    except Refusal as refusal:
        if refusal.code == ACTIVITIES_OPEN:
            told.warning, told.status = refusal, refusal.status
        else:
            _explain(told, refusal)
        return None
    assert isinstance(result, Result)
    return _done(request, asked, result)


def _on_refusal(asked: Asked) -> Any:
    """Of several records those that may not be are left out and named; one refuses the whole."""
    many = asked.chosen.count > 1 and not asked.operation.creates
    return "skip" if many and asked.operation.name != "case.merge" else "stop"


def _explain(told: Told, refusal: Refusal) -> None:
    told.status = refusal.status
    if isinstance(refusal, InvalidInput):
        errors = refusal.facts.get("errors") or [
            {"field": refusal.facts["field"], "problem": str(refusal.facts["problem"])}
        ]
        told.problems += problems_into(told.fields, errors)
        if not told.problems:
            told.problems.append(_("Something is still to be put right; see the fields."))
        return
    told.problems.append(refusal.text)
    told.ways = [
        {"operation": name, "label": command_of(name).label}
        for name in refusal.enabled_by
        if name in OPERATIONS and not OPERATIONS[name].creates
    ]


def _done(request: Any, asked: Asked, result: Result) -> HttpResponse:
    """Back to where it was asked, with the notice; what was left out is told first."""
    told = request.POST.get("next") or _home(asked, result)
    there = told if told.startswith("/") and not told.startswith("//") else "/"
    if result.run:
        there = with_query(there, **{DID: str(result.run)})
    if result.left_out or result.secrets:
        names = {one.pk: str(one) for one in asked.chosen.records}
        said = {
            "title": command_of(asked.operation.name).title,
            "done": len(result.records),
            "left_out": [(names.get(k, str(k)), one.text) for k, one in result.left_out.items()],
            "secrets": list(result.secrets.values()),
            "next": there,
        }
        return show(request, "dialogs/done.html", said)
    if request.htmx:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = there
        return answer
    return HttpResponseRedirect(there, status=303)


def _home(asked: Asked, result: Result) -> str:
    noun = asked.operation.model.NOUN
    ids = result.created.get(noun, [])
    if asked.operation.creates and len(ids) == 1:
        return where(asked.operation.model.objects.get(pk=ids[0])) or "/"
    gone = asked.operation.verb == "delete"
    if len(asked.chosen.records) == 1 and not gone:
        return where(asked.chosen.records[0]) or "/"
    return f"/{noun}s" if noun in ("case", "account", "contact") else "/"


def _too_few(request: Any, operation: Operation, fewest: int) -> HttpResponse:
    text = _("Choose at least {count} first.").format(count=fewest)
    said = {"title": command_of(operation.name).title, "text": text}
    return show(request, "dialogs/cannot.html", said, status=422)


def _shown(request: Any, asked: Asked, made: Any, told: Told) -> HttpResponse:
    command = command_of(asked.operation.name)
    confirmed = asked.post.get("cancel_open_activities") == "true"
    said = {
        "operation": asked.operation.name,
        "verb": asked.operation.verb,
        "command": command,
        "title": command.title,
        "chosen": asked.chosen,
        "told": told,
        "fields": told.fields,
        "confirmed": confirmed,
        "back": asked.post.get("next") or request.headers.get("Referer", "/cases"),
        "next": asked.post.get("next", ""),
        "compared": compared(asked) if asked.operation.name == "case.merge" else None,
        "enctype": any(one.kind == "file" for one in told.fields),
    }
    template = made.template or "dialogs/form.html"
    if told.warning is not None and not confirmed:
        template = "dialogs/open_activities.html"
        said |= open_activities(asked, told.warning)
    elif asked.post.get("step") == "preview" and request.htmx:
        template = "dialogs/foretold.html"
    return show(request, template, said, status=told.status)


def open_activities(asked: Asked, warning: Refusal) -> dict[str, Any]:
    """The number in the warning, and where its link leads (S6a, S20)."""
    first = asked.chosen.records[0]
    tab = policies()[DialogPolicy].open_activities_tab
    return {"open_count": warning.count, "activities_at": f"/cases/{first.number}?tab={tab}"}
