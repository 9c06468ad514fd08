"""Who acts: the privileges a user holds, directly and through teams, as an Actor."""

import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from casework.kernel.actor import Actor, Depth, Grant
from casework.kernel.refusals import Refusal
from casework.people.models import RoleGrant, RolePrivilege, TeamMembership, User
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
    teams = frozenset(
        TeamMembership.objects.using(using)
        .filter(user=user, team__is_active=True)
        .values_list("team_id", flat=True)
    )
    return Actor(
        user=user.pk,
        name=user.username,
        interface=interface,
        unit=user.unit_id,
        unit_path=user.unit.path,
        teams=teams,
        grants=tuple(_grants(user, teams, using)),
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


def _grants(user: User, teams: frozenset[UUID], using: str) -> list[Grant]:
    held: Any = RoleGrant.objects.using(using).filter(role__is_active=True)
    mine = list(held.filter(user=user).values_list("role_id", "team_id", "team__unit__path"))
    mine += list(
        held.filter(team_id__in=teams).values_list("role_id", "team_id", "team__unit__path")
    )
    privileges: dict[UUID, list[tuple[str, int]]] = {}
    rows = RolePrivilege.objects.using(using).filter(role_id__in=[role for role, *_rest in mine])
    for role, privilege, depth in rows.values_list("role_id", "privilege", "depth"):
        privileges.setdefault(role, []).append((privilege, depth))
    return [
        Grant(privilege, Depth(depth), path if team else user.unit.path, team)
        for role, team, path in mine
        for privilege, depth in privileges.get(role, ())
    ]
