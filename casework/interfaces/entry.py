"""Entry: from a request to who asks, under which request id."""

import re
import uuid

from django.utils.translation import gettext_lazy as _

from casework.kernel.actor import Actor
from casework.kernel.refusals import Refusal
from casework.people.tokens import token_actor

_SANE = re.compile(r"[A-Za-z0-9._:/+=-]{1,64}")


class Unauthenticated(Refusal):
    """Nobody in particular asks."""

    code = "unauthenticated"
    status = 401
    message = _("Say who asks: send a token as in Authorization: Bearer TOKEN.")


def request_id(given: str | None) -> str:
    """The caller's id of the request when it is short and plain, else a new one."""
    return given if given and _SANE.fullmatch(given) else str(uuid.uuid4())


def bearer(header: str | None) -> str:
    """The secret of an Authorization header; raises Unauthenticated when there is none."""
    scheme, _blank, secret = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Unauthenticated()
    return secret.strip()


def actor_of(header: str | None, interface: str, request: str = "") -> Actor:
    """Who the bearer of this Authorization header is.

    Raises Unauthenticated without a token, and what ``token_actor`` refuses: a token that is
    unknown, expired or revoked, a user who may no longer act.
    """
    return token_actor(bearer(header), interface, request_id=request)
