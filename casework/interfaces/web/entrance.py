"""Entrance: from a session to who asks, in which language and time zone they read."""

import zoneinfo
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared
from casework.people.acting import actor_for
from casework.people.models import User

USER, HASH = "user", "hash"  # what a session holds
OUTSIDE = ("/api/", "/problems/", "/static/")
OPEN_TO_ALL = ("/sign-in", "/language")
# Nothing inline, nothing from elsewhere, nobody frames us.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)


class Entrance:
    """Middleware of the hub: ``request.user`` and ``request.actor``, or the way to sign in."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Answer a page for the person of the session, in their language and time zone."""
        if request.path.startswith(OUTSIDE):
            return self.get_response(request)
        user = signed_in(request)
        request.user, request.actor = user, None
        if user is None:
            if not request.path.startswith(OPEN_TO_ALL):
                return _to_sign_in(request)
            return _guarded(self.get_response(request))
        request.actor = actor_of(user, request.request_id)
        with (
            translation.override(user.language),
            timezone.override(zoneinfo.ZoneInfo(user.time_zone)),
        ):
            return _guarded(self.get_response(request))


def _in_use(key: UUID) -> Any:
    return User.objects.select_related("unit").filter(pk=key, is_active=True)


IN_USE = Prepared(_in_use)


def signed_in(request: Any) -> User | None:
    """The user of the session; None once signed out, deactivated or with another password."""
    key = request.session.get(USER)
    if key is None:
        return None
    user = next(iter(IN_USE(UUID(key))), None)
    known = request.session.get(HASH, "")
    if user is None or not constant_time_compare(known, user.get_session_auth_hash()):
        request.session.flush()
        return None
    return user


def actor_of(user: User, request_id: str) -> Actor:
    """The person at the screen as an actor."""
    return actor_for(user, "web", request_id=request_id)


def _to_sign_in(request: Any) -> Any:
    if getattr(request, "htmx", False):
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = "/sign-in"
        return answer
    there = request.get_full_path() if request.method == "GET" else "/"
    more = "" if there == "/" else "?" + urlencode({"next": there})
    return HttpResponseRedirect(f"/sign-in{more}")


def _guarded(answer: Any) -> Any:
    answer.setdefault("Content-Security-Policy", POLICY)
    answer.setdefault("Cache-Control", "no-store")
    answer.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    return answer
