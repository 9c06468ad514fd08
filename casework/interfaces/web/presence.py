"""Presence on the page of a case: who else has it open, and whether it was saved since."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.interfaces.calling import find_records
from casework.interfaces.web.failing import refused
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show
from casework.kernel.refusals import Refusal
from casework.people.models import User
from casework.workplace.presence import gone, others, present


def presence(request: Any, number: str) -> Any:
    """Note that the reader is here, and tell who else is and what was saved since."""
    try:
        [found] = find_records(Case, [number], request.actor).values()
    except Refusal as refusal:
        return refused(request, refusal)
    if request.method != "POST":
        return HttpResponse(status=405)
    if request.POST.get("gone"):
        gone(request.user, found)
        return HttpResponse(status=204)
    present(request.user, found, request.POST.get("editing") == "true")
    shown = request.POST.get("version", "")
    said = {"case": found, "others": here(found, request.user), "newer": ""}
    if shown != str(found.version):
        by = User.objects.filter(pk=found.modified_by_id).first()
        who = (by.full_name or by.username) if by else _("Somebody else")
        at = Reader().moment(found.modified_at)
        said["newer"] = _("Saved by {who} at {time}.").format(who=who, time=at)
    return show(request, "presence.html", said)


def here(case: Any, user: Any) -> list[dict[str, Any]]:
    """Who else has a case open, as it is told."""
    return [
        {"name": one.user.full_name or one.user.username, "writes": one.editing}
        for one in others(case, user)
    ]
