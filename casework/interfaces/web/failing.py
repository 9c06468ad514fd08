"""Failing: pages for what is not there, may not be, or went wrong."""

from typing import Any

from django.utils.translation import gettext as _

from casework.interfaces.web.showing import show
from casework.kernel.refusals import Refusal


def failed(request: Any, status: int, title: str, text: str) -> Any:
    """A page that says what went wrong and where to go on."""
    if not hasattr(request, "user"):
        request.user = None
    return show(request, "failed.html", {"title": title, "text": text}, status=status)


def refused(request: Any, refusal: Refusal) -> Any:
    """A page for a refusal that no dialog shows."""
    title = _("Not found") if refusal.status == 404 else _("This cannot be done")
    return failed(request, refusal.status, title, refusal.text)


def missing(request: Any, exception: Exception) -> Any:
    """There is nothing under this address."""
    text = _("There is nothing under this address. It may have been moved or deleted.")
    return failed(request, 404, _("Not found"), text)


def mistaken(request: Any) -> Any:
    """A mistake of ours."""
    text = _("We made a mistake. Nothing was changed. It is on record as {request}.")
    named = text.format(request=getattr(request, "request_id", "?"))
    return failed(request, 500, _("Something went wrong"), named)


def forged(request: Any, reason: str = "") -> Any:
    """A form that did not come from a page of ours, or from one that is too old."""
    text = _("This page is too old to be sent. Load it again, then send it once more.")
    return failed(request, 403, _("Not sent"), text)
