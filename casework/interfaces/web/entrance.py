"""Entrance: from a session to who asks, in which language and time zone they read."""

import contextlib
import zoneinfo
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from casework.interfaces.web.carrying import carried, sign_in_first
from casework.kernel.actor import Actor
from casework.kernel.once import reading
from casework.kernel.prepared import Prepared
from casework.people.acting import actor_for
from casework.people.models import User

USER, HASH = "user", "hash"  # what a session holds
OUTSIDE = ("/api/", "/problems/", "/static/")
TOKENS = ("/oauth2/token", "/oauth2/v2.0/token")
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
        if request.path.startswith(OUTSIDE) or request.path.endswith(TOKENS):
            return self.get_response(request)
        user = signed_in(request)
        request.user, request.actor = user, None
        if user is None:
            if not request.path.startswith(OPEN_TO_ALL):
                return guarded(_to_sign_in(request))
            return guarded(self.get_response(request))
        request.actor = actor_of(user, request.request_id)
        with (
            translation.override(user.language),
            timezone.override(zoneinfo.ZoneInfo(user.time_zone)),
            reading() if request.method in ("GET", "HEAD") else contextlib.nullcontext(),
        ):
            return guarded(self.get_response(request))


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
    """The way to sign in, and back. What was typed into a part of a page stays there."""
    if getattr(request, "htmx", False):
        answer = HttpResponse(status=401)
        if request.method == "GET":
            answer["HX-Redirect"] = _and_back(came_from(request, "HX-Current-URL"))
        return answer
    is_page = request.method == "GET"
    if typed := carried(request):
        return sign_in_first(request, typed, came_from(request, "Referer"))
    return HttpResponseRedirect(
        _and_back(request.get_full_path() if is_page else came_from(request, "Referer"))
    )


def _and_back(there: str) -> str:
    return "/sign-in" + ("" if there == "/" else "?" + urlencode({"next": there}))


def came_from(request: Any, header: str) -> str:
    """The page of ours from which a request came."""
    before = request.headers.get(header, "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return "/"
    parts = urlsplit(before)
    return parts.path + (f"?{parts.query}" if parts.query else "") or "/"


def guarded(answer: Any) -> Any:
    """The answer with what keeps a browser from doing more with it than we meant."""
    answer.setdefault("Content-Security-Policy", POLICY)
    answer.setdefault("Cache-Control", "no-store")
    answer.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    return answer
