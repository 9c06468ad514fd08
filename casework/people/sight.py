"""Sight: who could see records that a run would give away, and who will."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.kernel.actor import Actor, Depth
from casework.kernel.by_record import ByRecord
from casework.kernel.previews import Preview
from casework.kernel.refusals import NAMED
from casework.kernel.results import Effect
from casework.people.models import BusinessUnit, RoleGrant, RolePrivilege, TeamMembership, User

Owners = tuple[UUID | None, UUID | None, str]  # user, team, path of the unit
OWNING = ("owner_user", "owner_team", "unit")


@dataclass(frozen=True)
class Sight:
    """The people who would see something they do not see now, or no longer see it.

    The first that the actor may know are in ``gaining`` and ``losing``, the counts are of all.
    """

    gaining: list[User]
    losing: list[User]
    gaining_count: int
    losing_count: int


@dataclass(frozen=True)
class _Reader:
    user: UUID
    depth: Depth
    unit_path: str
    team: UUID | None


def sight(preview: Preview, actor: Actor) -> Sight:
    """Whose sight a run would change, by the roles that people hold now.

    It asks the same number of questions for any number of records. What is told under a case is
    seen by whoever sees the case; an activity also by its owner.
    """
    gaining: set[UUID] = set()
    losing: set[UUID] = set()
    for step in preview.steps:
        pairs = _pairs(step)
        if pairs:
            readers = _readers(step.records.model.NOUN)
            teams = _teams({team for pair in pairs for side in pair for _u, team, _p in side})
            for before, after in pairs:
                had = {user for one in before for user in _seeing(one, readers, teams)}
                has = {user for one in after for user in _seeing(one, readers, teams)}
                gaining |= has - had
                losing |= had - has
    return Sight(_known(gaining, actor), _known(losing, actor), len(gaining), len(losing))


def _pairs(step: Effect) -> set[tuple[frozenset[Owners], frozenset[Owners]]]:
    """By whom each record is owned now and would be: the different pairs of them."""
    model, values = step.records.model, step.values
    if step.is_new or not ((model.OWNED and set(OWNING) & values.keys()) or "case" in values):
        return set()
    paths = dict(BusinessUnit.objects.values_list("pk", "path"))
    own = [f"{name}_id" for name in OWNING] if model.OWNED else []
    through = [f"case__{name}_id" for name in OWNING] if model.THROUGH else []
    rows = list(step.records.rows.order_by().values_list("pk", *own, *through))
    moves = "case" in values and bool(model.THROUGH)
    homes = {_value(values["case"], key) for key, *_rest in rows} if moves else set()
    cases = _owners_of(homes, model, paths)
    pairs = set()
    for key, *present in rows:
        before = [present[n : n + 3] for n in range(0, len(present), 3)]
        after = [list(one) for one in before]
        for n, name in enumerate(OWNING):
            if model.OWNED and name in values:
                after[0][n] = _value(values[name], key)
        sides = [[(one[0], one[1], paths[one[2]]) for one in side] for side in (before, after)]
        if moves:
            sides[1][-1] = cases[_value(values["case"], key)]
        if sides[0] != sides[1]:
            pairs.add((frozenset(sides[0]), frozenset(sides[1])))
    return pairs


def _value(value: Any, key: UUID) -> Any:
    one = value.values.get(key) if isinstance(value, ByRecord) else value
    return getattr(one, "pk", one)


def _owners_of(cases: set[UUID], model: Any, paths: Mapping[UUID, str]) -> dict[UUID, Owners]:
    if not cases:
        return {}
    home = model._meta.get_field("case").related_model
    rows = home.objects.filter(pk__among=cases).values_list("pk", *(f"{n}_id" for n in OWNING))
    return {key: (user, team, paths[unit]) for key, user, team, unit in rows}


def _readers(noun: str) -> list[_Reader]:
    """Everybody who may read this noun, how far, and through which team."""
    held = RolePrivilege.objects.filter(privilege__in=(f"{noun}.read", "*"), role__is_active=True)
    depths: dict[UUID, int] = {}
    for role, depth in held.values_list("role_id", "depth"):
        depths[role] = max(depth, depths.get(role, 0))
    grants = RoleGrant.objects.filter(role_id__in=list(depths))
    direct = grants.filter(user__is_active=True).values_list("role", "user", "user__unit__path")
    readers = [_Reader(user, Depth(depths[role]), path, None) for role, user, path in direct]
    through = grants.filter(
        team__is_active=True, team__memberships__user__is_active=True
    ).values_list("role", "team__memberships__user", "team__unit__path", "team")
    readers += [
        _Reader(user, Depth(depths[role]), path, team) for role, user, path, team in through
    ]
    return readers


def _teams(teams: set[UUID | None]) -> dict[UUID, set[UUID]]:
    members: dict[UUID, set[UUID]] = {}
    rows = TeamMembership.objects.filter(team__in=[one for one in teams if one])
    for team, user in rows.values_list("team_id", "user_id"):
        members.setdefault(team, set()).add(user)
    return members


def _seeing(
    owners: Owners, readers: Iterable[_Reader], teams: Mapping[UUID, set[UUID]]
) -> set[UUID]:
    user, team, path = owners
    return {
        one.user
        for one in readers
        if one.depth == Depth.ORGANISATION
        or (one.depth == Depth.UNITS_BELOW and path.startswith(one.unit_path))
        or (one.depth == Depth.UNIT and path == one.unit_path)
        or (
            one.depth == Depth.OWN
            and (
                team == one.team
                if one.team
                else one.user == user or (team is not None and one.user in teams.get(team, ()))
            )
        )
    }


def _known(people: set[UUID], actor: Actor) -> list[User]:
    rows = User.objects.filter(pk__in=people).visible_to(actor).order_by("username")
    return list(rows[: NAMED * 2]) if people else []
