"""Who acts: the privileges a user holds, directly and through teams, as an Actor."""

import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.kernel.actor import Actor, Depth, Grant
from casework.kernel.prepared import Prepared
from casework.kernel.refusals import Refusal
from casework.people.models import RoleGrant, TeamMembership, User
from casework.people.roles import EVERYBODY

SYSTEM = "system"
ADMINISTRATOR = "admin"


class UserInactive(Refusal):
    """Somebody who may no longer act."""

    code = "user-inactive"
    status = 403
    message = _("{records} is deactivated and cannot act. An administrator can activate the user.")


def actor_for(
    user: User,
    interface: str,
    *,
    request_id: str = "",
    scopes: frozenset[str] | None = None,
    happened_at: datetime.datetime | None = None,
    on_behalf_of: UUID | None = None,
    using: str = "default",
) -> Actor:
    """The user as an actor, with every privilege of every active role held now, and those that
    everybody has.

    A role held through a team reaches the team's records (answers 9). Raises UserInactive.
    """
    if not user.is_active:
        raise UserInactive([user])
    teams = frozenset(TEAMS(user.pk, way=(using,)))
    return Actor(
        user=user.pk,
        name=user.username,
        interface=interface,
        unit=user.unit_id,
        unit_path=user.unit.path,
        teams=teams,
        grants=tuple(_grants(user, using)),
        request_id=request_id,
        happened_at=happened_at,
        on_behalf_of=on_behalf_of,
        scopes=scopes,
        everybody=EVERYBODY,
        time_zone=user.time_zone,
    )


def system_actor(using: str = "default") -> Actor:
    """The product itself, acting as the user ``system``."""
    user = User.objects.using(using).select_related("unit").get(username=SYSTEM)
    return actor_for(user, "system", using=using)


def _grants(user: User, using: str) -> list[Grant]:
    return [
        Grant(privilege, Depth(depth), path if team else user.unit.path, team)
        for privilege, depth, team, path in GRANTS(user.pk, user.pk, way=(using,))
    ]


def _teams(user: UUID, using: str) -> Any:
    rows = TeamMembership.objects.using(using).filter(user=user, team__is_active=True)
    return rows.values_list("team_id", flat=True)


def _held(user: UUID, member: UUID, using: str) -> Any:
    held: Any = RoleGrant.objects.using(using)
    held = held.filter(Q(user=user) | Q(team__in=_teams(member, using)), role__is_active=True)
    held = held.filter(role__privileges__isnull=False)
    return held.values_list(
        "role__privileges__privilege", "role__privileges__depth", "team_id", "team__unit__path"
    )


TEAMS = Prepared(_teams)
GRANTS = Prepared(_held)
