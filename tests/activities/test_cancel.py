"""Cancelling: what was to be done will not be done."""

import pytest

from casework.activities.cancel import cancel
from casework.activities.statuses import ActivityNotOpen
from casework.cases.cancel import cancel as cancel_case
from casework.kernel.history import Event
from tests.conftest import fresh


@pytest.mark.parametrize(
    ("kind", "state", "status"),
    [("task", 0, 6), ("phone_call", 0, 3), ("email", 0, 5), ("appointment", 3, 4)],
)
def test_it_is_cancelled_with_the_status_of_its_kind(given, alice, kind, state, status):
    """Red without the `work.change` of cancel."""
    activity = given.activity(given.case(), kind=kind, state=state)

    result = cancel(activity, by=alice)

    done, event = fresh(activity), Event.objects.get(run=result.run)
    assert (done.state, done.status, done.ended_at) == (2, status, event.run.at)
    assert event.kind == "activity.cancelled"


@pytest.mark.spec("S23")
def test_then_the_case_may_be_cancelled(given, alice):
    """Red if what is cancelled still counts as open."""
    case = given.case()
    cancel(given.activity(case), by=alice)

    cancel_case(case, by=alice)

    assert fresh(case).state == 2


@pytest.mark.parametrize(("kind", "state", "status"), [("task", 1, 5), ("note", 1, 1)])
def test_what_is_done_is_refused(given, alice, kind, state, status):
    """Red without IS_OPEN in cancel's rules."""
    activity = given.activity(given.case(), kind=kind, state=state, status=status)

    with pytest.raises(ActivityNotOpen) as refused:
        cancel(activity, by=alice)

    assert (refused.value.records, fresh(activity).version) == ([activity], 1)


def test_it_leaves_its_queue(given, alice):
    """Red without `leave` in cancel."""
    case = given.case()
    activity = given.activity(case)
    item = given.queue_item(given.queue(), case, activity=activity)

    cancel(activity, by=alice)

    assert fresh(item).state == 1


def test_a_thousand_cost_the_statements_of_one(alice, statements, tasks):
    """Red if anything is read or written row by row."""
    one = statements(lambda: cancel(tasks[0], by=alice))

    assert statements(lambda: cancel(tasks[1:], by=alice)) == one
