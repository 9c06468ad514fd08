"""Showing: a template in the frame of the hub."""

import functools
import hashlib
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.interfaces.web.noticing import notice_of
from casework.interfaces.web.preferring import keys_of, preference_of

SITE_MAP: tuple[tuple[str, Any, str, str], ...] = (
    ("dashboards", gettext_lazy("Dashboards"), "/dashboards", "chart"),
    ("activities", gettext_lazy("Activities"), "/activities", "activity"),
    ("cases", gettext_lazy("Cases"), "/cases", "case"),
    ("queues", gettext_lazy("Queues"), "/queues", "queue"),
    ("accounts", gettext_lazy("Accounts"), "/accounts", "building"),
    ("contacts", gettext_lazy("Contacts"), "/contacts", "person"),
    ("administration", gettext_lazy("Administration"), "/administration", "gear"),
)


def show(request: Any, template: str, said: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page; ``said`` is what its template is given beside the frame."""
    context = {**frame(request), **said}
    return HttpResponse(get_template(template).render(context, request), status=status)


def frame(request: Any) -> dict[str, Any]:
    """What every page has: who is signed in, the site map, the notice of what was just done."""
    user = request.user
    area = request.path.strip("/").partition("/")[0]
    told: dict[str, Any] = {
        "language": translation.get_language() or "en",
        "languages": settings.LANGUAGES,
        "path": request.path,
        "address": request.get_full_path(),
        "here": without(request, "did"),
        "me": user,
    }
    if user is not None:
        told |= {
            "actor": request.actor,
            "site_map": [(label, to, icon, name == area) for name, label, to, icon in SITE_MAP],
            "notice": notice_of(request),
            "initials": initials(user.full_name or user.username),
            "preference": (preference := preference_of(request)),
            "keys": keys_of(preference),
        }
    return told


def without(request: Any, name: str) -> str:
    """The address of a page but for one name of its query."""
    given = request.GET.copy()
    given.pop(name, None)
    return f"{request.path}?{given.urlencode()}" if given else str(request.path)


def initials(name: str) -> str:
    """The first letters of a name, for the picture that nobody has given."""
    parts = [one for one in name.split() if one[:1].isalnum()]
    return "".join(one[0] for one in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()


@functools.cache
def asset(name: str) -> str:
    """The address of a static file, with the hash of what is in it."""
    path = finders.find(name)
    if not isinstance(path, str):
        raise LookupError(name)
    with open(path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()[:12]
    return f"{settings.STATIC_URL}{name}?v={digest}"


def with_query(address: str, **more: str) -> str:
    """An address with more in its query."""
    if not more:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(more)}"


def nothing_here() -> str:
    """What a page says that has no rows, where it has no better words."""
    return _("There is nothing here.")
