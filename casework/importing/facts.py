"""Facts: what a replayed log comes to, counted from our own events and records alone.

The counters the log brings along are never read: they are what these figures are checked against.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from casework.cases.models import Case, State
from casework.importing.incident_log import UNNAMED_GROUP
from casework.importing.models import ImportedRecord
from casework.importing.tallies import Names, Tally
from casework.kernel.history import Event, decoded
from casework.queues.models import QueueItem

MODELS = {"case": Case, "queue_item": QueueItem}
HISTOGRAMS = (
    "final_state",
    "final_reassignment_count_histogram",
    "final_reopen_count_histogram",
    "final_priority",
    "contact_type",
    "final_assignment_group",
    "problems",
    "transitions",
    "operations_when_diffed",
    "exceptions",
)


def tallies(source: str = "incident-log") -> Iterator[tuple[str, Tally]]:
    """Each case of a source by its number, with its story told from its events."""
    made = ImportedRecord.objects.filter(source=source, noun="case")
    numbers = dict(made.values_list("record_id", "name"))
    names = Names()
    events = (
        Event.objects.filter(record_type__in=MODELS, after__isnull=False)
        .order_by("case_id", "id")
        .values_list("case_id", "kind", "record_type", "after")
        .iterator(chunk_size=2_000)
    )
    for case, its in groupby(events, key=lambda event: event[0]):
        if case in numbers:
            yield numbers[case], _told(names, its)


def _told(names: Names, events: Iterable[tuple[Any, str, str, Any]]) -> Tally:
    tally = Tally(names)
    for _case, kind, record_type, after in events:
        tally.take(kind, decoded(MODELS[record_type], after) or {})
    return tally


def facts(source: str = "incident-log") -> dict[str, Any]:
    """The figures of a replayed log, under the names of the facts files: cases, final states,
    histograms, transitions, operations, problems, and how many different names there are."""
    found: dict[str, Counter[Any]] = {name: Counter() for name in HISTOGRAMS}
    seen: dict[str, set[Any]] = {}
    states = dict(Case.objects.values_list("number", "state"))
    level = moves = reopens = judged = 0
    for number, tally in tallies(source):
        active = str(states[number] == State.ACTIVE).lower()
        found["final_state"][f"{tally.state}/active={active}"] += 1
        found["final_reassignment_count_histogram"][str(tally.moves)] += 1
        found["final_reopen_count_histogram"][str(tally.reopened)] += 1
        found["final_priority"][tally.custom.get("source_priority")] += 1
        found["contact_type"][tally.custom.get("channel")] += 1
        group = tally.names.queues.get(tally.queue) if tally.queue else None
        found["final_assignment_group"]["?" if group == UNNAMED_GROUP else group] += 1
        if tally.custom.get("problem"):
            found["problems"][tally.custom["problem"]] += 1
        found["transitions"] += tally.transitions
        found["operations_when_diffed"] += tally.operations
        found["exceptions"] += tally.flags
        level += tally.custom.get("within_service_level") is False
        judged += tally.judged
        moves += tally.moves
        reopens += tally.reopened
        for name, values in tally.seen.items():
            seen.setdefault(name, set()).update(values)
    problems = found.pop("problems")
    reopened = found["final_reopen_count_histogram"]
    return {
        "incidents": reopened.total(),
        **{name: dict(counts) for name, counts in found.items()},
        "problems": {
            "distinct": len(problems),
            "with_more_than_one_incident": sum(count > 1 for count in problems.values()),
            "largest": max(problems.values(), default=0),
            "incidents_with_problem": problems.total(),
        },
        "counts": {
            "observed_group_changes": moves,
            "observed_reopens": reopens,
            "incidents_with_reopen": reopened.total() - reopened["0"],
            "incidents_never_reassigned": found["final_reassignment_count_histogram"]["0"],
            "final_made_sla_false": level,
            "made_sla_true_to_false": judged,
            **{f"distinct_{name}": len(values) for name, values in sorted(seen.items())},
        },
    }
