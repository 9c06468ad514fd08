"""Reopening: what was done or cancelled is to be done again."""

import pytest

from casework.activities.complete import complete
from casework.activities.reopen import reopen
from casework.activities.statuses import ActivityNotClosed
from casework.cases.reopen import reopen as reopen_case
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase
from tests.conftest import fresh


@pytest.mark.parametrize(
    ("kind", "closed", "expected"),
    [("task", (1, 5), (0, 2)), ("task", (2, 6), (0, 2)), ("appointment", (1, 3), (3, 5))],
)
def test_it_is_open_again_and_keeps_its_minutes(given, alice, kind, closed, expected):
    """Red without the `work.change` of reopen."""
    state, status = closed
    activity = given.activity(
        given.case(), kind=kind, state=state, status=status, minutes=9,
        ended_at="2026-03-01T09:00:00Z",
    )  # fmt: skip

    reopen(activity, by=alice)

    again = fresh(activity)
    assert (again.state, again.status, again.minutes, again.ended_at) == (*expected, 9, None)


@pytest.mark.parametrize(("kind", "state", "status"), [("task", 0, 2), ("note", 1, 1)])
def test_what_is_open_or_a_note_is_refused(given, alice, kind, state, status):
    """Red without IS_CLOSED in reopen's rules."""
    activity = given.activity(given.case(), kind=kind, state=state, status=status)

    with pytest.raises(ActivityNotClosed) as refused:
        reopen(activity, by=alice)

    assert refused.value.records == [activity]


def test_on_a_closed_case_it_is_refused_to_programs_too(given, alice):
    """Red if reopen asks CHANGING of the case instead of WORKING."""
    case = given.case()
    task = given.activity(case)
    complete(task, by=alice)
    resolve(case, by=alice, resolution="Done")

    with pytest.raises(ClosedCase) as refused:
        reopen(task, by=alice)
    assert (refused.value.records, refused.value.targets) == ([fresh(case)], {task.pk})

    reopen_case(case, by=alice)
    reopen(task, by=alice)
    assert fresh(task).state == 0


def test_a_thousand_cost_the_statements_of_one(alice, statements, tasks):
    """Red if anything is read or written row by row."""
    complete(tasks, by=alice)

    one = statements(lambda: reopen(tasks[0], by=alice))

    assert statements(lambda: reopen(tasks[1:], by=alice)) == one
