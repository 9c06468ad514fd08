"""Views: a request of Django's as an ``Asked``, and what came of it as an answer of Django's."""

import base64
import binascii
import re
from typing import Any
from urllib.parse import unquote_plus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from casework.interfaces.entry import actor_of
from casework.interfaces.odata import errors, routes  # noqa: F401  (fills the dispatch table)
from casework.interfaces.odata.answering import Answer, answer, of_error
from casework.interfaces.odata.asking import Asked
from casework.kernel.refusals import Refusal
from casework.people.tokens import TokenInvalid, token_actor

PLACE = re.compile(r"/api/data/(v9\.[012])(?:/(.*))?", re.DOTALL)
LONGEST = 32 * 1024
EXPOSED = "OData-EntityId, Location, ETag, Preference-Applied, REQ_ID"
LASTS = 3600


@csrf_exempt
def served(request: Any, rest: str = "") -> HttpResponse:
    """Anything below ``/api/data/``: never a page, always the shape that clients read."""
    made = _served(request)
    made.headers["REQ_ID"] = made.headers["x-ms-service-request-id"] = request.request_id
    made.headers["Cache-Control"] = "no-cache"
    made.headers["Access-Control-Expose-Headers"] = EXPOSED
    if made.status == 401:
        root = request.build_absolute_uri("/").rstrip("/")
        made.headers["WWW-Authenticate"] = (
            f"Bearer authorization_uri={root}/oauth2/authorize, resource_id={root}"
        )
    if made.status == 413:
        made.headers["Connection"] = "close"
    return made.to_django()


def _served(request: Any) -> Answer:
    place = PLACE.fullmatch(request.path)
    try:
        actor = actor_of(request.headers.get("Authorization"), "odata", request.request_id)
    except Refusal as refusal:
        return of_error(errors.of_refusal(refusal))
    if place is None:
        return of_error(errors.unknown_segment(request.path.removeprefix("/api/data/")))
    query = request.META.get("QUERY_STRING", "")
    if len(request.path) + len(query) > LONGEST:
        text = "The address is longer than 32 KB: send the request in a $batch."
        return of_error(errors.ODataError(414, errors.UNEXPECTED, text))
    try:
        body = request.body
    except RequestDataTooBig:
        text = "The body is too large: send it in parts."
        return of_error(errors.ODataError(413, errors.UNEXPECTED, text))
    except OSError:
        return of_error(errors.payload("The body ends too early."))
    asked = Asked(
        method=request.method or "GET",
        path=place[2] or "",
        actor=actor,
        base=request.build_absolute_uri(f"/api/data/{place[1]}/"),
        query=query,
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
    )
    caller = asked.header("MSCRMCallerID") or asked.header("CallerObjectId")
    if caller is not None and caller.strip("{}").lower() != str(actor.user):
        text = "You may not act for another user (prvActOnBehalfOfAnotherUser)."
        return of_error(errors.ODataError(403, "0x80040220", text))
    return answer(asked)


@csrf_exempt
def token(request: Any, tenant: str = "") -> HttpResponse:
    """The token endpoint for client credentials: the client secret is a token of Casework.

    The client id is the name the token's user signs in with, or the user's id. Basic
    authentication and form fields are taken alike.
    """
    if request.method != "POST":
        return _refused("invalid_request", "Send POST with a form.", 405)
    try:
        form = request.POST
    except (RequestDataTooBig, OSError, ValueError):
        return _refused("invalid_request", "The form cannot be read.")
    grant = form.get("grant_type", "")
    if grant != "client_credentials":
        return _refused("unsupported_grant_type", "grant_type must be client_credentials.")
    client, secret = _basic(request.headers.get("Authorization", ""))
    client, secret = form.get("client_id") or client, form.get("client_secret") or secret
    try:
        actor = token_actor(secret, "odata", request_id=request.request_id)
    except TokenInvalid as refusal:
        return _refused("invalid_client", refusal.text, 401)
    if client.lower() not in (actor.name.lower(), str(actor.user)):
        told = "client_id must be the name or the id of the user whose token client_secret is."
        return _refused("invalid_client", told, 401)
    made = JsonResponse(
        {"access_token": secret, "token_type": "Bearer", "expires_in": LASTS, "scope": "*"}
    )
    made["Cache-Control"] = "no-store"
    return made


def _basic(header: str) -> tuple[str, str]:
    scheme, _blank, text = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        client, _colon, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote_plus(client), unquote_plus(secret)


def _refused(error: str, description: str, status: int = 400) -> HttpResponse:
    made = JsonResponse({"error": error, "error_description": description}, status=status)
    made["Cache-Control"] = "no-store"
    if status == 401:
        made["WWW-Authenticate"] = 'Basic realm="casework"'
    return made
