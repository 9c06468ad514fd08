"""A file is imported once, whatever becomes of the run: killed, cut in two, come again."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.importing.models import ImportedRecord, ImportProgress
from casework.importing.report import RowUnusable
from casework.importing.sources import SOURCES
from casework.importing.streams import FileUnusable
from casework.kernel.actor import Actor
from casework.kernel.refusals import Forbidden
from casework.models import Case, Event, Run, User
from tests.conftest import AGENT, Given
from tests.importing.conftest import Import
from tests.importing.log import row, rows_of, small, written
from tests.importing.pictures import picture

FULL = os.environ.get("CASEWORK_PROVE") == "full"
KILLS = 60 if FULL else 5
TWO = [
    row("INC1"),
    row("INC1", incident_state="Active", assignment_group="Group 2", assigned_to="Resolver 1"),
    row("INC1", incident_state="Resolved", sys_updated_at="1/3/2016 10:00"),
    row("INC2", incident_state="Awaiting Vendor"),
    row("INC2", incident_state="Closed", sys_updated_at="2/3/2016 10:00"),
]


@pytest.mark.prove
@pytest.mark.timeout(1_800)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="killing needs fork")
def test_a_killed_import_goes_on_with_nothing_lost_or_doubled(tmp_path: Path) -> None:
    """Red without ``transaction.atomic()`` around a chunk, or ``_keep`` within it, in
    running.py."""
    log = small() if FULL else written(tmp_path / "log.csv", rows_of(small())[:500])
    run = subprocess.run(
        [sys.executable, "-m", "tests.importing.killing", str(log), "--kills", str(KILLS)],
        cwd=Path(__file__).parents[2],
        env={
            **os.environ,
            "CASEWORK_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "casework.settings",
        },
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stderr[-3000:]
    report = json.loads(run.stdout.splitlines()[-1])
    print(f"import: {report['kills']} kills among {report['statements']} statements")
    assert report["equal"] == report["kills"] == KILLS
    assert report["midway"] > 0


def test_the_same_file_again_changes_nothing(imported: Import) -> None:
    """Red without ``if report.is_finished`` in running.py."""
    first = imported("incident-log", small())
    before = picture(), Run.objects.count()

    again = imported("incident-log", small())

    assert (picture(), Run.objects.count()) == before
    assert again.kept() == first.kept()
    assert again.is_finished


def test_the_same_rows_in_another_file_change_nothing(imported: Import, tmp_path: Path) -> None:
    """Red without ``step.digest in self.seen`` in story.py."""
    path = written(tmp_path / "two.csv", TWO)
    imported("incident-log", path)
    before = picture(), Run.objects.count()
    other = tmp_path / "other"
    other.write_bytes(gzip.compress(path.read_bytes().replace(b"\n", b"\r\n")))

    again = imported("incident-log", other)

    assert (picture(), Run.objects.count()) == before
    assert (again.rows, again.repeated, again.cases) == (5, 5, 0)


@pytest.fixture
def some() -> list[dict[str, str]]:
    """The first five hundred rows of the real log, cut off within an incident."""
    return rows_of(small())[:500]


@pytest.fixture
def whole(imported: Import, some: list[dict[str, str]], tmp_path: Path) -> object:
    """What these rows come to in one go; the database is then as it was."""
    with transaction.atomic():
        imported("incident-log", written(tmp_path / "whole.csv", some))
        seen = picture()
        transaction.set_rollback(True)
    return seen


@pytest.mark.parametrize("cut", [1, 2, 251, 499])
def test_two_halves_end_as_the_whole(
    imported: Import, some: list[dict[str, str]], whole: object, tmp_path: Path, cut: int
) -> None:
    """Even where the cut goes through an incident. Red without ``known.cases.get(key)`` in
    story.py."""
    imported("incident-log", written(tmp_path / "a.csv", some[:cut]))
    imported("incident-log", written(tmp_path / "b.csv", some[cut:]))

    assert picture() == whole


def test_overlapping_files_end_as_the_whole(
    imported: Import, some: list[dict[str, str]], whole: object, tmp_path: Path
) -> None:
    """Red without the digests kept by ``known.remember`` in replay.py."""
    imported("incident-log", written(tmp_path / "a.csv", some[:300]))
    imported("incident-log", written(tmp_path / "b.csv", some[200:]))

    assert picture() == whole


def test_the_size_of_a_chunk_makes_no_difference(
    imported: Import, some: list[dict[str, str]], whole: object, tmp_path: Path
) -> None:
    """Red without ``cases_of`` in standing.py."""
    imported("incident-log", written(tmp_path / "log.csv", some), chunk=19)

    assert picture() == whole


def test_a_bad_row_is_named_with_its_line_and_the_rest_goes_on(
    imported: Import, tmp_path: Path
) -> None:
    """Red without ``except BadRow`` in replay.py."""
    rows = [*TWO, row("INC3", incident_state="-100"), row("", incident_state="New"),
            row("INC4", sys_updated_at="31/2/2016 01:00"), row("INC5", location="x" * 401),
            row("INC6", priority="9 - None"), row("INC7")]  # fmt: skip
    path = written(tmp_path / "bad.csv", rows)
    path.write_bytes(path.read_bytes() + b"INC8,New\n" + b"INC9\xff" + b",?" * 35 + b"\n")

    report = imported("incident-log", path)

    assert report.problems == [
        (7, "incident_state: -100 is not one of New, Active, Awaiting User Info, Awaiting "
            "Evidence, Awaiting Vendor, Awaiting Problem, Resolved, Closed"),
        (8, "number is missing"),
        (9, "sys_updated_at: 31/2/2016 01:00 is no date or time: day is out of range for month"),
        (10, "location is longer than 400"),
        (11, "priority: 9 - None begins with none of 1, 2, 3, 4, 5"),
        (13, "has 2 columns, not 36"),
        (14, "number is not UTF-8"),
    ]  # fmt: skip
    assert (report.rows, report.cases, report.problem_count) == (13, 3, 7)
    assert sorted(Case.objects.values_list("number", flat=True)) == ["INC1", "INC2", "INC7"]


def test_strict_stops_at_the_first_bad_row_and_keeps_nothing_of_its_chunk(
    imported: Import, tmp_path: Path
) -> None:
    """What came before the chunk stays, and a mended file goes on from there. Red without
    ``if strict and bad`` in running.py."""
    bad = [*TWO, row("INC3"), row("INC3", incident_state="-100"), row("INC4")]
    mended = [*TWO, row("INC3"), row("INC4")]

    with pytest.raises(RowUnusable) as refused:
        imported("incident-log", written(tmp_path / "bad.csv", bad), strict=True, chunk=5)

    assert str(refused.value).startswith("Line 8: incident_state: -100 is not one of")
    assert str(refused.value).endswith("Nothing from line 7 on was imported.")
    assert sorted(Case.objects.values_list("number", flat=True)) == ["INC1", "INC2"]
    report = imported("incident-log", written(tmp_path / "mended.csv", mended), strict=True)
    assert (report.cases, report.repeated, report.problem_count) == (2, 5, 0)


def test_strict_stops_at_the_first_refusal_too(
    imported: Import, tmp_path: Path, given: Given
) -> None:
    """Red without ``if strict and taken.refused`` in running.py."""
    given.case(number="INC2")

    with pytest.raises(RowUnusable, match="Line 5: "):
        imported("incident-log", written(tmp_path / "two.csv", TWO), strict=True)

    assert list(Case.objects.values_list("number", flat=True)) == ["INC2"]


def test_a_number_that_was_taken_before_is_refused_and_the_rest_goes_on(
    imported: Import, tmp_path: Path, given: Given
) -> None:
    """The case is somebody else's: it is not touched. Red without ``attempt`` halving the rows
    in waves.py."""
    mine = given.case(number="INC2")

    report = imported("incident-log", written(tmp_path / "two.csv", TWO))

    assert [line for line, _problem in report.problems] == [5, 6]
    assert report.cases == 1
    assert Case.objects.get(pk=mine.pk).version == 1


def test_a_dry_run_reports_as_a_run_does_and_leaves_nothing(
    imported: Import, tmp_path: Path
) -> None:
    """Red without ``transaction.set_rollback(True)`` in running.py."""
    path = written(tmp_path / "bad.csv", [*TWO, row("INC3", incident_state="Lost")])
    before = Event.objects.count(), User.objects.count()

    dry = imported("incident-log", path, dry_run=True)

    assert (dry.rows, dry.cases, dry.problem_count) == (6, 2, 1)
    assert (Event.objects.count(), User.objects.count()) == before
    assert (ImportProgress.objects.count(), ImportedRecord.objects.count()) == (0, 0)
    assert imported("incident-log", path).kept() == dry.kept()


def test_progress_is_told_in_rows_and_bytes(imported: Import) -> None:
    """Red without ``progress(`` in running.py."""
    told: list[tuple[int, int, int]] = []

    imported("incident-log", small(), chunk=500, progress=lambda *now: told.append(now))

    size = small().stat().st_size
    assert told == sorted(told)
    assert [rows // 500 for rows, _done, _total in told] == [1, 2, 3, 4, 4]
    assert told[-1] == (2_040, size, size)


def test_importing_needs_its_privilege(given: Given, tmp_path: Path) -> None:
    """Red without ``by.holds("import")`` in running.py."""
    alice = given.user("alice", AGENT)

    with pytest.raises(Forbidden):
        SOURCES["incident-log"].run(written(tmp_path / "two.csv", TWO), alice)

    assert Case.objects.count() == 0


def test_the_role_for_programs_is_enough(given: Given, tmp_path: Path) -> None:
    """What an import makes on the way is within the role Integration."""
    robot: Actor = given.user("robot", "Integration")

    report = SOURCES["incident-log"].run(written(tmp_path / "two.csv", TWO), robot)

    assert (report.cases, report.problems) == (2, [])


def test_a_file_of_another_kind_is_refused_by_its_headings(
    imported: Import, tmp_path: Path
) -> None:
    """Red without ``need_headings`` in replay.py."""
    path = tmp_path / "other.csv"
    path.write_text("number,name\n1,x\n")

    with pytest.raises(FileUnusable, match="has no column incident_state, sys_updated_at"):
        imported("incident-log", path)


def test_what_happens_is_the_same_for_one_case_and_for_a_thousand(
    imported: Import, tmp_path: Path
) -> None:
    """The statements of a chunk depend on the longest story in it, not on how many there are.
    Red without waves: a run of each operation per case."""
    costs = []
    for name, cases in (("few", 2), ("many", 200)):
        rows = [{**one, "number": f"{name}{n}{one['number']}"} for n in range(cases) for one in TWO]
        path = written(tmp_path / f"{name}.csv", rows)
        with CaptureQueriesContext(connection) as caught:
            imported("incident-log", path)
        costs.append(len(caught))

    assert costs[1] <= costs[0]
