"""Policies: what an administrator chooses in place of the defaults."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.kernel.arguments import NewRow
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import creation
from casework.kernel.policies import PolicySetting, checked
from casework.kernel.refusals import InvalidInput
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


@dataclass(kw_only=True)
class PolicyChange(NewRow):
    """Policies of the group ``name`` with the values they shall have."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)


@creation("policy.change", makes=PolicySetting, row=PolicyChange)
def change(work: Work, rows: list[PolicyChange]) -> WorkingSet:
    """Choose values for policies of a group; those not given stay as they are.

    Refuses with forbidden, and with invalid-input naming the policy and what it may be
    (spec 2.14).
    """
    wanted: dict[str, dict[str, Any]] = {}
    ids: dict[str, UUID] = {}
    for row in rows:
        try:
            values = checked(row.name, row.values)
        except InvalidInput as refusal:
            refusal.targets = {row.id}
            raise
        wanted.setdefault(row.name, {}).update(values)
        ids.setdefault(row.name, row.id)
    held = work.gather(PolicySetting.objects.filter(name__in=wanted))
    present = work.facts(held, "name", "values")
    merged = {key: {**row.values, **wanted.pop(row.name)} for key, row in present.items()}
    values_of = ByRecord(merged)
    work.change(work.differing(held, {"values": values_of}), "policy.changed", values=values_of)
    new = [{"id": ids[name], "name": name, "values": values} for name, values in wanted.items()]
    return held | work.add(PolicySetting, new, "policy.changed")
