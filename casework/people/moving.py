"""Moving: whoever goes to another business unit takes along what they own."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel.by_record import ByRecord
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import BusinessUnit


class UnitInactive(Refusal):
    """Putting people into a business unit that is closed."""

    code = "unit-inactive"
    message = gettext_lazy("The business unit {unit} is deactivated. Activate it first.")


def refuse_inactive_units(work: Work, units: Mapping[UUID, UUID | None]) -> None:
    """Refuse units (asked-for record or row to unit) that are not there or deactivated."""
    rows = BusinessUnit.objects.using(work.using).filter(pk__among={*units.values()} - {None})
    found = {
        key: (name, active) for key, name, active in rows.values_list("pk", "name", "is_active")
    }
    for row, unit in units.items():
        if unit not in found:
            raise InvalidInput(field="unit", problem=_("is required"), targets=[row])
        if not found[unit][1]:
            raise UnitInactive(unit=found[unit][0], targets=[row])


def follow(work: Work, owners: WorkingSet, column: str, units: Mapping[UUID, UUID | None]) -> None:
    """Give the records of these owners their new business unit (spec 2.6).

    ``column`` is owner_user or owner_team. Nobody touched these records: their "modified" stamps
    stay as they were.
    """
    present = work.facts(owners, "unit_id")
    moved = {k: unit for k, unit in units.items() if unit and unit != present[k].unit_id}
    if not moved:
        return
    refuse_inactive_units(work, moved)
    for noun, model in sorted(RECORDS.items()):
        if model.OWNED:
            rows = model.objects.filter(**{f"{column}__among": WorkingSet(owners.model, moved)})
            records = work.gather(rows)
            homes = work.facts(records, f"{column}_id")
            into = {key: moved[getattr(row, f"{column}_id")] for key, row in homes.items()}
            kind = f"{noun}.unit_followed"
            work.change(records, kind, stamp=False, unit=ByRecord(into))


def moved(
    work: Work, held: Iterable[tuple[UUID, str, UUID]], units: Mapping[UUID, UUID | None]
) -> list[tuple[UUID, str, UUID]]:
    """Roles held as (role, unit path, holder), with the paths of the units the holders go to."""
    roles = list(held)
    if not roles or not units:
        return roles
    rows = BusinessUnit.objects.using(work.using).filter(pk__among={*units.values()} - {None})
    paths: dict[Any, str] = dict(rows.values_list("pk", "path"))
    return [(role, paths.get(units.get(key), path), key) for role, path, key in roles]
