"""A replayed log comes to the figures it comes to when its rows are merely compared."""

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from casework.importing.facts import facts, tallies
from tests.importing.conftest import Import
from tests.importing.log import expected, first_incidents, row, rows_of, shared, small, written
from tests.proofs.rebuild import assert_events_tell_everything

FULL = os.environ.get("CASEWORK_PROVE") == "full"
DEV = "incident_log/incident_event_log.dev"
STATES = ("New", "Active", "Awaiting User Info", "Awaiting Evidence", "Awaiting Vendor",
          "Awaiting Problem", "Resolved", "Closed")  # fmt: skip


def plain(found: dict[str, Any]) -> dict[str, Any]:
    """Figures without the zeroes that only one side writes down."""
    return {
        name: {key: n for key, n in value.items() if n} if isinstance(value, dict) else value
        for name, value in found.items()
    }


def test_the_small_log_comes_to_what_its_rows_say(imported: Import) -> None:
    """Red without ``or self._queue(step, here)`` in story.py, or any other line of ``_towards``."""
    imported("incident-log", small())

    assert plain(facts()) == plain(expected(rows_of(small())))


@pytest.mark.parametrize("seed", range(3))
def test_an_odd_log_comes_to_what_its_rows_say(imported: Import, tmp_path: Path, seed: int) -> None:
    """Incidents that come back after others, times that go back, reopenings after closing,
    groups and people that change on closed cases. Red without ``case.CLOSED`` places in
    queues/placing.py, and without ``here.state != State.ACTIVE`` in story.py."""
    chance = random.Random(seed)
    rows = [odd_row(chance, n) for n in range(400)]

    imported("incident-log", written(tmp_path / "odd.csv", rows), chunk=60)

    assert plain(facts()) == plain(expected(rows))


def odd_row(chance: random.Random, n: int) -> dict[str, str]:
    """An update of one of forty incidents to anything at all."""
    return row(
        f"INC{chance.randrange(40):04}",
        incident_state=chance.choice(STATES),
        sys_mod_count=str(n),
        sys_updated_at=f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/2016 {n % 24:02}:00",
        sys_updated_by=f"Updated by {chance.randrange(5)}",
        assignment_group=chance.choice(["?", "Group 1", "Group 2", "Group 3"]),
        assigned_to=chance.choice(["?", "?", "Resolver 1", "Resolver 2"]),
        caller_id=chance.choice(["Caller 1"] * 20 + ["Caller 2", "?"]),
        category=chance.choice(["Category 1", "Category 2", "?"]),
        subcategory=chance.choice(["Subcategory 1", "Subcategory 2", "?"]),
        priority=chance.choice(["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"]),
        impact=chance.choice(["1 - High", "2 - Medium"]),
        made_sla=chance.choice(["true", "false"]),
        problem_id=chance.choice(["?", "?", "Problem 1", "Problem 2"]),
        location=chance.choice(["Location 1", "Location 2"]),
    )


@pytest.mark.prove
@pytest.mark.timeout(1_800)
def test_a_tenth_of_the_log_comes_to_what_its_rows_say(imported: Import, tmp_path: Path) -> None:
    """The same on twelve thousand events, all of them when proofs run at full length; and the
    events alone tell every table (answers 2)."""
    log = shared(f"{DEV}.csv.gz")
    rows = rows_of(log)
    if not FULL:
        rows = first_incidents(rows, 12_000)
        log = written(tmp_path / "tenth.csv", rows)

    report = imported("incident-log", log)

    assert report.rows == len(rows)
    assert plain(facts()) == plain(expected(rows))
    assert assert_events_tell_everything() > len(rows)


@pytest.mark.prove
@pytest.mark.timeout(1_800)
@pytest.mark.skipif(not FULL, reason="all of the log is replayed by `run.py prove` only")
def test_all_of_the_log_keeps_every_invariant(imported: Import) -> None:
    """The nine invariants of the data's own page, against the facts file that was measured there
    (answers 25). The counters of the log are read here alone, to check ours."""
    told = json.loads(shared(f"{DEV}.facts.json").read_text())
    log = shared(f"{DEV}.csv.gz")

    report = imported("incident-log", log)
    again = imported("incident-log", log)
    found = facts()

    lines = [line for line, problem in report.problems if "-100" in problem]
    assert (report.rows, report.cases, report.problem_count) == (told["events"], 20_768, 2)
    assert len(lines) == told["rows_by_state"]["-100"]
    assert again.counts == report.counts
    for name in ("incidents", "final_state", "final_reopen_count_histogram", "final_priority",
                 "contact_type", "problems"):  # fmt: skip
        assert (name, found[name]) == (name, told[name])
    for name, count in told["counts"].items():
        if name in found["counts"] and name != "incidents_never_reassigned":
            assert (name, found["counts"][name]) == (name, count)
    for name, count in told["operations_when_diffed"].items():
        if count and name != "change hold reason":  # two of the log's holds are one of ours
            assert (name, found["operations_when_diffed"][name]) == (name, count)
    assert found["counts"]["made_sla_true_to_false"] == sum(told["made_sla_changes"].values())
    for name in ("closed_without_resolved", "reopened_after_closed"):
        assert found["exceptions"][name] == told["exceptions"][name]["count"]
    top = told["final_assignment_group_top10"]
    assert {name: found["final_assignment_group"][name] for name in top} == top
    excused = told["exceptions"]["group_changes_differ_from_reassignment_count"]["incidents"]
    counters = {one["number"]: one for one in rows_of(log)}
    moves = {number: tally.moves for number, tally in tallies()}
    differing = {n for n, one in counters.items() if int(one["reassignment_count"]) != moves[n]}
    assert differing == set(excused)
