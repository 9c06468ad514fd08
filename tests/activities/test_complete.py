"""Completing: what was to be done is done, and says how long it took."""

import pytest

from casework.activities.complete import complete
from casework.activities.statuses import ActivityNotOpen, WrongStatus
from casework.cases.models import CaseResolution
from casework.cases.resolve import resolve
from casework.kernel.history import Event
from casework.kernel.refusals import InvalidInput
from casework.models import Activity
from tests.conftest import acting, fresh


@pytest.mark.parametrize(
    ("kind", "state", "is_incoming", "status"),
    [
        ("task", 0, False, 5),
        ("phone_call", 0, False, 2),
        ("phone_call", 0, True, 4),
        ("email", 0, False, 2),
        ("appointment", 3, False, 3),
    ],
)
def test_it_is_done_now_with_the_status_of_its_kind(given, alice, kind, state, is_incoming, status):
    """Red without the last `work.change` of complete."""
    activity = given.activity(given.case(), kind=kind, state=state, is_incoming=is_incoming)

    result = complete(activity, by=alice, minutes=20)

    done, event = fresh(activity), Event.objects.get(run=result.run)
    assert (done.state, done.status, done.minutes, done.ended_at) == (1, status, 20, event.run.at)
    assert event.kind == "activity.completed"


def test_minutes_status_and_end_row_by_row(given, alice):
    """Red without the two parts of complete, or its `worked`."""
    case = given.case()
    first, second = given.activity(case, minutes=7), given.activity(case, kind="email", status=1)
    at = Activity._meta.get_field("ended_at").to_python("2026-03-01T09:00:00Z")

    result = complete.table(
        [{"id": first.pk, "ended_at": at}, {"id": second.pk, "minutes": 4, "status": 3}], by=alice
    )

    run = Event.objects.filter(run=result.run).first().run
    assert [(one.minutes, one.status, one.ended_at) for one in map(fresh, (first, second))] == [
        (7, 5, at),
        (4, 3, run.at),
    ]


@pytest.mark.parametrize("state", [1, 2])
def test_what_is_done_or_cancelled_is_refused(given, alice, state):
    """Red without IS_OPEN in complete's rules."""
    activity = given.activity(given.case(), state=state, status=state + 4)

    with pytest.raises(ActivityNotOpen) as refused:
        complete(activity, by=alice)

    assert (refused.value.records, fresh(activity).version) == ([activity], 1)


def test_a_status_of_another_state_is_refused(given, alice):
    """Red without `state_of_status` in complete."""
    with pytest.raises(WrongStatus) as refused:
        complete(given.activity(given.case()), by=alice, status=6)

    assert refused.value.text == "status: 6 is not one of 5 for Task"


def test_it_does_not_end_before_it_starts(given, alice):
    """Red without `refuse_backwards` in complete."""
    task = given.activity(given.case(), starts_at="2026-03-02T09:00:00Z")

    with pytest.raises(InvalidInput):
        complete(task, by=alice, ended_at="2026-03-01T09:00:00Z")


def test_it_leaves_its_queue(given, alice):
    """Red without `leave` in complete."""
    case, queue = given.case(), given.queue()
    activity = given.activity(case)
    whole, item = given.queue_item(queue, case), given.queue_item(queue, case, activity=activity)

    complete(activity, by=alice)

    assert [fresh(one).state for one in (whole, item)] == [0, 1]


@pytest.mark.spec("S8")
def test_its_minutes_count_for_the_resolution(given, alice):
    """Red without the minutes of complete."""
    case = given.case()
    complete(given.activity(case), by=alice, minutes=25)

    resolve(case, by=alice, resolution="Done")

    assert CaseResolution.objects.values_list("total_minutes", flat=True).get() == 25


def test_what_was_left_open_on_a_closed_case_is_cleared_even_by_a_person(given, alice):
    """Red if complete asks CHANGING of the case instead of ADDING."""
    case = given.case()
    resolve(case, by=alice, resolution="Done")
    left = given.activity(case)

    complete(left, by=acting("admin", "web"))

    assert fresh(left).state == 1


def test_a_thousand_cost_the_statements_of_one(alice, statements, tasks):
    """Red if anything is read or written row by row."""
    one = statements(lambda: complete(tasks[0], by=alice, minutes=5))

    assert statements(lambda: complete(tasks[1:], by=alice, minutes=5)) == one
