"""Traces: what runs did to each record, read from their events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.kernel.history import Event, Undoing
from casework.kernel.records import RECORDS
from casework.kernel.working_sets import WorkingSet


@dataclass(slots=True)
class Trace:
    """What the runs did to one record.

    ``before`` holds what each column they touched was before the first touch, as events keep it;
    ``made`` and ``erased`` tell whether they made or erased the row; ``version`` is the record's
    after the last of them; ``case`` the case it was told under.
    """

    noun: str
    record: UUID
    before: dict[str, Any] = field(default_factory=dict)
    made: bool = False
    erased: bool = False
    version: int = 0
    kind: str = ""
    case: UUID | None = None
    runs: list[UUID] = field(default_factory=list)


def traces_of(runs: WorkingSet, using: str) -> dict[UUID, Trace]:
    """Every record the runs touched and left behind, or erased; one query."""
    found: dict[UUID, Trace] = {}
    rows = Event.objects.using(using).filter(run__among=runs).order_by("id")
    columns = ("record_id", "record_type", "kind", "version", "before", "after", "case_id", "run")
    for key, noun, kind, version, before, after, case, run in rows.values_list(*columns):
        trace = found.get(key)
        if trace is None:
            trace = found[key] = Trace(noun, key, case=case)
            trace.made = before is None
        trace.erased = after is None
        trace.version, trace.kind = version, kind
        if not trace.made:
            trace.before = {**before, **trace.before} if trace.before else before
        if not trace.runs or trace.runs[-1] != run:
            trace.runs.append(run)
    return {key: one for key, one in found.items() if not (one.made and one.erased)}


def by_noun(traces: Iterable[Trace]) -> dict[Any, list[Trace]]:
    """Traces by the model of their records."""
    made: dict[Any, list[Trace]] = {}
    for one in traces:
        made.setdefault(RECORDS[one.noun], []).append(one)
    return made


def changed_since(traces: Mapping[UUID, Trace], using: str) -> dict[UUID, list[UUID]]:
    """The records that others have changed since, each with the runs that still stand between.

    A later run that was itself taken back does not count, nor what took it back.
    """
    moved: list[UUID] = []
    for model, some in by_noun(traces.values()).items():
        rows = WorkingSet(model, [one.record for one in some]).rows.using(using)
        now = dict(rows.values_list("pk", "version"))
        left = {one.record: None if one.erased else one.version for one in some}
        moved += [key for key, version in left.items() if now.get(key) != version]
    if not moved:
        return {}
    later: dict[UUID, list[UUID]] = {key: [] for key in moved}
    events = Event.objects.using(using).filter(record_id__among=sorted(moved)).order_by("version")
    for key, version, run in events.values_list("record_id", "version", "run_id"):
        if version > traces[key].version and later[key][-1:] != [run]:
            later[key].append(run)
    undoes = _undoings({run for runs in later.values() for run in runs}, using)
    standing = {key: _standing(traces[key].runs, runs, undoes) for key, runs in later.items()}
    return {key: runs for key, runs in standing.items() if runs}


def _undoings(runs: set[UUID], using: str) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    rows = Undoing.objects.using(using).filter(by__among=sorted(runs))
    for by, run in rows.values_list("by_id", "run_id"):
        found.setdefault(by, set()).add(run)
    return found


def _standing(
    ours: Iterable[UUID], later: Iterable[UUID], undoes: Mapping[UUID, set[UUID]]
) -> list[UUID]:
    """What still stands of later runs on one record, once takings back are reckoned."""
    own = set(ours)
    stack = list(own)
    effects: dict[UUID, tuple[bool, list[UUID]]] = {}  # whether it took away, and what
    for run in later:
        targets = undoes.get(run, set())
        away = [one for one in stack if one in targets]
        known = [one for one in targets if one in effects]
        if away:
            effects[run] = (True, away)
        elif known:
            took, what = effects[known[0]]
            effects[run] = (not took, what)
        else:
            stack.append(run)
            continue
        took, what = effects[run]
        stack = [one for one in stack if one not in what] if took else [*stack, *what]
    return [run for run in stack if run not in own]
