"""Business units: the parts of the organisation.

A unit is never deleted: every record ever made names the unit of its owner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import Rule, creation, operation
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import BusinessUnit, Team, User
from casework.people.moving import refuse_inactive_units
from casework.people.naming import at, refuse_taken


class UnitCycle(Refusal):
    """Putting a unit below itself."""

    code = "unit-cycle"
    message = gettext_lazy("{records} would lie below itself. Choose another parent.")


class UnitInUse(Refusal):
    """Closing a unit in which somebody still works."""

    code = "unit-in-use"
    message = gettext_lazy(
        "There are {count} active users, teams or units in it: {records}. Move them first."
    )


class TopUnit(Refusal):
    """Closing the organisation itself."""

    code = "top-unit"
    message = gettext_lazy("{records} is the whole organisation and stays.")


@dataclass(kw_only=True)
class NewUnit(NewRow):
    """A business unit to be made, below ``parent`` or, when absent, below the top one."""

    name: str
    parent: BusinessUnit | None = None


def lock_tree(work: Work, records: WorkingSet, params: Mapping[str, Any]) -> None:
    """Lock the top first: whoever changes the tree waits for the others who do."""
    work.gather(BusinessUnit.objects.filter(parent=None))


@creation("unit.create", makes=BusinessUnit, row=NewUnit)
def create(work: Work, rows: list[NewUnit]) -> WorkingSet:
    """Make business units.

    Refuses with forbidden, name-taken, unit-inactive, invalid-input (spec 2.6).
    """
    [top] = work.gather(BusinessUnit.objects.filter(parent=None))
    refuse_taken(work, BusinessUnit, "name", {row.id: row.name for row in rows})
    parents = {row.id: at(row.parent, row.id) or top for row in rows}
    refuse_inactive_units(work, parents)
    paths = work.facts(WorkingSet(BusinessUnit, parents.values()), "path")
    return work.add(
        BusinessUnit,
        [
            {
                "id": row.id,
                "name": row.name,
                "parent": parents[row.id],
                "path": f"{paths[parents[row.id]].path}{row.id.hex}/",
            }
            for row in rows
        ],
        "unit.created",
    )


@operation("unit.edit", on=BusinessUnit, lock=lock_tree)
def edit(
    work: Work,
    units: WorkingSet,
    *,
    name: str | Unset = UNSET,
    parent: BusinessUnit | Unset = UNSET,
) -> None:
    """Rename business units, or put them below another with all that lies below them.

    Refuses with name-taken, unit-cycle, unit-inactive, top-unit, invalid-input.
    """
    columns: dict[str, Any] = {}
    if name is not UNSET:
        refuse_taken(work, BusinessUnit, "name", {key: at(name, key) for key in units})
        columns["name"] = name
    if parent is not UNSET:
        work.refuse(units.rows.filter(parent=None), TopUnit, targets=lambda keys: keys)
        refuse_inactive_units(work, {key: at(parent, key) for key in units})
        columns["parent"] = parent
        _move(work, units, {key: at(parent, key) for key in units}, columns)
    work.change(work.differing(units, columns), "unit.edited", **columns)


def _move(
    work: Work, units: WorkingSet, parents: Mapping[UUID, UUID], columns: dict[str, Any]
) -> None:
    """The paths of the whole tree as they will be; those of other units change at once."""
    rows = BusinessUnit.objects.using(work.using).values_list("pk", "parent_id", "path")
    tree = list(rows)
    above = {key: parents.get(key, parent) for key, parent, _path in tree}
    paths: dict[UUID, str] = {}
    for key in above:
        line: list[UUID] = []
        one: UUID | None = key
        while one is not None and one not in paths:
            if one in line:
                at_fault = [unit for unit in units if unit in line]
                work.refuse(
                    WorkingSet(BusinessUnit, at_fault), UnitCycle, targets=lambda keys: keys
                )
            line.append(one)
            one = above[one]
        for unit in reversed(line):
            upper = above[unit]
            paths[unit] = f"{'/' if upper is None else paths[upper]}{unit.hex}/"
    longest = BusinessUnit._meta.get_field("path").max_length or 0
    if any(len(path) > longest for path in paths.values()):
        raise InvalidInput(
            field="parent", problem=_("the tree would be too deep: choose a unit higher up")
        )
    columns["path"] = ByRecord({key: paths[key] for key in units})
    changed = {key for key, _parent, path in tree if paths[key] != path and key not in parents}
    below = work.gather(BusinessUnit.objects.filter(pk__among=changed))
    moved = ByRecord({key: paths[key] for key in below})
    work.change(below, "unit.path_followed", stamp=False, path=moved)


@operation(
    "unit.deactivate",
    on=BusinessUnit,
    rules=(Rule("not the top", lambda ask: Q(parent__isnull=False), TopUnit),),
    settled=lambda ask: Q(is_active=False),
    lock=lock_tree,
)
def deactivate(work: Work, units: WorkingSet) -> None:
    """Close business units: nobody new works there. What was done there stays as it is.

    Refuses with top-unit, and with unit-in-use while active users, teams or units are in it.
    """
    for model in (User, Team):
        rows = model.objects.filter(unit__among=units, is_active=True)
        work.refuse(rows, UnitInUse, targets=_homes(work, model, "unit_id"))
    below = BusinessUnit.objects.filter(parent__among=units, is_active=True)
    below = below.exclude(pk__among=units)
    work.refuse(below, UnitInUse, targets=_homes(work, BusinessUnit, "parent_id"))
    work.change(units, "unit.deactivated", is_active=False)


@operation("unit.activate", on=BusinessUnit, settled=lambda ask: Q(is_active=True), lock=lock_tree)
def activate(work: Work, units: WorkingSet) -> None:
    """Open business units again.

    Refuses with unit-inactive when the unit above stays closed.
    """
    rows = units.rows.using(work.using).exclude(parent__among=units)
    refuse_inactive_units(work, dict(rows.values_list("pk", "parent_id")))
    work.change(units, "unit.activated", is_active=True)


def _homes(work: Work, model: Any, column: str) -> Any:
    rows = model.objects.using(work.using)
    return lambda keys: set(rows.filter(pk__among=keys).values_list(column, flat=True))
