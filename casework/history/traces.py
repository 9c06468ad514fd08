"""Traces: what runs did to each record, read from their events."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, QuerySet, TextField, When
from django.db.models import Case as Choice
from django.db.models.functions import Cast

from casework.kernel.history import Event, Undoing
from casework.kernel.records import RECORDS
from casework.kernel.working_sets import WorkingSet


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
    runs: list[UUID] = field(default_factory=list)


def traces_of(runs: WorkingSet, using: str) -> dict[UUID, Trace]:
    """Every record the runs touched and left behind, or erased; one query.

    Most records of a large run were alike before: what is alike is read once and shared.
    """
    found = traces_in(Event.objects.using(using).filter(run__among=runs))
    return {key: one for key, one in found.items() if not (one.made and one.erased)}


def traces_in(events: QuerySet[Event]) -> dict[UUID, Trace]:
    """Every record of these events, those made and erased again included; one query."""
    found: dict[UUID, Trace] = {}
    known: dict[str, dict[str, Any]] = {}
    rows: Any = events.order_by("id").annotate(
        was=Cast("before", TextField()),
        gone=Choice(When(after=None, then=True), default=False, output_field=BooleanField()),
    )
    columns = ("record_id", "record_type", "kind", "version", "was", "gone", "case_id", "run_id")
    for key, noun, kind, version, was, gone, case, run in rows.values_list(*columns):
        before = None
        if was is not None and was != "null":
            before = known.get(was)
            if before is None:
                before = known[was] = json.loads(was)
        trace = found.get(key)
        if trace is None:
            trace = found[key] = Trace(noun, key, case=case)
            trace.made, trace.began = before is None, version - 1
        trace.erased = gone
        trace.version, trace.kind = version, kind
        if not trace.made and before is not None:
            trace.before = {**before, **trace.before} if trace.before else before
        if not trace.runs or trace.runs[-1] != run:
            trace.runs.append(run)
    return found


def by_noun(traces: Iterable[Trace]) -> dict[Any, list[Trace]]:
    """Traces by the model of their records."""
    made: dict[Any, list[Trace]] = {}
    for one in traces:
        made.setdefault(RECORDS[one.noun], []).append(one)
    return made


def changed_since(
    traces: Mapping[UUID, Trace], now: Mapping[UUID, int], using: str
) -> dict[UUID, list[UUID]]:
    """The records that others have changed since, each with the runs that still stand between.

    ``now`` is the version of each that is there. A later run that was itself taken back does not
    count, nor what took it back.
    """
    moved = [
        key for key, one in traces.items() if now.get(key) != (None if one.erased else one.version)
    ]
    if not moved:
        return {}
    later: dict[UUID, list[UUID]] = {key: [] for key in moved}
    events = Event.objects.using(using).filter(record_id__among=moved).order_by("version")
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
