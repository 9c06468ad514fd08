"""Traces: what runs did to each record, read from their events."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from casework.kernel.history import Event, Undoing
from casework.kernel.identity import StoredIds
from casework.kernel.records import RECORDS
from casework.kernel.working_sets import WorkingSet, as_stored


@dataclass(slots=True)
class Trace:
    """What the runs did to one record.

    ``before`` holds what each column they touched was before the first touch, as events keep it;
    ``made`` and ``erased`` tell whether they made or erased the row; ``version`` is the record's
    after the last of them, ``began`` its version before the first; ``case`` the case it was told
    under.
    """

    noun: str
    record: UUID
    before: dict[str, Any] = field(default_factory=dict)
    made: bool = False
    erased: bool = False
    version: int = 0
    began: int = 0
    kind: str = ""
    case: UUID | None = None
    runs: tuple[UUID, ...] = ()


def traces_of(runs: WorkingSet, using: str) -> dict[UUID, Trace]:
    """Every record the runs touched and left behind, or erased; one query."""
    found = traces_in(Event.objects.using(using).filter(run__among=runs))
    return {key: one for key, one in found.items() if not (one.made and one.erased)}


def traces_in(events: QuerySet[Event]) -> dict[UUID, Trace]:
    """Every record of these events, those made and erased again included; one query.

    Most records of a large run were alike before: what is alike is read once and shared.
    """
    ids: Any = StoredIds()
    befores, of_run = _Befores({None: None, "null": None}), _Runs(ids)
    found: dict[Any, Trace] = {}
    for key, noun, kind, version, was, gone, case, run in _rows(events):
        before = befores[was]
        trace = found.get(key)
        if trace is None:
            found[key] = Trace(
                noun,
                ids[key],
                before or {},
                before is None,
                bool(gone),
                version,
                version - 1,
                kind,
                None if case is None else ids[case],
                of_run[run],
            )
            continue
        trace.erased, trace.version, trace.kind = bool(gone), version, kind
        if not trace.made and before is not None:
            trace.before = {**before, **trace.before}
        if of_run[run] != trace.runs[-1:]:
            trace.runs += of_run[run]
    return {trace.record: trace for trace in found.values()}


class _Befores(dict[str | None, dict[str, Any] | None]):
    """What records were, by the text of it: each text is read once."""

    def __missing__(self, was: str) -> Any:
        made = self[was] = json.loads(was)
        return made


class _Runs(dict[Any, tuple[UUID, ...]]):
    """A run alone, by its id as the database gives it: one tuple for all its records."""

    def __init__(self, ids: Any) -> None:
        super().__init__()
        self.ids = ids

    def __missing__(self, run: Any) -> tuple[UUID, ...]:
        made = self[run] = (self.ids[run],)
        return made


def _rows(events: QuerySet[Event]) -> Any:
    """Record, noun, kind, version, what it was as text, whether it is gone, case and run."""
    gone = Choice(When(after=None, then=Value("gone")), default=Value(""))
    record, case, run = (as_stored(name, events.db) for name in ("record_id", "case_id", "run_id"))
    was = Cast("before", TextField())
    columns = (record, "record_type", "kind", "version", was, gone, case, run)
    return events.order_by("id").values_list(*columns)


def by_noun(traces: Iterable[Trace]) -> dict[Any, list[Trace]]:
    """Traces by the model of their records."""
    made: dict[str, list[Trace]] = defaultdict(list)
    for one in traces:
        made[one.noun].append(one)
    return {RECORDS[noun]: some for noun, some in made.items()}


def changed_since(moved: Iterable[Trace], using: str) -> dict[UUID, list[UUID]]:
    """The records that others have changed since, each with the runs that still stand between.

    ``moved`` are those that are not as the runs left them. A later run that was itself taken back
    does not count, nor what took it back.
    """
    traces = {one.record: one for one in moved}
    if not traces:
        return {}
    later: dict[UUID, list[UUID]] = {key: [] for key in traces}
    events = Event.objects.using(using).filter(record_id__among=traces).order_by("version")
    for key, version, run in events.values_list("record_id", "version", "run_id"):
        if version > traces[key].version and later[key][-1:] != [run]:
            later[key].append(run)
    undoes = _undoings({run for runs in later.values() for run in runs}, using)
    standing = {key: _standing(traces[key].runs, runs, undoes) for key, runs in later.items()}
    return {key: runs for key, runs in standing.items() if runs}


def _undoings(runs: set[UUID], using: str) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    rows = Undoing.objects.using(using).filter(by__among=list(runs))
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
