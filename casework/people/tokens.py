"""Tokens: by which a program acts as a user. Only their digest is kept."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel import bulk, writing
from casework.kernel.access import may_own
from casework.kernel.actor import Actor
from casework.kernel.arguments import NewRow
from casework.kernel.operations import creation, operation
from casework.kernel.refusals import Forbidden, InvalidInput, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.acting import SYSTEM, UserInactive, actor_for
from casework.people.guarding import SystemUser, refuse_stronger
from casework.people.models import ApiToken, TokenUse, User
from casework.people.naming import at
from casework.people.privileges import refuse_unknown_scopes

PREFIX = "cw_"
LONGEST = 3650
USE_IS_KEPT_EVERY = datetime.timedelta(minutes=1)


class TokenInvalid(Refusal):
    """A token that opens nothing: unknown, revoked, past its end, or of a user deactivated."""

    code = "token-invalid"
    status = 401
    message = gettext_lazy(
        "The token is not valid: unknown, revoked, or past its end. Make a new one."
    )


@dataclass(kw_only=True)
class NewToken(NewRow):
    """A token to be made.

    ``user`` is the actor when absent. ``scopes`` narrow what the user may do: ``*`` everything,
    ``read`` reading everything, ``case.*`` every privilege on cases, or single privileges.
    ``expires_in_days`` is 1 to 3650; null is never.
    """

    name: str
    user: User | None = None
    scopes: list[str] = field(default_factory=lambda: ["*"])
    expires_in_days: int | None = 90


@creation("token.create", makes=ApiToken, row=NewToken)
def create(work: Work, rows: list[NewToken]) -> WorkingSet:
    """Make tokens. The secret is told once, in the result, and never again.

    For oneself with the privilege at any depth, for others as far as it reaches, and never for
    somebody who holds more. Refuses with forbidden, beyond-own, user-inactive, system-user,
    invalid-input.
    """
    people = {row.id: at(row.user, row.id) or work.actor.user for row in rows}
    users = User.objects.using(work.using).filter(pk__among=set(people.values()))
    found = {user.pk: user for user in users.select_related("unit")}
    for row in rows:
        _check(work, row, found.get(people[row.id]))
    refuse_stronger(work, people.values())
    made = []
    for row in rows:
        secret = PREFIX + secrets.token_urlsafe(32)
        work.secrets[row.id] = secret
        days = row.expires_in_days
        made.append(
            {
                "id": row.id,
                "user": people[row.id],
                "name": row.name,
                "digest": _digest(secret),
                "scopes": sorted(set(row.scopes)),
                "expires_at": None if days is None else work.at + datetime.timedelta(days=days),
            }
        )
    return work.add(ApiToken, made, "token.created")


def _check(work: Work, row: NewToken, user: Any) -> None:
    if user is None:
        raise InvalidInput(field="user", problem=_("there is none with this id"), targets=[row.id])
    owner = {"owner_user": user.pk, "owner_team": None, "unit_path": user.unit.path}
    if not may_own(work.actor, "token.create", **owner):
        raise Forbidden([user], privilege="token.create", targets=[row.id])
    if user.username == SYSTEM:
        raise SystemUser([user], targets=[row.id])
    if not user.is_active:
        raise UserInactive([user], targets=[row.id])
    refuse_unknown_scopes(row.scopes)
    days = row.expires_in_days
    whole = isinstance(days, int) and not isinstance(days, bool)
    if days is not None and not (whole and 1 <= days <= LONGEST):
        raise InvalidInput(
            field="expires_in_days",
            problem=_("is 1 to {longest} days, or null for no end").format(longest=LONGEST),
            targets=[row.id],
        )


@operation("token.revoke", on=ApiToken, settled=lambda ask: Q(revoked_at__isnull=False))
def revoke(work: Work, tokens: WorkingSet) -> None:
    """End tokens at once and for ever. They stay listed, for what was done with them."""
    work.change(tokens, "token.revoked", revoked_at=work.happened())


def token_actor(
    secret: str, interface: str, *, request_id: str = "", using: str = "default"
) -> Actor:
    """Who acts with this token, narrowed to its scopes; raises TokenInvalid.

    When it was last used is kept at most once a minute.
    """
    now = writing.now()
    tokens = ApiToken.objects.using(using).select_related("user__unit", "use")
    token = tokens.filter(digest=_digest(secret), revoked_at=None).first()
    if token is None or (token.expires_at is not None and token.expires_at <= now):
        raise TokenInvalid()
    try:
        actor = actor_for(
            token.user,
            interface,
            request_id=request_id,
            scopes=frozenset(token.scopes),
            using=using,
        )
    except UserInactive:
        raise TokenInvalid() from None
    use = getattr(token, "use", None)
    if use is None or now - use.last_used_at >= USE_IS_KEPT_EVERY:
        bulk.keep(TokenUse, [{"token": token, "last_used_at": now}], unique=["token"], using=using)
    return actor


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
