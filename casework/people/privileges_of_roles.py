"""Privileges of roles: what a role may do, and how far."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from casework.kernel.by_record import ByRecord
from casework.kernel.columns import fitting
from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.guarding import refuse_beyond_own, refuse_without_administrator
from casework.people.models import Role, RoleGrant, RolePrivilege
from casework.people.naming import at
from casework.people.privileges import refuse_unknown_privilege


@operation("role.set_privilege", on=Role)
def set_privilege(work: Work, roles: WorkingSet, *, privilege: str, depth: int) -> None:
    """Let holders of roles do something: a privilege, as far as its depth.

    ``privilege`` is the name of an operation (case.resolve), reading a noun (case.read), import,
    case.override_closure, or * for everything; ``depth`` is 1 own records, 2 business unit,
    3 business unit and those below, 4 organisation. Nobody gives more than they hold. Refuses
    with beyond-own, last-administrator, invalid-input (spec 2.6).
    """
    wanted: dict[UUID, tuple[str, int]] = {}
    for key in roles:
        name, far = at(privilege, key), fitting(RolePrivilege, "depth", at(depth, key))
        refuse_unknown_privilege(name)
        wanted[key] = (name, far)
    refuse_beyond_own(work, _handed(work, wanted))
    present = {
        row.role_id: key
        for key, row in work.facts(
            work.gather(_having(roles, privilege)), "role_id", "privilege"
        ).items()
        if row.privilege == wanted[row.role_id][0]
    }
    held = WorkingSet(RolePrivilege, present.values())
    depths = ByRecord({key: wanted[role][1] for role, key in present.items()})
    changed = work.differing(held, {"depth": depths})
    if changed:
        refuse_without_administrator(work, privileges=_lowered(work, changed, depths))
    work.change(changed, "privilege.changed", depth=depths)
    rows = [
        {"role": role, "privilege": name, "depth": far}
        for role, (name, far) in wanted.items()
        if role not in present
    ]
    work.add(RolePrivilege, rows, "privilege.added")


@operation("role.remove_privilege", on=Role)
def remove_privilege(work: Work, roles: WorkingSet, *, privilege: str) -> None:
    """Let holders of roles do something no longer; roles without it are passed over.

    Refuses with last-administrator.
    """
    found = work.facts(work.gather(_having(roles, privilege)), "role_id", "privilege")
    gone = WorkingSet(
        RolePrivilege,
        [key for key, row in found.items() if row.privilege == at(privilege, row.role_id)],
    )
    if gone:
        refuse_without_administrator(work, privileges=gone)
    work.delete(gone, "privilege.removed")


def _having(roles: WorkingSet, privilege: Any) -> QuerySet[Any]:
    rows = RolePrivilege.objects.filter(role__among=roles)
    return rows.filter(privilege__in={at(privilege, key) for key in roles})


def _lowered(work: Work, changed: WorkingSet, depths: ByRecord) -> list[UUID]:
    return [key for key in changed if depths.values[key] < RolePrivilege.Depths.ORGANISATION]


def _handed(work: Work, wanted: dict[UUID, tuple[str, int]]) -> list[tuple[str, int, str, UUID]]:
    """What the holders of these roles would gain; a role that nobody holds counts as one's own."""
    grants = RoleGrant.objects.using(work.using).filter(role__among=wanted)
    paths: dict[UUID, set[str]] = {role: {work.actor.unit_path} for role in wanted}
    columns = ("role_id", "user__unit__path", "team__unit__path")
    for role, of_user, of_team in grants.values_list(*columns):
        paths[role].add(of_user or of_team)
    return [
        (privilege, depth, path, role)
        for role, (privilege, depth) in wanted.items()
        for path in paths[role]
    ]
