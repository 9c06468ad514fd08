"""Drafting: what is being written is kept on the server too, until it is sent."""

import json
from typing import Any

from django.http import HttpResponse

from casework.kernel.refusals import Refusal
from casework.workplace.drafts import drop, keep, kept

PLACE = "compose:{}"


def draft(request: Any) -> Any:
    """Keep what was typed at a place; nothing typed forgets it."""
    if request.method != "POST":
        return HttpResponse(status=405)
    place = request.POST.get("place", "")
    try:
        values = json.loads(request.POST.get("values", "") or "{}")
        if isinstance(values, dict) and (values.get("description") or values.get("subject")):
            keep(request.user, place, values)
        else:
            drop(request.user, place)
    except (ValueError, RecursionError):
        return HttpResponse(status=422)
    except Refusal as refusal:
        return HttpResponse(refusal.text, status=refusal.status)
    return HttpResponse(status=204)


def draft_of(request: Any, number: str) -> str:
    """What the reader wrote on the page of a case and has not sent, as JSON; empty for nothing."""
    found = kept(request.user, PLACE.format(number))
    if found is None:
        return ""
    return json.dumps({**found.values, "at": int(found.at.timestamp() * 1000)})


def sent(request: Any, number: str) -> None:
    """What was written on the page of a case was sent."""
    drop(request.user, PLACE.format(number))
