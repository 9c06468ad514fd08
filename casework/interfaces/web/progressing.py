"""Progressing: a long run goes on alone, and the page shows how far it is."""

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from casework.interfaces.following import Following, alone
from casework.interfaces.web.showing import show
from casework.kernel.policies import chosen as policies
from casework.kernel.progress import ProgressPolicy, heard_by
from casework.kernel.refusals import NotFound, Refusal

log = logging.getLogger("casework.requests")


def is_long(size: str) -> bool:
    """Whether a run of so many records, as its preview counted them, is not to be waited for."""
    if not size.isdecimal() or len(size) > 9:
        return False
    return int(size) >= policies()[ProgressPolicy].from_records


def started(request: Any, title: str, work: Callable[[], dict[str, Any]]) -> HttpResponse | None:
    """Start the work alone and show how far it is; None where there is no room for it.

    ``work`` answers what is told at its end: ``next`` (where to go on) and ``left_out``.
    """
    following = Following(request.actor, request.request_id)
    following.tell("running", operation=None, run=None, done=0, of=None, title=title)

    def done() -> None:
        try:
            with heard_by(following.step):
                end = work()
        except Refusal as refusal:
            following.ended("refused", problem=refusal.text)
        except Exception:
            log.exception("a run of request %s failed", following.request_id)
            following.ended("refused", problem=_("We made a mistake. Nothing was changed."))
        else:
            following.ended("done", **end)

    if not alone(done):
        return None
    told = {**following.told, "state": "running"}
    return _shown(request, following.request_id, told, title)


def progress(request: Any, request_id: str) -> HttpResponse:
    """How far a run is: a bar, then the way on."""
    try:
        told = Following(request.actor, request_id).read()
    except NotFound as refusal:
        told = {"state": "refused", "problem": refusal.text}
    title = told.get("title") or _("Working")
    left = told.get("left_out") or []
    if told["state"] == "done" and not left and request.htmx:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = iri_to_uri(told["next"])
        return answer
    return _shown(request, request_id, told, title)


def _shown(request: Any, request_id: str, told: dict[str, Any], title: str) -> HttpResponse:
    said = {
        "title": title,
        "told": told,
        "poll": reverse("progress", args=[request_id]),
        "next": told.get("next", "/"),
    }
    answer = show(request, "dialogs/progress.html", said)
    if told["state"] == "running" and not request.htmx:
        answer["Refresh"] = f"1; url={said['poll']}"
    return answer
