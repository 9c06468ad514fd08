"""Users: the people and programs that work with cases.

A user is never deleted: everything ever done names the one who did it.
"""

import zoneinfo
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import Ask, Rule, creation, operation
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.guarding import (
    NOT_SYSTEM,
    handed_by_roles,
    refuse_beyond_own,
    refuse_stronger,
    refuse_without_administrator,
)
from casework.people.models import BusinessUnit, RoleGrant, User
from casework.people.moving import follow, moved, refuse_inactive_units
from casework.people.naming import at, refuse_taken
from casework.people.passwords import hashed


class NotOneself(Refusal):
    """Choosing for somebody else, without the right to edit users."""

    code = "not-oneself"
    status = 403
    message = gettext_lazy(
        "You choose this for yourself alone; for {records} somebody does who may edit users "
        "(user.edit)."
    )


def _oneself(ask: Ask) -> Q | None:
    return None if ask.actor.holds("user.edit") else Q(pk=ask.actor.user)


ONESELF = Rule("oneself", _oneself, NotOneself)


@dataclass(kw_only=True)
class NewUser(NewRow):
    """A user to be made.

    ``unit`` is the actor's when absent; ``language`` is en, ro or id; ``time_zone`` a name such as
    Europe/Bucharest.
    """

    username: str
    full_name: str
    email: str = ""
    unit: BusinessUnit | None = None
    language: str = "en"
    time_zone: str = "UTC"


@creation("user.create", makes=User, row=NewUser)
def create(work: Work, rows: list[NewUser]) -> WorkingSet:
    """Make users. They hold no role and no password yet: role.grant and user.set_password.

    The sign-in name never changes. Refuses with forbidden, name-taken, unit-inactive,
    invalid-input (spec 2.6).
    """
    refuse_taken(work, User, "username", {row.id: row.username for row in rows})
    units = {row.id: at(row.unit, row.id) or work.actor.unit for row in rows}
    refuse_inactive_units(work, units)
    for row in rows:
        _check_time_zone(row.time_zone)
    unusable = make_password(None)
    return work.add(
        User,
        [
            {
                "id": row.id,
                "username": row.username,
                "full_name": row.full_name,
                "email": row.email,
                "unit": units[row.id],
                "language": row.language,
                "time_zone": row.time_zone,
                "password": unusable,
            }
            for row in rows
        ],
        "user.created",
    )


@operation("user.edit", on=User, rules=(NOT_SYSTEM,))
def edit(
    work: Work,
    users: WorkingSet,
    *,
    full_name: str | Unset = UNSET,
    email: str | Unset = UNSET,
    unit: BusinessUnit | Unset = UNSET,
    language: str | Unset = UNSET,
    time_zone: str | Unset = UNSET,
) -> None:
    """Change what is known of users; what is not given stays.

    A user who moves to another business unit takes along the records owned: a record's unit is
    its owner's. The roles held then reach from the new unit, no farther than the actor's own.
    Refuses with system-user, unit-inactive, beyond-own, invalid-input (spec 2.6).
    """
    given = {
        "full_name": full_name, "email": email, "unit": unit, "language": language,
        "time_zone": time_zone,
    }  # fmt: skip
    columns = {name: value for name, value in given.items() if value is not UNSET}
    if time_zone is not UNSET:
        for key in users:
            if (name := at(time_zone, key)) is not None:
                _check_time_zone(name)
    if unit is not UNSET:
        units = {key: at(unit, key) for key in users}
        follow(work, users, "owner_user", units)
        grants = RoleGrant.objects.using(work.using).filter(user__among=users)
        held = grants.values_list("role_id", "user__unit__path", "user_id")
        refuse_beyond_own(work, handed_by_roles(work, moved(work, held, units)))
    work.change(work.differing(users, columns), "user.edited", **columns)


@operation("user.choose_language", on=User, rules=(ONESELF,))
def choose_language(
    work: Work,
    users: WorkingSet,
    *,
    language: str | Unset = UNSET,
    time_zone: str | Unset = UNSET,
) -> None:
    """Choose the language and the time zone in which one reads. Everybody may for themselves.

    Whoever may edit users may for others. Refuses with not-oneself, and with invalid-input telling
    the languages there are, or that there is no such time zone.
    """
    given = {"language": language, "time_zone": time_zone}
    columns = {name: value for name, value in given.items() if value is not UNSET}
    if time_zone is not UNSET:
        for key in users:
            if (name := at(time_zone, key)) is not None:
                _check_time_zone(name)
    work.change(work.differing(users, columns), "user.edited", **columns)


@operation("user.deactivate", on=User, rules=(NOT_SYSTEM,), settled=lambda ask: Q(is_active=False))
def deactivate(work: Work, users: WorkingSet) -> None:
    """Let users act no longer: no signing in, no token, nothing new to own.

    What they own stays theirs until it is assigned to others; their roles and teams stay, for the
    day they come back. Refuses with last-administrator, system-user.
    """
    refuse_without_administrator(work, users=users)
    work.change(users, "user.deactivated", is_active=False)


@operation("user.activate", on=User, settled=lambda ask: Q(is_active=True))
def activate(work: Work, users: WorkingSet) -> None:
    """Let users act again, with the roles and teams they had.

    Whoever does it holds at least what they hold. Refuses with beyond-own.
    """
    refuse_stronger(work, users)
    work.change(users, "user.activated", is_active=True)


@operation("user.set_password", on=User, rules=(NOT_SYSTEM,), secret=("password",))
def set_password(work: Work, users: WorkingSet, *, password: str) -> None:
    """Set the password of users. That it was set goes on record; the password never does.

    Only its hash is kept (Argon2). Nobody sets the password of somebody who holds more. Refuses
    with beyond-own, system-user, and with invalid-input when it is too short, too common or
    nothing but digits.
    """
    refuse_stronger(work, users)
    given: dict[Any, Any] = password.values if isinstance(password, ByRecord) else {None: password}
    made = {key: hashed(one) for key, one in given.items()}
    work.change(
        users,
        "user.password_set",
        password=ByRecord(made) if isinstance(password, ByRecord) else made[None],
    )


def _check_time_zone(name: Any) -> None:
    if name not in zoneinfo.available_timezones():
        raise InvalidInput(
            field="time_zone",
            problem=_("{name} is no time zone; it is a name such as Europe/Bucharest").format(
                name=name
            ),
        )
