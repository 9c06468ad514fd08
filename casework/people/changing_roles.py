"""Roles: what their holders may do. Making, naming and erasing them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.operations import creation, operation
from casework.kernel.refusals import Refusal
from casework.kernel.sharing import shared_nouns
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Role, RoleGrant, RolePrivilege
from casework.people.naming import at, refuse_taken


class RoleHeld(Refusal):
    """Deleting a role that somebody holds."""

    code = "role-held"
    message = _("{count} users or teams hold this role. Take it from them first.")


@dataclass(kw_only=True)
class NewRole(NewRow):
    """A role to be made; it may do nothing until role.set_privilege."""

    name: str
    description: str = ""


@creation("role.create", makes=Role, row=NewRole)
def create(work: Work, rows: list[NewRole]) -> WorkingSet:
    """Make roles, without privileges yet.

    Refuses with forbidden, name-taken, invalid-input (spec 2.6).
    """
    refuse_taken(work, Role, "name", {row.id: row.name for row in rows})
    made = [{"id": row.id, "name": row.name, "description": row.description} for row in rows]
    return work.add(Role, made, "role.created")


@operation("role.edit", on=Role)
def edit(
    work: Work, roles: WorkingSet, *, name: str | Unset = UNSET, description: str | Unset = UNSET
) -> None:
    """Rename or describe roles; what is not given stays.

    Refuses with name-taken, invalid-input.
    """
    given: dict[str, Any] = {"name": name, "description": description}
    columns = {key: value for key, value in given.items() if value is not UNSET}
    if name is not UNSET:
        refuse_taken(work, Role, "name", {key: at(name, key) for key in roles})
    work.change(work.differing(roles, columns), "role.edited", **columns)


@operation("role.delete", on=Role)
def delete(work: Work, roles: WorkingSet) -> None:
    """Erase roles that nobody holds, with their privileges.

    What a role began with (a dashboard) is a record like any other again. Refuses with role-held.
    """
    held = RoleGrant.objects.filter(role__among=roles)
    work.refuse(
        held,
        RoleHeld,
        targets=lambda keys: set(
            RoleGrant.objects.using(work.using)
            .filter(pk__among=keys)
            .values_list("role_id", flat=True)
        ),
    )
    privileges = work.gather(RolePrivilege.objects.filter(role__among=roles))
    for model in shared_nouns():
        for column in model._meta.concrete_fields:
            if column.related_model is Role:
                begun = work.gather(model.objects.filter(**{f"{column.name}__among": roles}))
                work.change(begun, f"{model.NOUN}.shared", **{column.name: None})
    work.delete(privileges, "privilege.removed")
    work.delete(roles, "role.deleted")
