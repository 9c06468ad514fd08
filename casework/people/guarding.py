"""Guarding: nobody hands on more than they hold, and somebody always administers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.kernel.actor import Actor, Depth
from casework.kernel.operations import Rule
from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.people.acting import SYSTEM
from casework.people.models import RoleGrant, RolePrivilege, Team, TeamMembership, User

EVERYTHING = "*"


class LastAdministrator(Refusal):
    """Taking away the last active person who may do everything."""

    code = "last-administrator"
    message = _("Nobody would be left who may do everything. Give somebody that role first.")


class BeyondOwn(Refusal):
    """Handing on a privilege that one does not hold, or not so far."""

    code = "beyond-own"
    status = 403
    message = _(
        "You would hand on more than you hold yourself: {privilege}. Ask somebody who holds it."
    )


class SystemUser(Refusal):
    """Changing the user that stands for the product itself."""

    code = "system-user"
    message = _("{records} is the product itself: it never signs in and is never changed.")


NOT_SYSTEM = Rule("not the system", lambda ask: ~Q(username=SYSTEM), SystemUser)


def covers(actor: Actor, privilege: str, depth: int, path: str) -> bool:
    """Whether the actor holds the privilege at least that far, from the unit of this path."""
    for grant in actor.grants_of(privilege):
        if grant.depth == Depth.ORGANISATION:
            return True
        inside = path == grant.unit_path
        if grant.depth == Depth.UNITS_BELOW:
            inside = path.startswith(grant.unit_path)
        if grant.depth >= depth and (inside or depth == Depth.OWN):
            return True
    return False


def refuse_beyond_own(work: Work, handed: Iterable[tuple[str, int, str, UUID]]) -> None:
    """Refuse when one of these (privilege, depth, unit path, asked-for record) is beyond the
    actor's own."""
    beyond = [one for one in handed if not covers(work.actor, *one[:3])]
    if beyond:
        named = ", ".join(sorted({privilege for privilege, *_rest in beyond}))
        raise BeyondOwn(privilege=named, targets={one[3] for one in beyond})


def refuse_stronger(work: Work, people: Iterable[UUID]) -> None:
    """Refuse acting as other people, for whom one would have to hold all that they hold."""
    others = set(people) - {work.actor.user}
    if others and not covers(work.actor, EVERYTHING, Depth.ORGANISATION, ""):
        refuse_beyond_own(work, _held_by(work, others))


def _held_by(work: Work, people: set[UUID]) -> list[tuple[str, int, str, UUID]]:
    held = RoleGrant.objects.using(work.using).filter(role__is_active=True)
    mine = held.filter(user__among=people).values_list("role_id", "user__unit__path", "user_id")
    teams = held.filter(team__is_active=True, team__memberships__user__among=people)
    theirs = teams.values_list("role_id", "team__unit__path", "team__memberships__user_id")
    return handed_by_roles(work, [*mine, *theirs])


def handed_by_roles(
    work: Work, held: Iterable[tuple[UUID, str, UUID]]
) -> list[tuple[str, int, str, UUID]]:
    """What roles hand to their holders, given as (role, unit path, asked-for record)."""
    wanted = list(held)
    rows = RolePrivilege.objects.using(work.using).filter(role__among={one[0] for one in wanted})
    privileges: dict[UUID, list[tuple[str, int]]] = {}
    for role, privilege, depth in rows.values_list("role_id", "privilege", "depth"):
        privileges.setdefault(role, []).append((privilege, depth))
    return [
        (privilege, depth, path, key)
        for role, path, key in wanted
        for privilege, depth in privileges.get(role, ())
    ]


def refuse_without_administrator(
    work: Work,
    *,
    users: Iterable[UUID] = (),
    teams: Iterable[UUID] = (),
    grants: Iterable[UUID] = (),
    memberships: Iterable[UUID] = (),
    privileges: Iterable[UUID] = (),
) -> None:
    """Refuse when without these no active person would be left who may do everything.

    The privilege rows are locked, so that of two who take each other's role one is refused.
    """
    everything = RolePrivilege.objects.filter(
        privilege=EVERYTHING, depth=Depth.ORGANISATION, role__is_active=True
    )
    work.gather(everything)
    roles = everything.using(work.using).exclude(pk__among=_ids(privileges)).values("role_id")
    held = RoleGrant.objects.using(work.using).filter(role_id__in=roles)
    held = held.exclude(pk__among=_ids(grants))
    people = User.objects.using(work.using).filter(is_active=True).exclude(username=SYSTEM)
    people = people.exclude(pk__among=_ids(users))
    standing = Team.objects.using(work.using).filter(is_active=True).exclude(pk__among=_ids(teams))
    through = TeamMembership.objects.using(work.using).exclude(pk__among=_ids(memberships))
    through = through.filter(
        team_id__in=standing.filter(
            pk__in=held.filter(team__isnull=False).values("team_id")
        ).values("pk")
    )
    holders = Q(pk__in=held.filter(user__isnull=False).values("user_id")) | Q(
        pk__in=through.values("user_id")
    )
    if not people.filter(holders).exists():
        raise LastAdministrator()


def _ids(given: Any) -> list[UUID]:
    return list(given)
