"""The history of a case: who changed what, when, by which interface."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.activities.complete import complete
from casework.cases.edit import edit
from casework.history.changes import history
from casework.kernel.history import Event
from casework.kernel.refusals import InvalidInput, NotFound
from tests.conftest import acting


def test_each_changed_column_is_told_newest_first(given, alice):
    """Red without any column of changes._changes."""
    case = given.case()
    task = given.activity(case)
    edit(case, by=acting("alice", "web"), title="Printer is cold", severity=3)
    result = complete(task, by=alice, minutes=5)

    changes = history(case, alice, limit=2).changes

    at = Event.objects.filter(run=result.run).first().run.at
    assert [(one.record_type, one.column, one.before, one.after) for one in changes] == [
        ("activity", "ended_at", None, at),
        ("activity", "minutes", 0, 5),
        ("activity", "state", 0, 1),
        ("activity", "status", 2, 5),
        ("case", "severity", 1, 3),
        ("case", "title", case.title, "Printer is cold"),
        ("case", "title_key", case.title_key, "printer is cold"),
    ]
    first, last = changes[0], changes[-1]
    assert (first.who, first.interface, first.operation, first.event, first.record) == (
        "Alice", "rest", "activity.complete", "activity.completed", task.pk,
    )  # fmt: skip
    assert first.at == at
    assert (last.interface, last.event) == ("web", "case.edited")


def test_page_by_page_it_is_the_whole_history_once(given, alice):
    """Red without `pk__lt` in history."""
    case = given.case()
    for severity in range(2, 9):
        edit(case, by=alice, severity=severity)

    whole = history(case, alice)
    first = history(case, alice, limit=5)
    second = history(case, alice, limit=5, before=first.next)

    assert (whole.next, second.next) == (None, None)
    assert first.changes + second.changes == whole.changes
    assert [one.after for one in first.changes] == [8, 7, 6, 5, 4]


def test_who_may_not_see_the_case_may_not_see_its_past(given, alice, bob):
    """Red without seeing.case_seen in history."""
    with pytest.raises(NotFound):
        history(given.case(), bob)
    with pytest.raises(InvalidInput):
        history(given.case(), alice, before="x")


def test_a_long_history_costs_the_queries_of_a_short_one(given, alice):
    """Red if a change asks for its person or its run."""
    short, long = given.cases(2)
    for severity in range(2, 60):
        edit(long, by=alice, severity=severity)

    counts = []
    for case in (short, long):
        with CaptureQueriesContext(connection) as queries:
            history(case, alice)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 3
