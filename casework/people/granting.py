"""Granting: who holds which role."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from casework.kernel.operations import operation
from casework.kernel.refusals import InvalidInput
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.acting import SYSTEM
from casework.people.guarding import (
    SystemUser,
    handed_by_roles,
    refuse_beyond_own,
    refuse_without_administrator,
)
from casework.people.models import Role, RoleGrant, Team, User
from casework.people.naming import at

Holder = tuple[UUID | None, UUID | None]


@operation("role.grant", on=Role)
def grant(
    work: Work, roles: WorkingSet, *, user: User | None = None, team: Team | None = None
) -> None:
    """Give roles to a user or a team; who holds one already keeps it.

    A role held through a team reaches the team's records. Nobody gives a role that holds more
    than they do. Refuses with beyond-own, invalid-input when not exactly one of user and team is
    given (spec 2.6).
    """
    wanted = _holders(roles, user, team)
    paths = _paths(work, wanted)
    held = [(role, paths[holder], role) for role, holder in wanted.items()]
    refuse_beyond_own(work, handed_by_roles(work, held))
    present = {key: row for row, key in _present(work, wanted).items()}
    rows = [
        {"role": role, "user": one, "team": group}
        for role, (one, group) in wanted.items()
        if role not in present
    ]
    work.add(RoleGrant, rows, "role.granted")


@operation("role.take", on=Role)
def take(
    work: Work, roles: WorkingSet, *, user: User | None = None, team: Team | None = None
) -> None:
    """Take roles from a user or a team; who does not hold one is passed over.

    Refuses with last-administrator, system-user, invalid-input when not exactly one of user and
    team is given.
    """
    wanted = _holders(roles, user, team)
    people = {one for one, _group in wanted.values() if one}
    work.refuse(User.objects.filter(pk__among=people, username=SYSTEM), SystemUser)
    gone = work.gather(RoleGrant.objects.filter(pk__among=_present(work, wanted)))
    if gone:
        refuse_without_administrator(work, grants=gone)
    work.delete(gone, "role.taken")


def _holders(roles: WorkingSet, user: Any, team: Any) -> dict[UUID, Holder]:
    wanted = {role: (at(user, role), at(team, role)) for role in roles}
    for role, (one, group) in wanted.items():
        if (one is None) == (group is None):
            raise InvalidInput(
                field="user", problem=_("give a user or a team, not both"), targets=[role]
            )
    return wanted


def _paths(work: Work, wanted: dict[UUID, Holder]) -> dict[Holder, str]:
    """The unit paths from which the holders would reach."""
    paths: dict[Holder, str] = {}
    people = {one for one, _group in wanted.values() if one}
    groups = {group for _one, group in wanted.values() if group}
    if people:
        rows: Any = User.objects.using(work.using).filter(pk__among=people)
        paths |= {(key, None): path for key, path in rows.values_list("pk", "unit__path")}
    if groups:
        rows = Team.objects.using(work.using).filter(pk__among=groups)
        paths |= {(None, key): path for key, path in rows.values_list("pk", "unit__path")}
    for role, holder in wanted.items():
        if holder not in paths:
            raise InvalidInput(
                field="user" if holder[0] else "team",
                problem=_("there is none with this id"),
                targets=[role],
            )
    return paths


def _present(work: Work, wanted: dict[UUID, Holder]) -> dict[UUID, UUID]:
    """The grants there are among those wanted, with their role."""
    people = {one for one, _group in wanted.values() if one}
    groups = {group for _one, group in wanted.values() if group}
    rows = RoleGrant.objects.using(work.using).filter(role__among=wanted)
    rows = rows.filter(Q(user__among=people) | Q(team__among=groups))
    return {
        key: role
        for key, role, one, group in rows.values_list("pk", "role_id", "user_id", "team_id")
        if wanted[role] == (one, group)
    }
