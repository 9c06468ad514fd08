"""Dialogs: one view for every operation: what it asks, what it would do, and doing it."""

from typing import Any, cast

from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from casework.interfaces.calling import Asking, call, parameters
from casework.interfaces.web.asking import Asked
from casework.interfaces.web.choosing import Chosen, chosen
from casework.interfaces.web.comparing import compared
from casework.interfaces.web.customs import asked_customs, custom_answers
from casework.interfaces.web.ending import done, ended, inside
from casework.interfaces.web.failing import missing
from casework.interfaces.web.failing import refused as refused_page
from casework.interfaces.web.foretelling import foretold
from casework.interfaces.web.forms import answered
from casework.interfaces.web.progressing import is_long, started
from casework.interfaces.web.questions import dialog_of
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.sending import FIELD, new_token
from casework.interfaces.web.showing import show
from casework.interfaces.web.telling import ACTIVITIES_OPEN, Told, explain, open_activities
from casework.interfaces.web.words.operations import command_of
from casework.kernel.operations import OPERATIONS, Operation, Result
from casework.kernel.previews import Preview, WorldChanged
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput, Refusal

COMPARING = ("case.merge", "case.set_parent")
PLACEHOLDER = "…"  # for a text that is still to be typed: free text is no part of a fingerprint


def dialog(request: Any, name: str) -> Any:
    """The dialog of an operation, its preview (``step=preview``), its run (``step=confirm``)."""
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
    elsewhere = bool(given.get("into")) and given["into"] not in map(str, picked.records)
    if picked.count + elsewhere < made.fewest:
        return _too_few(request, operation, made.fewest)
    told = Told([*made.fields(asked), *asked_customs(operation, given)])
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
            if one.required:
                given[one.name] = one.value
    try:
        found: dict[str, Any] = made.given(asked, given)
        if customs := custom_answers(told.fields, asked.post, asked.actor):
            found["custom"] = customs
    except InvalidInput as refusal:
        if request.method == "POST":
            explain(told, refusal)
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
            asked.operation, _keys(asked, said), said, by=asked.actor,
            on_refusal=_on_refusal(asked), asking=Asking(preview=True),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.code == ACTIVITIES_OPEN:
            told.warning = refusal
        elif not (isinstance(refusal, InvalidInput) and asked.post.get("step") is None):
            explain(told, refusal)
        return
    if isinstance(made, Preview):
        blocked = {one.code for one in made.left_out.values()}
        if blocked == {ACTIVITIES_OPEN} and asked.operation.name == "case.resolve":
            told.warning = next(iter(made.left_out.values()))
        told.foretold = foretold(made, asked.actor, reader)


def _run(
    request: Any, asked: Asked, told: Told, arguments: dict[str, Any], reader: Reader
) -> HttpResponse | None:
    known = {n: v for n, v in arguments.items() if n in parameters(asked.operation)}
    fingerprint = asked.post.get("fingerprint") or _unseen(asked, told, known, reader)
    if told.foretold is not None or told.problems or told.warning is not None:
        return None

    def run() -> Result:
        made = call(
            asked.operation, _keys(asked, known), known, by=asked.actor,
            on_refusal=_on_refusal(asked), asking=Asking(expecting=fingerprint),
        )  # fmt: skip
        return cast(Result, made)

    if is_long(asked.post.get("size", "")):
        title = str(command_of(asked.operation.name).title)
        going_on = started(request, title, lambda: ended(request, asked, run()))
        if going_on is not None:
            return going_on
    try:
        return done(request, asked, run)
    except WorldChanged as refusal:
        told.changed, told.status = True, refusal.status
        told.foretold = foretold(refusal.preview, asked.actor, reader)
    except Refusal as refusal:
        if refusal.code == ACTIVITIES_OPEN:
            told.warning, told.status = refusal, refusal.status
        else:
            explain(told, refusal)
    return None


def _unseen(asked: Asked, told: Told, known: dict[str, Any], reader: Reader) -> str | None:
    """The fingerprint of what nobody has looked at: it is shown first where it goes beyond the
    records that were asked for."""
    if asked.operation.creates:
        return None
    _foresee(asked, told, known, reader)
    seen, told.foretold = told.foretold, None
    if seen is None:
        return None
    if seen.beyond or seen.advice or seen.left_out:
        told.foretold = seen
    return seen.fingerprint


def _keys(asked: Asked, given: dict[str, Any]) -> list[Any]:
    return dialog_of(asked.operation).keys(asked, given)


def _on_refusal(asked: Asked) -> Any:
    """Of several records those that may not be are left out and named; one refuses the whole."""
    many = asked.chosen.count > 1 and not asked.operation.creates
    return "skip" if many and asked.operation.name != "case.merge" else "stop"


def _back(request: Any, told: str) -> str:
    """Where a dialog leads that is not confirmed: where it was asked for, if that is ours."""
    if inside(told):
        return told
    before = request.headers.get("Referer", "")
    return before if url_has_allowed_host_and_scheme(before, {request.get_host()}) else "/cases"


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
        "back": _back(request, asked.post.get("next", "")),
        "next": asked.post.get("next", ""),
        "once": asked.post.get(FIELD) or new_token(),
        "compared": compared(asked) if asked.operation.name in COMPARING else None,
        "enctype": any(one.kind == "file" for one in told.fields),
    }
    template = made.template or "dialogs/form.html"
    if told.warning is not None and not confirmed:
        template = "dialogs/open_activities.html"
        said |= open_activities(asked, told.warning)
    elif asked.post.get("step") == "preview" and request.htmx:
        template = "dialogs/foretold.html"
    return show(request, template, said, status=told.status)
