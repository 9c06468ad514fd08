"""Plan: what the tables will be when runs are taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Max

from casework.history.traces import Trace, by_noun
from casework.kernel.history import Event, decoded
from casework.kernel.work import Work
from casework.kernel.working_sets import ByRecord, WorkingSet
from casework.people.models import Team, User

Values = dict[str, Any]
DONE, AGAIN = ".undone", ".redone"


@dataclass
class Part:
    """What happens to the records of one noun: values by column name, whole rows, or nothing left.

    ``kinds`` tells what each record's event is called, ``homes`` the case it was told under.
    """

    model: Any
    changed: dict[UUID, Values] = field(default_factory=dict)
    restored: dict[UUID, Values] = field(default_factory=dict)
    doomed: set[UUID] = field(default_factory=set)
    withdrawn: set[UUID] = field(default_factory=set)
    kinds: dict[UUID, str] = field(default_factory=dict)
    homes: dict[UUID, UUID] = field(default_factory=dict)

    @property
    def values(self) -> dict[UUID, Values]:
        """The columns that will have another value, of changed and of restored records."""
        return {**self.changed, **self.restored}


Plan = dict[Any, Part]


def plan_of(work: Work, traces: Iterable[Trace]) -> Plan:
    """What every touched record becomes: as it was before, gone when it was made, back when it was
    erased. A resolution is withdrawn in the place of being erased, unless its case goes too."""
    plan: Plan = {}
    for model, some in by_noun(traces).items():
        part = plan[model] = Part(model)
        known: dict[int, Values] = {}
        for one in some:
            part.kinds[one.record] = _kind(one.kind)
            if one.case is not None:
                part.homes[one.record] = one.case
            if one.made:
                part.doomed.add(one.record)
            elif one.erased:
                part.restored[one.record] = _values(model, one.before)
            else:  # what was alike before is decoded once
                was = id(one.before)
                if was not in known:
                    known[was] = _values(model, one.before)
                part.changed[one.record] = dict(known[was])
    for part in plan.values():
        _withdraw(work, plan, part)
        _follow_owners(work, part)
    return plan


def _kind(kind: str) -> str:
    if kind.endswith(DONE):
        return kind.removesuffix(DONE) + AGAIN
    return kind.removesuffix(AGAIN) + DONE


def _values(model: Any, before: dict[str, Any]) -> Values:
    stored = decoded(model, before) or {}
    names = {field.attname: field.name for field in model._meta.concrete_fields}
    return {
        names[name]: value for name, value in stored.items() if names[name] not in model.DERIVED
    }


def _withdraw(work: Work, plan: Plan, part: Part) -> None:
    if not part.model.WITHDRAWN or not part.doomed:
        return
    homes = work.facts(WorkingSet(part.model, part.doomed), "case_id")
    home = part.model._meta.get_field("case").related_model
    gone = plan[home].doomed if home in plan else set()
    part.withdrawn = {key for key, row in homes.items() if row.case_id not in gone}
    part.doomed -= part.withdrawn


def _follow_owners(work: Work, part: Part) -> None:
    """The unit of a record is its owner's: the one the owner is in now."""
    if not part.model.OWNED:
        return
    rows = [one for one in part.values.values() if "owner_user" in one or "owner_team" in one]
    units: dict[UUID, UUID] = {}
    for model, name in ((User, "owner_user"), (Team, "owner_team")):
        wanted = {one[name] for one in rows if one.get(name)}
        if wanted:
            found = model.objects.using(work.using).filter(pk__among=wanted)
            units.update(found.values_list("pk", "unit_id"))
    for one in rows:
        owner = one.get("owner_user") or one.get("owner_team")
        if owner in units:
            one["unit"] = units[owner]


def carry_out(work: Work, plan: Plan) -> None:
    """Declare it: a few changes for each noun, whatever the number of records."""
    for part in plan.values():
        _restore(work, part)
    for part in plan.values():
        for (kind, names), keys in _alike(part).items():
            columns = {name: _column(part, name, keys) for name in names}
            work.change(WorkingSet(part.model, keys), kind, **columns)
        _withdraw_rows(work, part)
    for part in plan.values():
        kinds: dict[str, list[UUID]] = {}
        for key in part.doomed:
            kinds.setdefault(part.kinds[key], []).append(key)
        for kind, keys in sorted(kinds.items()):
            work.delete(WorkingSet(part.model, keys), kind)


def _alike(part: Part) -> dict[tuple[str, tuple[str, ...]], list[UUID]]:
    groups: dict[tuple[str, tuple[str, ...]], list[UUID]] = {}
    for key, values in part.changed.items():
        groups.setdefault((part.kinds[key], tuple(values)), []).append(key)
    return groups


def _column(part: Part, name: str, keys: list[UUID]) -> Any:
    first = part.changed[keys[0]][name]
    if all(part.changed[key][name] == first for key in keys):
        return first
    return ByRecord({key: part.changed[key][name] for key in keys})


def _restore(work: Work, part: Part) -> None:
    if not part.restored:
        return
    events = Event.objects.using(work.using).filter(record_id__among=list(part.restored))
    versions = events.order_by().values_list("record_id").annotate(last=Max("version"))
    last: dict[UUID, int] = dict(versions)
    kinds: dict[str, list[Values]] = {}
    for key, row in part.restored.items():
        kinds.setdefault(part.kinds[key], []).append({**row, "version": last[key] + 1})
    for kind, rows in sorted(kinds.items()):
        work.add(part.model, rows, kind)


def _withdraw_rows(work: Work, part: Part) -> None:
    if part.withdrawn:
        name = part.model.WITHDRAWN
        rows = WorkingSet(part.model, part.withdrawn)
        work.change(rows, f"{part.model.NOUN}.withdrawn", **{name: work.happened(part.model.CASE)})
