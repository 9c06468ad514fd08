"""Incident logs for the tests: where the real ones are, odd ones made here, and what a log says of
itself, counted by comparing each row with the one before and nothing else."""

import csv
import gzip
import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CASEWORK_SHARED_DATA") or HERE.parent / "shared" / "data")
HEADINGS = [
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count",
    "made_sla", "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at",
    "sys_updated_by", "sys_updated_at", "contact_type", "location", "category", "subcategory",
    "u_symptom", "cmdb_ci", "impact", "urgency", "priority", "assignment_group", "assigned_to",
    "knowledge", "u_priority_confirmation", "notify", "problem_id", "rfc", "vendor",
    "caused_by", "closed_code", "resolved_by", "resolved_at", "closed_at",
]  # fmt: skip
USUAL = {
    "incident_state": "New", "active": "true", "reassignment_count": "0", "reopen_count": "0",
    "sys_mod_count": "0", "made_sla": "true", "caller_id": "Caller 1", "opened_by": "Opened by 1",
    "opened_at": "29/2/2016 01:16", "sys_updated_by": "Updated by 1",
    "sys_updated_at": "29/2/2016 01:23", "contact_type": "Phone", "location": "Location 1",
    "category": "Category 1", "subcategory": "Subcategory 1", "impact": "2 - Medium",
    "urgency": "2 - Medium", "priority": "3 - Moderate", "assignment_group": "Group 1",
    "knowledge": "false", "u_priority_confirmation": "false", "notify": "Do Not Notify",
    "closed_code": "code 5",
}  # fmt: skip
FOLDED = {"Awaiting Evidence": "Awaiting User Info"}  # one status reason here
ACTIVE = ("New", "Active")


def shared(name: str) -> Path:
    """A file of the shared data; the test skips where it is absent, unless it must run."""
    path = SHARED / name
    if not path.exists():
        assert not os.environ.get("CI"), f"the shared data is absent: {path}"
        pytest.skip(f"the shared data is absent: {path}")
    return path


def small() -> Path:
    """The first 300 incidents of the real log."""
    return shared("incident_log/incident_event_log.small.csv")


def row(number: str, **columns: str) -> dict[str, str]:
    """One row of a log: what is not said is as usual, and ``?`` where nothing is usual."""
    return {**dict.fromkeys(HEADINGS, "?"), **USUAL, "number": number, **columns}


def written(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    """Rows as a file."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, HEADINGS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a file, gzipped or not."""
    given = path.read_bytes()
    text = (gzip.decompress(given) if path.suffix == ".gz" else given).decode()
    return list(csv.DictReader(io.StringIO(text)))


def first_incidents(rows: list[dict[str, str]], events: int) -> list[dict[str, str]]:
    """The first rows, to the end of the incident that the last of them is in."""
    end = events
    while end < len(rows) and rows[end]["number"] == rows[end - 1]["number"]:
        end += 1
    return rows[:end]


def expected(rows: Iterable[dict[str, str]]) -> dict[str, Any]:
    """What ``casework.importing.facts`` is to find after a replay of these rows."""
    usable = [one for one in rows if one["incident_state"] != "-100"]
    stories: dict[str, list[dict[str, str]]] = {}
    for one in usable:
        state = one["incident_state"]
        stories.setdefault(one["number"], []).append(
            {**one, "incident_state": FOLDED.get(state, state)}
        )
    found: dict[str, Counter[Any]] = {
        name: Counter()
        for name in ("moves", "reopened", "priority", "channel", "group", "problem", "transitions",
                     "operations", "final", "exceptions")
    }  # fmt: skip
    for story in stories.values():
        last = story[-1]
        operations = Counter(_operations(story))
        found["operations"] += operations
        transitions = Counter(_transitions(story))
        found["transitions"] += transitions
        found["moves"][str(_moves(operations))] += 1
        found["reopened"][str(operations["reopen"])] += 1
        found["priority"][last["priority"]] += 1
        found["channel"][last["contact_type"]] += 1
        found["group"][last["assignment_group"]] += 1
        found["problem"][last["problem_id"]] += 1
        closed = last["incident_state"] in ("Resolved", "Closed")
        found["final"][f"{last['incident_state']}/active={str(not closed).lower()}"] += 1
        after_closed = any(name.startswith("Closed -> ") for name in transitions)
        straight = any(
            name.endswith("-> Closed") and not name.startswith("Resolved") for name in transitions
        )
        found["exceptions"] += Counter(
            {"reopened_after_closed": after_closed, "closed_without_resolved": straight}
        )
    del found["problem"]["?"]
    moves = sum(int(n) * count for n, count in found["moves"].items())
    ends = [story[-1] for story in stories.values()]
    return {
        "incidents": len(stories),
        "final_state": dict(found["final"]),
        "final_reassignment_count_histogram": dict(found["moves"]),
        "final_reopen_count_histogram": dict(found["reopened"]),
        "final_priority": dict(found["priority"]),
        "contact_type": dict(found["channel"]),
        "final_assignment_group": dict(found["group"]),
        "transitions": dict(found["transitions"]),
        "operations_when_diffed": dict(found["operations"]),
        "exceptions": dict(found["exceptions"]),
        "problems": {
            "distinct": len(found["problem"]),
            "with_more_than_one_incident": sum(n > 1 for n in found["problem"].values()),
            "largest": max(found["problem"].values(), default=0),
            "incidents_with_problem": found["problem"].total(),
        },
        "counts": {
            "observed_group_changes": moves,
            "observed_reopens": found["operations"]["reopen"],
            "incidents_with_reopen": len(stories) - found["reopened"]["0"],
            "incidents_never_reassigned": found["moves"]["0"],
            "final_made_sla_false": sum(one["made_sla"] == "false" for one in ends),
            "made_sla_true_to_false": _judged(stories.values()),
            **{f"distinct_{name}": len(_names(usable, name)) for name in _counted(usable)},
        },
    }


def _pairs(story: list[dict[str, str]], column: str) -> Iterator[tuple[str, str]]:
    return zip([one[column] for one in story], [one[column] for one in story[1:]], strict=False)


def _transitions(story: list[dict[str, str]]) -> Iterator[str]:
    """The steps as our model shows them: a case is active before it is anything else, and no state
    changes twice over."""
    state = "(start)"
    first = story[0]["incident_state"]
    path = [one["incident_state"] for one in story]
    if first in ("Active", "Resolved", "Closed"):
        path.insert(0, "New")
    for wanted in path:
        if wanted != state and not (state == "Closed" and wanted == "Resolved"):
            yield f"{state} -> {wanted}"
            state = wanted


def _operations(story: list[dict[str, str]]) -> Iterator[str]:
    yield "create"
    if story[0]["assignment_group"] != "?":
        yield "group set on create"
    if story[0]["assigned_to"] != "?":
        yield "user set on create"
    for before, after in _pairs(story, "assignment_group"):
        if before != after:
            way = "none->G" if before == "?" else "G->none" if after == "?" else "G->H"
            yield f"group: {way}"
    for before, after in _pairs(story, "assigned_to"):
        if before != after:
            way = "none->R" if before == "?" else "R->none" if after == "?" else "R->S"
            yield f"user: {way}"
    for column in ("priority", "impact", "urgency", "category", "subcategory", "location"):
        yield from (f"update {column}" for a, b in _pairs(story, column) if a != b)
    yield from ("update caller_id" for a, b in _pairs(story, "caller_id") if a != b)
    for step in _transitions(story):
        before, after = step.split(" -> ")
        if "Awaiting" in after:
            on_hold = "Awaiting" in before
            yield "change hold reason" if on_hold else "put on hold (enter Awaiting*)"
        if "Awaiting" in before and after == "Active":
            yield "resume (Awaiting* -> Active)"
        if after == "Resolved":
            yield "resolve (enter Resolved)"
        if after == "Closed":
            yield "close (enter Closed)"
        if before in ("Resolved", "Closed") and after not in ("Resolved", "Closed"):
            yield "reopen"


def _moves(operations: Counter[str]) -> int:
    return sum(count for name, count in operations.items() if name.startswith("group: "))


def _judged(stories: Iterable[list[dict[str, str]]]) -> int:
    return sum(pair == ("true", "false") for one in stories for pair in _pairs(one, "made_sla"))


def _names(rows: list[dict[str, str]], column: str) -> set[str]:
    return {one[column] for one in rows} - {"?"}


def _counted(rows: list[dict[str, str]]) -> list[str]:
    columns = ("assigned_to", "assignment_group", "caller_id", "category", "location", "opened_by",
               "subcategory")  # fmt: skip
    return [name for name in columns if _names(rows, name)]
