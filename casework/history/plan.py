"""Plan: what the tables will be when runs are taken back."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Max

from casework.history.traces import Trace, by_noun, keys_of
from casework.kernel.by_record import ByRecord
from casework.kernel.history import Event, decoded
from casework.kernel.work import Work
from casework.kernel.working_sets import Stored, WorkingSet
from casework.people.models import Team, User

Values = dict[str, Any]
DONE, AGAIN = ".undone", ".redone"


@dataclass
class Lot:
    """Records that become alike: the values they will have, and what each was."""

    values: Values
    traces: list[Trace] = field(default_factory=list)

    @property
    def records(self) -> list[str]:
        """The records, as stored texts."""
        return keys_of(self.traces)


@dataclass
class Part:
    """What happens to the records of one noun: lots are ``changed`` or come back ``restored``,
    others are erased (``doomed``) or ``withdrawn``."""

    model: Any
    changed: list[Lot] = field(default_factory=list)
    restored: list[Lot] = field(default_factory=list)
    doomed: list[Trace] = field(default_factory=list)
    withdrawn: list[Trace] = field(default_factory=list)

    def lots(self, *columns: str) -> list[Lot]:
        """The lots in which one of these columns, or any, will have another value."""
        every = [*self.changed, *self.restored]
        return [one for one in every if not columns or any(name in one.values for name in columns)]

    def becomes(self, column: str) -> dict[str, Any]:
        """What a column will hold, by record, where that changes."""
        made: dict[str, Any] = {}
        for lot in self.lots(column):
            made.update(dict.fromkeys(lot.records, lot.values[column]))
        return made

    @property
    def back(self) -> dict[str, Values]:
        """The whole rows that come back, by record."""
        return {key: lot.values for lot in self.restored for key in lot.records}

    @property
    def touched(self) -> WorkingSet:
        """The records that are there and change, or go."""
        there = [one for lot in self.changed for one in lot.traces]
        return WorkingSet.of_stored(self.model, keys_of([*there, *self.doomed]))


Plan = dict[Any, Part]


def plan_of(work: Work, traces: Iterable[Trace]) -> Plan:
    """What every touched record becomes: as it was before, gone when it was made, back when it was
    erased. A resolution is withdrawn in the place of being erased, unless its case goes too."""
    plan: Plan = {}
    for model, some in by_noun(traces).items():
        part = plan[model] = Part(model)
        alike: dict[int, Lot] = {}
        for one in some:
            if one.made:
                part.doomed.append(one)
            elif one.erased:
                part.restored.append(Lot(_values(model, one.before), [one]))
            else:  # what was alike before is decoded once
                lot = alike.get(id(one.before))
                if lot is None:
                    lot = alike[id(one.before)] = Lot(_values(model, one.before))
                    part.changed.append(lot)
                lot.traces.append(one)
    for part in plan.values():
        _withdraw(work, plan, part)
        _follow_owners(work, part)
    return plan


def kind_of(trace: Trace) -> str:
    """What the event is called that takes this back."""
    if trace.kind.endswith(DONE):
        return trace.kind.removesuffix(DONE) + AGAIN
    return trace.kind.removesuffix(AGAIN) + DONE


def _values(model: Any, before: dict[str, Any]) -> Values:
    stored = decoded(model, before) or {}
    names = {field.attname: field.name for field in model._meta.concrete_fields}
    return {
        names[name]: value for name, value in stored.items() if names[name] not in model.DERIVED
    }


def _withdraw(work: Work, plan: Plan, part: Part) -> None:
    if not part.model.WITHDRAWN or not part.doomed:
        return
    home = part.model._meta.get_field("case").related_model
    made, going = keys_of(part.doomed), set()
    if gone := keys_of(plan[home].doomed) if home in plan else []:
        rows = WorkingSet.of_stored(part.model, made).rows.using(work.using)
        rows = rows.filter(case__among=WorkingSet.of_stored(home, gone))
        going = set(rows.values_list(Stored("pk"), flat=True))
    stay = set(made) - going
    part.withdrawn = [some for one in part.doomed if (some := one.without(going)).records]
    part.doomed = [some for one in part.doomed if (some := one.without(stay)).records]


def _follow_owners(work: Work, part: Part) -> None:
    """The unit of a record is its owner's: the one the owner is in now."""
    if not part.model.OWNED:
        return
    rows = [one.values for one in part.lots("owner_user", "owner_team")]
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
        for (kind, names), lots in _alike(part).items():
            records = WorkingSet.of_stored(part.model, (key for lot in lots for key in lot.records))
            columns = {name: _column(lots, name) for name in names}
            work.change(records, kind, **columns)
        _withdraw_rows(work, part)
    for part in plan.values():
        kinds: dict[str, list[str]] = defaultdict(list)
        for one in part.doomed:
            kinds[kind_of(one)] += one.records
        for kind, keys in sorted(kinds.items()):
            work.delete(WorkingSet.of_stored(part.model, keys), kind)


def _alike(part: Part) -> dict[tuple[str, tuple[str, ...]], list[Lot]]:
    """Changed records by what their events are called and the columns that change."""
    groups: dict[tuple[str, tuple[str, ...]], list[Lot]] = defaultdict(list)
    for lot in part.changed:
        called: dict[str, list[Trace]] = defaultdict(list)
        for one in lot.traces:
            called[one.kind].append(one)
        for some in called.values():
            groups[kind_of(some[0]), tuple(lot.values)].append(Lot(lot.values, some))
    return groups


def _column(lots: list[Lot], name: str) -> Any:
    """One value for all, or one for each set of records."""
    first = lots[0].values[name]
    if all(lot.values[name] == first for lot in lots):
        return first
    alike: dict[Any, tuple[Any, list[str]]] = {}
    for lot in lots:
        value = lot.values[name]
        told = value if isinstance(value, Hashable) else id(value)  # JSON is no key
        alike.setdefault(told, (value, []))[1].extend(lot.records)
    return ByRecord.of_lots(
        [(value, WorkingSet.of_stored(None, keys)) for value, keys in alike.values()]
    )


def _restore(work: Work, part: Part) -> None:
    if not part.restored:
        return
    back = part.back
    events = Event.objects.using(work.using)
    events = events.filter(record_id__among=WorkingSet.of_stored(part.model, back))
    versions = events.order_by().values_list(Stored("record_id")).annotate(last=Max("version"))
    last: dict[str, int] = dict(versions)
    kinds: dict[str, list[Values]] = defaultdict(list)
    for lot in part.restored:
        for one in lot.traces:
            for key in one.records:
                kinds[kind_of(one)].append({**lot.values, "version": last[key] + 1})
    for kind, rows in sorted(kinds.items()):
        work.add(part.model, rows, kind)


def _withdraw_rows(work: Work, part: Part) -> None:
    if part.withdrawn:
        name = part.model.WITHDRAWN
        rows = WorkingSet.of_stored(part.model, keys_of(part.withdrawn))
        work.change(rows, f"{part.model.NOUN}.withdrawn", **{name: work.happened(part.model.CASE)})
