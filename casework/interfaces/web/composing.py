"""Composing: what is written on the page of a case becomes an activity, with its files."""

from typing import Any, cast

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from casework.activities.models import Kind
from casework.interfaces.calling import call
from casework.interfaces.web.case import case_of
from casework.interfaces.web.drafting import sent
from casework.interfaces.web.failing import failed, refused
from casework.interfaces.web.forms import moment, whole
from casework.interfaces.web.noticing import DID
from casework.interfaces.web.sending import done_once
from casework.interfaces.web.showing import show
from casework.kernel.operations import OPERATIONS, Result
from casework.kernel.refusals import Refusal

PLANNED = (Kind.TASK, Kind.APPOINTMENT)  # to be done yet; the others were
OF_CALLS = ("minutes",)
FILES_AT_MOST = 20


def compose(request: Any, number: str) -> Any:
    """Put on record what was written; a text that is refused is shown again, to be put right."""
    try:
        case = case_of(request, number)
    except Refusal as refusal:
        return refused(request, refusal)
    if request.method != "POST":
        return HttpResponseRedirect(f"/cases/{case.number}")
    post, files = request.POST, request.FILES.getlist("files")
    kind = post.get("kind", Kind.NOTE)
    if len(files) > FILES_AT_MOST:
        text = _("Attach at most {count} files at once.").format(count=FILES_AT_MOST)
        return failed(request, 422, _("Not sent"), text)
    try:
        there, _again = done_once(
            request, "compose", lambda: _sent(case.number, kind, files, request)
        )
    except Refusal as refusal:
        said = {"case": case, "problem": refusal.text, "kind": kind, "given": post.dict()}
        return show(request, "not_sent.html", said, status=refusal.status)
    sent(request, case.number)
    return HttpResponseRedirect(there, status=303)


def _sent(case: str, kind: str, files: Any, request: Any) -> str:
    """Where to go on once all of it is on record."""
    result = _written(case, kind, request.POST, files, request.actor)
    for file in files:
        _attach(case, file, result, request.actor)
    return f"/cases/{case}?{DID}={result.run}#timeline"


def _written(case: str, kind: str, post: Any, files: Any, actor: Any) -> Result:
    given: dict[str, Any] = {"case": case, "kind": kind}
    given["description"] = post.get("description", "").replace("\r\n", "\n")
    subject = post.get("subject", "").strip()
    first = given["description"].strip().split("\n")[0][:400]
    given["subject"] = subject or first or (files[0].name[:400] if files else "")
    if kind in PLANNED:
        for name in ("starts_at", "due_at"):
            if post.get(name):
                given[name] = moment(post[name])
        operation = OPERATIONS["activity.plan"]
    else:
        if minutes := post.get("minutes", "").strip():
            given["minutes"] = whole(minutes)
        if kind != Kind.NOTE:
            given["is_incoming"] = "is_incoming" in post
        operation = OPERATIONS["activity.log"]
    if kind == Kind.EMAIL:
        given["sender"] = post.get("sender", "").strip()
        whom = post.get("recipients", "").split(",")
        given["recipients"] = [one.strip() for one in whom if one.strip()]
    made = call(operation, [], given, by=actor)
    return cast(Result, made)


def _attach(case: str, file: Any, result: Result, actor: Any) -> None:
    given = {
        "case": case,
        "activity": str(result.created["activity"][0]),
        "file_name": file.name or "",
        "media_type": file.content_type or "",
        "content": file.read(),
    }
    call(OPERATIONS["attachment.attach"], [], given, by=actor)


def stage(request: Any, number: str) -> Any:
    """Move a case to a stage of its process."""
    try:
        case = case_of(request, number)
        if request.method != "POST":
            return HttpResponseRedirect(f"/cases/{case.number}")
        wanted = request.POST.get("stage", "")
        value = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else wanted
        result = call(OPERATIONS["case.edit"], [case.pk], {"stage": value}, by=request.actor)
    except Refusal as refusal:
        return refused(request, refusal)
    more = f"?{DID}={result.run}" if isinstance(result, Result) and result.run else ""
    return HttpResponseRedirect(f"/cases/{case.number}{more}", status=303)
