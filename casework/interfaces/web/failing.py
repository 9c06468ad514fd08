"""Failing: pages for what is not there, may not be, or went wrong."""

from typing import Any

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.interfaces.web.entrance import came_from, guarded
from casework.interfaces.web.showing import show
from casework.kernel.refusals import Refusal

# by status: the picture of the page, and what helps
HELP: dict[int, tuple[str, Any]] = {
    403: ("ban", gettext_lazy("Your roles decide what you may do; whoever administers roles can "
                              "change that.")),
    404: ("search", gettext_lazy("Look for it by its number, its title or its customer.")),
    409: ("refresh", gettext_lazy("Somebody or something changed it before you. Look at it as it "
                                  "is now, then decide anew.")),
    413: ("pencil", gettext_lazy("Your browser still has what you typed: go back and send less.")),
    422: ("pencil", gettext_lazy("Your browser still has what you typed: go back, put it right, "
                                 "and send it once more.")),
    500: ("warn", gettext_lazy("Try it again in a moment. If it fails again, tell whoever runs "
                               "this installation the number below.")),
}  # fmt: skip


def failed(request: Any, status: int, title: str, text: str) -> Any:
    """A page that says what went wrong and where to go on."""
    if not hasattr(request, "user"):
        request.user = None
    said: dict[str, Any] = {"title": title, "text": text}
    if getattr(request, "htmx", False):
        # a part of a page is not replaced by a whole one
        return guarded(show(request, "dialogs/cannot.html", said, status=status))
    picture, help_ = HELP.get(status, ("warn", ""))
    said |= {"status": status, "picture": picture, "help": help_, "looks": status == 404,
             "ways": _ways(request, status)}  # fmt: skip
    return guarded(show(request, "failed.html", said, status=status))


def _ways(request: Any, status: int) -> list[tuple[str, str]]:
    """Where to go on from what went wrong: first what helps most."""
    made = []
    before = _before(request)
    if status >= 500 and request.method == "GET":
        made.append((_("Try again"), request.get_full_path()))
    elif status == 409 and before:
        made.append((_("See how it stands now"), before))
    elif before:
        made.append((_("Back to where you were"), before))
    return [*made, (_("To the cases"), "/cases")]


def _before(request: Any) -> str:
    """The page of ours from which a request came, if it is another one."""
    try:
        before = came_from(request, "Referer")
    except DisallowedHost:  # the very thing that went wrong
        return ""
    return "" if before in ("/", request.get_full_path()) else before


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
