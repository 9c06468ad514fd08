"""What stands before resolving: the open activities, their count, and the confirmation."""

import pytest

from casework.activities.models import OPEN, Activity
from casework.cases.cancel import cancel
from casework.cases.closing import ActivitiesOpen
from casework.cases.models import CaseResolution, State
from casework.cases.resolve import resolve
from casework.cases.rules import TransitionNotAllowed
from casework.kernel.history import Event, Run
from tests.conftest import fresh

STATES = {"open": 0, "completed": 1, "cancelled": 2, "scheduled": 3}


@pytest.mark.spec("S6")
@pytest.mark.spec("S6a")
def test_the_refusal_carries_the_number_and_the_activities_themselves(given, alice):
    """Red without `refuse_open_activities` in resolve, or without SCHEDULED in activities OPEN."""
    case, other = given.cases(2)
    rows = [("appointment", "scheduled", 5), ("task", "open", 2), ("task", "completed", 5)]
    made = [given.activity(case, kind=k, state=STATES[s], status=c) for k, s, c in rows]
    given.activity(other)

    with pytest.raises(ActivitiesOpen) as refused:
        resolve(case, by=alice, resolution="Done")

    assert (refused.value.count, refused.value.records) == (2, made[:2])
    assert refused.value.text.startswith("Open activities stand in the way (2): ")
    assert list(Activity.objects.filter(OPEN, case=case).order_by("pk")) == made[:2]


@pytest.mark.spec("S6a")
def test_activities_nobody_may_see_are_counted_and_not_named(given, alice):
    """Red without visible_to in the kernel's `refuse`."""
    case = given.case()
    given.activity(case)
    alice.by_privilege["activity.read"] = []

    with pytest.raises(ActivitiesOpen) as refused:
        resolve(case, by=alice, resolution="Done")

    assert (refused.value.count, refused.value.records) == (1, [])


@pytest.mark.spec("S6b")
@pytest.mark.spec("S21")
def test_confirmed_activities_are_cancelled_with_the_resolving_in_the_same_run(given, alice):
    """Red without `cancel_open` in closing.close."""
    case = given.case()
    rows = [("task", 0, 2), ("phone_call", 0, 1), ("email", 0, 1), ("appointment", 3, 5)]
    open_ones = [given.activity(case, kind=k, state=s, status=c) for k, s, c in rows]
    done = given.activity(case, state=1, status=5)

    result = resolve(case, by=alice, resolution="Done", cancel_open_activities=True)

    assert [(one.state, one.status) for one in map(fresh, open_ones)] == [
        (2, 6), (2, 3), (2, 5), (2, 4),
    ]  # fmt: skip
    assert (fresh(done).state, fresh(done).version) == (1, done.version)
    cancelled = Event.objects.filter(kind="activity.cancelled")
    assert set(cancelled.values_list("run", flat=True)) == {result.run}
    assert fresh(case).state == State.RESOLVED


@pytest.mark.spec("S6b")
def test_a_confirmation_cancels_nothing_when_the_resolving_is_refused(given, alice):
    """Red when closing.close runs before the rules have been read."""
    given.policy(enforce_transitions=True)
    case = given.case()
    task = given.activity(case)

    with pytest.raises(TransitionNotAllowed):
        resolve(case, by=alice, resolution="Done", cancel_open_activities=True)

    assert (fresh(task).state, fresh(task).version) == (0, task.version)


@pytest.mark.spec("S8")
def test_two_fields_are_enough(given, alice):
    """Red when resolve asks for anything beyond the resolution and its type."""
    case = given.case()

    resolve(case, by=alice, resolution="Toner was empty", resolution_type=1000)

    assert fresh(case).status == 1000
    assert list(CaseResolution.objects.values_list("subject", "resolution_type")) == [
        ("Toner was empty", 1000)
    ]


@pytest.mark.spec("S9")
def test_everything_of_a_resolving_is_one_run_with_one_time(given, alice):
    """Red without any one effect of closing.close or resolve._record.

    Absent until these nouns exist: the success of a service level, the count of an entitlement.
    """
    case = given.case()
    given.activity(case)
    item = given.queue_item(given.queue(), case)

    result = resolve(case, by=alice, resolution="Done", cancel_open_activities=True)

    at = Run.objects.get(pk=result.run).at
    after, record = fresh(case), CaseResolution.objects.get()
    assert (after.state, after.status, after.closed_at) == (State.RESOLVED, 5, at)
    assert (record.case, record.resolved_by_id, record.resolved_at) == (after, alice.user, at)
    assert (fresh(item).state, Activity.objects.filter(OPEN).count()) == (1, 0)
    assert sorted(result.effects) == [
        ("activity.cancelled", 1),
        ("case.resolved", 1),
        ("queue_item.left", 1),
        ("resolution.recorded", 1),
    ]


@pytest.mark.spec("S28")
def test_confirming_a_cancelling_changes_the_state_and_nothing_else(given, alice):
    """Red without the `work.change` of closing.close.

    Absent until there are entitlements: giving their terms back.
    """
    case = given.case()

    result = cancel(case, by=alice)

    assert (fresh(case).state, fresh(case).status) == (State.CANCELLED, 6)
    assert result.effects == [("case.cancelled", 1)]
