"""Founding: the people an empty installation starts with, on record like everything else."""

from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from casework.kernel.actor import Actor, Depth, Grant
from casework.kernel.identity import new_id
from casework.kernel.work import Work
from casework.people.acting import ADMINISTRATOR, SYSTEM
from casework.people.models import BusinessUnit, Role, RoleGrant, RolePrivilege, User
from casework.people.roles import ROLES

ORGANISATION = "Organisation"


def founder() -> Actor:
    """The actor of the first run: the user ``system``, who is made by it."""
    unit = new_id()
    everything = Grant("*", Depth.ORGANISATION, f"/{unit.hex}/")
    return Actor(
        user=new_id(),
        name=SYSTEM,
        interface="system",
        unit=unit,
        unit_path=f"/{unit.hex}/",
        grants=(everything,),
    )


def found_people(work: Work) -> None:
    """The top business unit, the users ``system`` and ``admin``, and the roles that ship."""
    actor = work.actor
    unit: dict[str, Any] = {"id": actor.unit, "name": ORGANISATION, "path": actor.unit_path}
    work.add(BusinessUnit, [unit], "unit.created")
    people = {
        SYSTEM: {"id": actor.user, "full_name": "System"},
        ADMINISTRATOR: {"id": new_id(), "full_name": "Administrator"},
    }
    unusable = make_password(None)
    work.add(
        User,
        [
            {"username": name, "unit": actor.unit, "password": unusable, **more}
            for name, more in people.items()
        ],
        "user.created",
    )
    roles: dict[str, UUID] = {name: new_id() for name in ROLES}
    work.add(
        Role,
        [
            {"id": roles[name], "name": name, "description": text}
            for name, (text, _privileges) in ROLES.items()
        ],
        "role.created",
    )
    work.add(
        RolePrivilege,
        [
            {"role": roles[name], "privilege": privilege, "depth": int(depth)}
            for name, (_text, privileges) in ROLES.items()
            for privilege, depth in privileges.items()
        ],
        "privilege.added",
    )
    everything = roles["System Administrator"]
    work.add(
        RoleGrant,
        [{"role": everything, "user": one["id"]} for one in people.values()],
        "role.granted",
    )
