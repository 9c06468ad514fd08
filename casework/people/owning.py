"""Owning: a user or a team owns a record, and the owner's business unit follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel.access import may_own
from casework.kernel.by_record import ByRecord
from casework.kernel.refusals import Forbidden, InvalidInput, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User


class OwnerInactive(Refusal):
    """Giving records to somebody who no longer works here."""

    code = "owner-inactive"
    message = gettext_lazy("{owner} is deactivated and can own nothing. Choose another owner.")


@dataclass(frozen=True)
class Owner:
    """Who owns, with the unit that follows."""

    user: UUID | None
    team: UUID | None
    unit: UUID
    unit_path: str

    @property
    def columns(self) -> dict[str, UUID | None]:
        """The three columns of an owned record."""
        return {"owner_user": self.user, "owner_team": self.team, "unit": self.unit}


def owners(
    work: Work, wanted: Mapping[UUID, tuple[Any, Any]], *, default_to_actor: bool = True
) -> dict[UUID, Owner]:
    """The owner of each record or row, given as (user, team); the actor where neither is given.

    Raises InvalidInput when both are given or neither is known, OwnerInactive.
    """
    pairs = {key: (_key(user), _key(team)) for key, (user, team) in wanted.items()}
    people = _found(work, User, {user for user, _team in pairs.values() if user})
    teams = _found(work, Team, {team for _user, team in pairs.values() if team})
    owned: dict[UUID, Owner] = {}
    for key, (user, team) in pairs.items():
        if user and team:
            raise InvalidInput(
                field="user", problem=_("give a user or a team, not both"), targets=[key]
            )
        if team:
            owned[key] = Owner(None, team, *_unit(teams, team, "team", key))
        elif user:
            owned[key] = Owner(user, None, *_unit(people, user, "user", key))
        elif default_to_actor:
            owned[key] = Owner(work.actor.user, None, work.actor.unit, work.actor.unit_path)
        else:
            raise InvalidInput(field="user", problem=_("give a user or a team"), targets=[key])
    return owned


def refuse_beyond(work: Work, privilege: str, owned: Mapping[UUID, Owner]) -> None:
    """Refuse new rows whose owner lies beyond the actor's privilege."""
    beyond = [
        key
        for key, owner in owned.items()
        if not may_own(
            work.actor,
            privilege,
            owner_user=owner.user,
            owner_team=owner.team,
            unit_path=owner.unit_path,
        )
    ]
    if beyond:
        raise Forbidden(count=len(beyond), targets=beyond, privilege=privilege)


def by_record(owned: Mapping[UUID, Owner]) -> dict[str, ByRecord]:
    """The columns of an owned record, row by row."""
    names: Iterable[str] = ("owner_user", "owner_team", "unit")
    return {name: ByRecord({key: o.columns[name] for key, o in owned.items()}) for name in names}


def give(work: Work, records: WorkingSet, owned: Mapping[UUID, Owner], kind: str) -> WorkingSet:
    """Make these the owners of the records; answers those that had another owner."""
    columns = by_record(owned)
    changed = work.differing(records, columns)
    work.change(changed, kind, **columns)
    return changed


def _key(value: Any) -> UUID | None:
    return getattr(value, "pk", value)


def _found(work: Work, model: Any, ids: set[UUID]) -> dict[UUID, tuple[UUID, str, bool, str]]:
    if not ids:
        return {}
    rows = model.objects.using(work.using).filter(pk__among=ids)
    return {
        key: (unit, path, active, name)
        for key, unit, path, active, name in rows.values_list(
            "pk", "unit_id", "unit__path", "is_active", model.KEY
        )
    }


def _unit(known: dict[UUID, tuple[UUID, str, bool, str]], key: UUID, field: str, row: UUID) -> Any:
    if key not in known:
        raise InvalidInput(field=field, problem=_("there is none with this id"), targets=[row])
    unit, path, active, name = known[key]
    if not active:
        raise OwnerInactive(owner=name, targets=[row])
    return unit, path
