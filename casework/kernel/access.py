"""Access: a privilege at a depth, said as a condition on rows."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from casework.kernel.actor import Actor, Depth, Grant
from casework.kernel.reach import Reach

# An empty Q excluded excludes nothing, so "all" and "none" are said in full.
NONE = Q(pk__in=[])
ALL = ~NONE
EVERYONE, TEAM, NOBODY = "everyone", "team", "nobody"


def allowed(actor: Actor | Reach, privilege: str, model: Any) -> Q:
    """The rows of ``model`` on which ``actor`` holds ``privilege``; nobody holds none."""
    condition = NONE
    for grant in actor.grants_of(privilege):
        if grant.depth == Depth.ORGANISATION or not model.ACCESS:
            return ALL
        condition |= _reach(grant, actor, model)
    if model.SHARED and condition is not NONE and privilege == f"{model.NOUN}.read":
        condition |= Q(shared_with=EVERYONE) | Q(shared_with=TEAM, team_id__in=actor.teams)
    return condition


def _reach(grant: Grant, actor: Actor | Reach, model: Any) -> Q:
    condition = _owned(grant, actor, model) if model.OWNED else NONE
    if model.PERSON:
        condition |= _about(grant, actor, model)
    for path in model.THROUGH:
        parent = model._meta.get_field(path).related_model
        rows = parent._base_manager.filter(_reach(grant, actor, parent), pk=OuterRef(f"{path}_id"))
        condition |= Q(Exists(rows))
    return condition


def _about(grant: Grant, actor: Actor | Reach, model: Any) -> Q:
    """Rows about a person: oneself, or the people of the units within reach."""
    if grant.depth == Depth.OWN:
        # what somebody keeps is his own, by whatever way the right came to him
        return NONE if grant.team and not model.SHARED else Q(**{f"{model.PERSON}_id": actor.user})
    people = model._meta.get_field(model.PERSON).related_model._base_manager
    inside = {"path": grant.unit_path}
    if grant.depth == Depth.UNITS_BELOW:
        inside = {"path__startswith": grant.unit_path}
    reached = people.filter(**{f"unit__{name}": path for name, path in inside.items()})
    return Q(**{f"{model.PERSON}_id__in": reached.values("pk")})


def _owned(grant: Grant, actor: Actor | Reach, model: Any) -> Q:
    units = model._meta.get_field("unit").related_model._base_manager
    if grant.depth == Depth.OWN:
        if grant.team:
            return Q(owner_team_id=grant.team)
        return Q(owner_user_id=actor.user) | Q(owner_team_id__in=actor.teams)
    if grant.depth == Depth.UNIT:
        return Q(unit_id__in=units.filter(path=grant.unit_path).values("pk"))
    return Q(unit_id__in=units.filter(path__startswith=grant.unit_path).values("pk"))


def may_own(
    actor: Actor | Reach,
    privilege: str,
    *,
    owner_user: UUID | None,
    owner_team: UUID | None,
    unit_path: str,
) -> bool:
    """Whether a new row with this owner, in the unit of this path, lies within the privilege."""
    for grant in actor.grants_of(privilege):
        if grant.depth == Depth.ORGANISATION:
            return True
        if grant.depth == Depth.UNITS_BELOW and unit_path.startswith(grant.unit_path):
            return True
        if grant.depth == Depth.UNIT and unit_path == grant.unit_path:
            return True
        if grant.depth == Depth.OWN and (
            owner_team == grant.team
            if grant.team
            else (owner_user == actor.user or owner_team in actor.teams)
        ):
            return True
    return False
