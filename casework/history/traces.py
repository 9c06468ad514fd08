"""Traces: what runs did to each record, read from their events."""

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import Min, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from casework.kernel.history import Event, Undoing
from casework.kernel.identity import stored_id
from casework.kernel.records import RECORDS
from casework.kernel.working_sets import Stored, Together, WorkingSet, apart

GROUP = ("record_type", "kind", "version")


@dataclass(slots=True)
class Trace:
    """What the runs did to some records, alike to all of them.

    ``records`` are their ids as stored texts, and ``cases`` the case that each was told under
    (empty for none). ``before`` holds what each column they touched was before the first touch, as
    events keep it; ``made`` and ``erased`` tell whether they made or erased the rows; ``version``
    is the records' after the last of them, ``began`` their version before the first.
    """

    noun: str
    records: list[str]
    cases: list[str]
    before: dict[str, Any] = field(default_factory=dict)
    made: bool = False
    erased: bool = False
    version: int = 0
    began: int = 0
    kind: str = ""
    runs: tuple[UUID, ...] = ()

    def without(self, left: set[str]) -> "Trace":
        """The same of the records that are not among these."""
        kept = [place for place, key in enumerate(self.records) if key not in left]
        if len(kept) == len(self.records):
            return self
        records, cases = ([some[n] for n in kept] for some in (self.records, self.cases))
        return replace(self, records=records, cases=cases)


def traces_of(runs: WorkingSet, using: str) -> list[Trace]:
    """Every record the runs touched and left behind, or erased."""
    found = traces_in(Event.objects.using(using).filter(run__among=runs))
    return [one for one in found if not (one.made and one.erased)]


def traces_in(events: QuerySet[Event]) -> list[Trace]:
    """Every record of these events, those made and erased again included; each in one trace.

    Most records of a large run have one event each, and few different ones: the database puts
    together what is alike, and only what has several events is read one by one.
    """
    befores = _Befores({None: None, "null": None})
    found = []
    for noun, kind, version, was, gone, run, _first, records, cases in _alike(events):
        before = befores[was]
        found.append(
            Trace(
                noun,
                apart(records),
                apart(cases),
                before or {},
                before is None,
                bool(gone),
                version,
                version - 1,
                kind,
                (stored_id(run),),
            )
        )
    if len(set(keys_of(found))) == sum(len(one.records) for one in found):
        return found
    several = {key for key, times in Counter(keys_of(found)).items() if times > 1}
    found = [kept for one in found if (kept := one.without(several)).records]
    return found + _one_by_one(events.filter(record_id__among=WorkingSet.of_stored(None, several)))


def _one_by_one(events: QuerySet[Event]) -> list[Trace]:
    """Records with several events: what was before the first, and is after the last."""
    befores = _Befores({None: None, "null": None})
    found: dict[str, Trace] = {}
    ids = Stored("record_id"), Stored("case_id")
    rows = events.order_by("id").values_list(*GROUP, *_columns(), *ids)
    for noun, kind, version, was, gone, run, key, case in rows:
        before, by = befores[was], stored_id(run)
        trace = found.get(key)
        if trace is None:
            told = (noun, [key], [case or ""], before or {}, before is None, bool(gone))
            found[key] = Trace(*told, version, version - 1, kind, (by,))
            continue
        trace.erased, trace.version, trace.kind = bool(gone), version, kind
        if not trace.made and before is not None:
            trace.before = {**before, **trace.before}
        if by != trace.runs[-1]:
            trace.runs += (by,)
    return list(found.values())


class _Befores(dict[str | None, dict[str, Any] | None]):
    """What records were, by the text of it: each text is read once, and shared."""

    def __missing__(self, was: str) -> Any:
        made = self[was] = json.loads(was)
        return made


def _alike(events: QuerySet[Event]) -> Any:
    """Noun, kind, version, what it was as text, whether it is gone and run: where these are alike,
    the records and their cases; in the order of the first of them."""
    rows = events.values_list(*GROUP, *_columns())
    return rows.annotate(
        first=Min("id"), records=Together("record_id"), cases=Together("case_id")
    ).order_by("first")


def _columns() -> tuple[Any, ...]:
    gone = Choice(When(after=None, then=Value("gone")), default=Value(""))
    return Cast("before", TextField()), gone, Stored("run_id")


def by_noun(traces: Iterable[Trace]) -> dict[Any, list[Trace]]:
    """Traces by the model of their records."""
    made: dict[str, list[Trace]] = defaultdict(list)
    for one in traces:
        made[one.noun].append(one)
    return {RECORDS[noun]: some for noun, some in made.items()}


def keys_of(traces: Iterable[Trace]) -> list[str]:
    """The records of these traces."""
    return list(itertools.chain.from_iterable(one.records for one in traces))


def changed_since(moved: Mapping[str, Trace], using: str) -> dict[str, list[UUID]]:
    """The records that others have changed since, each with the runs that still stand between.

    ``moved`` are those that are not as the runs left them. A later run that was itself taken back
    does not count, nor what took it back.
    """
    if not moved:
        return {}
    later: dict[str, list[UUID]] = {key: [] for key in moved}
    events = Event.objects.using(using).order_by("version")
    events = events.filter(record_id__among=WorkingSet.of_stored(None, moved))
    for key, version, run in events.values_list(Stored("record_id"), "version", "run_id"):
        if version > moved[key].version and later[key][-1:] != [run]:
            later[key].append(run)
    undoes = _undoings({run for runs in later.values() for run in runs}, using)
    standing = {key: _standing(moved[key].runs, runs, undoes) for key, runs in later.items()}
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
