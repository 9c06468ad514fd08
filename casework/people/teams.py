"""Teams: people who own records together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.kernel.access import NOBODY
from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.operations import creation, operation
from casework.kernel.records import RECORDS
from casework.kernel.refusals import Refusal
from casework.kernel.sharing import shared_nouns
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.guarding import (
    handed_by_roles,
    refuse_beyond_own,
    refuse_without_administrator,
)
from casework.people.models import BusinessUnit, RoleGrant, Team, TeamMembership
from casework.people.moving import follow, moved, refuse_inactive_units
from casework.people.naming import at, refuse_taken

HOLDING = ("owner_team", "worker_team")


class TeamInUse(Refusal):
    """Deleting a team that owns records or works on them."""

    code = "team-in-use"
    message = _("The team still holds {held}. Give them to others, or deactivate the team.")


@dataclass(kw_only=True)
class NewTeam(NewRow):
    """A team to be made; ``unit`` is the actor's when absent."""

    name: str
    unit: BusinessUnit | None = None
    description: str = ""


@creation("team.create", makes=Team, row=NewTeam)
def create(work: Work, rows: list[NewTeam]) -> WorkingSet:
    """Make teams; team.add_members gives them people.

    Refuses with forbidden, name-taken, unit-inactive, invalid-input (spec 2.6).
    """
    refuse_taken(work, Team, "name", {row.id: row.name for row in rows})
    units = {row.id: at(row.unit, row.id) or work.actor.unit for row in rows}
    refuse_inactive_units(work, units)
    return work.add(
        Team,
        [
            {
                "id": row.id,
                "name": row.name,
                "unit": units[row.id],
                "description": row.description,
            }
            for row in rows
        ],
        "team.created",
    )


@operation("team.edit", on=Team)
def edit(
    work: Work,
    teams: WorkingSet,
    *,
    name: str | Unset = UNSET,
    description: str | Unset = UNSET,
    unit: BusinessUnit | Unset = UNSET,
) -> None:
    """Change a team; what is not given stays.

    A team that moves to another business unit takes along the records it owns, and the reach of
    the roles it holds. Refuses with name-taken, unit-inactive, beyond-own, invalid-input.
    """
    given = {"name": name, "description": description, "unit": unit}
    columns = {key: value for key, value in given.items() if value is not UNSET}
    if name is not UNSET:
        refuse_taken(work, Team, "name", {key: at(name, key) for key in teams})
    if unit is not UNSET:
        units = {key: at(unit, key) for key in teams}
        follow(work, teams, "owner_team", units)
        refuse_beyond_own(work, handed_by_teams(work, teams, units))
    work.change(work.differing(teams, columns), "team.edited", **columns)


@operation("team.deactivate", on=Team, settled=lambda ask: Q(is_active=False))
def deactivate(work: Work, teams: WorkingSet) -> None:
    """Let teams own nothing new, and give their members no rights.

    What they own stays theirs until it is assigned to others. Refuses with last-administrator.
    """
    refuse_without_administrator(work, teams=teams)
    work.change(teams, "team.deactivated", is_active=False)


@operation("team.activate", on=Team, settled=lambda ask: Q(is_active=True))
def activate(work: Work, teams: WorkingSet) -> None:
    """Let teams own records again; their members have the team's roles again.

    Refuses with beyond-own when the team's roles hold more than the actor does.
    """
    refuse_beyond_own(work, handed_by_teams(work, teams))
    work.change(teams, "team.activated", is_active=True)


@operation("team.delete", on=Team)
def delete(work: Work, teams: WorkingSet) -> None:
    """Erase teams with their memberships and grants.

    What was shared with the team is its owner's alone again. A team that owns records or queues, or
    works on queue items, is refused with their counts: team-in-use. Refuses with
    last-administrator.
    """
    counts: dict[str, int] = {}
    at_fault: set[UUID] = set()
    for noun, model in sorted(RECORDS.items()):
        names = {field.name for field in model._meta.concrete_fields}
        for column in HOLDING:
            if column in names:
                rows = model.objects.using(work.using).filter(**{f"{column}__among": teams})
                held = list(rows.values_list(f"{column}_id", flat=True))
                at_fault |= set(held)
                counts[noun] = counts.get(noun, 0) + len(held)
    if at_fault:
        raise TeamInUse(held=_counted(counts), count=sum(counts.values()), targets=at_fault)
    members = work.gather(TeamMembership.objects.filter(team__among=teams))
    grants = work.gather(RoleGrant.objects.filter(team__among=teams))
    refuse_without_administrator(work, teams=teams)
    for model in shared_nouns():
        shared = work.gather(model.objects.filter(team__among=teams))
        work.change(shared, f"{model.NOUN}.shared", shared_with=NOBODY, team=None)
    work.delete(members, "membership.removed")
    work.delete(grants, "role.taken")
    work.delete(teams, "team.deleted")


def handed_by_teams(
    work: Work, teams: WorkingSet, units: Mapping[UUID, Any] | None = None
) -> list[tuple[str, int, str, UUID]]:
    """What the roles of teams hand to their members, seen from the unit they have or will have."""
    grants = RoleGrant.objects.using(work.using).filter(team__among=teams, role__is_active=True)
    held = list(grants.values_list("role_id", "team__unit__path", "team_id"))
    return handed_by_roles(work, moved(work, held, units or {}))


def _counted(counts: Mapping[str, int]) -> str:
    nouns = RECORDS
    return ", ".join(
        f"{nouns[noun]._meta.verbose_name if count == 1 else nouns[noun]._meta.verbose_name_plural}"
        f": {count}"
        for noun, count in counts.items()
        if count
    )
