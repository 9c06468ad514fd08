"""Failing: pages for what is not there, may not be, or went wrong."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import QueryDict
from django.utils.translation import gettext as _

from casework.interfaces.web.entrance import guarded
from casework.interfaces.web.showing import show
from casework.kernel.refusals import Refusal


def failed(request: Any, status: int, title: str, text: str) -> Any:
    """A page that says what went wrong and where to go on."""
    if not hasattr(request, "user"):
        request.user = None
    # a part of a page is not replaced by a whole one
    template = "dialogs/cannot.html" if getattr(request, "htmx", False) else "failed.html"
    return guarded(show(request, template, {"title": title, "text": text}, status=status))


def refused(request: Any, refusal: Refusal) -> Any:
    """A page for a refusal that no dialog shows."""
    title = _("Not found") if refusal.status == 404 else _("This cannot be done")
    return failed(request, refusal.status, title, refusal.text)


def missing(request: Any, exception: Exception) -> Any:
    """There is nothing under this address."""
    text = _("There is nothing under this address. It may have been moved or deleted.")
    return failed(request, 404, _("Not found"), text)


def unreadable(request: Any, exception: Exception) -> Any:
    """What was sent is too large, or cannot be read."""
    request.GET = QueryDict()  # where it is the query, the page that says so needs another
    if isinstance(exception, RequestDataTooBig):
        text = _("This is more than can be sent at once. Nothing was changed. Send less.")
        return failed(request, 413, _("Too large"), text)
    text = _("What was sent cannot be read. Nothing was changed. Load the page again.")
    return failed(request, 400, _("Not understood"), text)


def forbidden(request: Any, exception: Exception) -> Any:
    """This may not be done."""
    return failed(request, 403, _("This cannot be done"), _("You may not do this."))


def mistaken(request: Any) -> Any:
    """A mistake of ours."""
    text = _("We made a mistake. Nothing was changed. It is on record as {request}.")
    named = text.format(request=getattr(request, "request_id", "?"))
    return failed(request, 500, _("Something went wrong"), named)


def forged(request: Any, reason: str = "") -> Any:
    """A form that did not come from a page of ours, or from one that is too old."""
    text = _("This page is too old to be sent. Load it again, then send it once more.")
    return failed(request, 403, _("Not sent"), text)
