"""Cancelling: closing without a resolution."""

import pytest

from casework.cases.cancel import cancel
from casework.cases.closing import CannotCancel
from casework.cases.hierarchy import ChildrenOpen
from casework.cases.merge import TargetNeeded
from casework.cases.models import CaseResolution, State, Status
from casework.cases.resolve import resolve
from casework.cases.rules import AlreadyClosed
from casework.kernel.history import Event
from casework.kernel.refusals import InvalidInput
from tests.conftest import fresh


@pytest.mark.spec("S23")
@pytest.mark.spec("S24")
def test_open_activities_refuse_it_and_are_named(given, alice):
    """Red without `refuse_open_activities` in cancel."""
    case = given.case()
    call = given.activity(case, kind="phone_call", status=1)
    meeting = given.activity(case, kind="appointment", state=3, status=5)

    with pytest.raises(CannotCancel) as refused:
        cancel(case, by=alice)

    assert (refused.value.count, refused.value.records) == (2, [call, meeting])
    assert fresh(case).state == State.ACTIVE


@pytest.mark.spec("S25")
@pytest.mark.spec("S26")
@pytest.mark.spec("S28")
def test_a_cancelled_case_keeps_its_owner_and_leaves_every_queue(given, alice):
    """Red without `queues.leave` in closing.close. (S28 also gives entitlement terms back:
    entitlements do not exist yet.)"""
    case = given.case(owner=alice)
    item = given.queue_item(given.queue(), case)

    cancel(case, by=alice)

    after = fresh(case)
    assert (after.state, after.status, after.owner_user_id) == (2, 6, alice.user)
    assert fresh(item).state == 1
    assert not CaseResolution.objects.exists()


@pytest.mark.spec("S25")
def test_only_a_status_of_state_cancelled_will_do(given, alice):
    """Red without `status_in` in cancel."""
    case = given.case()

    with pytest.raises(InvalidInput) as refused:
        cancel(case, by=alice, status=5)

    assert refused.value.facts["field"] == "status"
    assert "6 (Cancelled)" in refused.value.text


@pytest.mark.spec("S27")
def test_merged_as_a_reason_needs_a_target_and_moves_what_is_open(given, alice):
    """Red without the Merged branch of cancel."""
    case, other = given.case(), given.case()
    task = given.activity(case)

    with pytest.raises(TargetNeeded):
        cancel(case, by=alice, status=Status.MERGED.value)
    cancel(case, by=alice, status=Status.MERGED.value, into=other)

    after = fresh(case)
    assert (after.state, after.status, after.merged_into_id) == (2, 2000, other.pk)
    assert (fresh(task).case_id, fresh(task).state) == (other.pk, 0)


@pytest.mark.spec("S29")
@pytest.mark.spec("S30")
def test_cancelling_what_is_closed_is_refused_by_name(given, alice):
    """Red without IS_ACTIVE in cancel.RULES."""
    case = given.case()
    resolve(case, by=alice, resolution="Done")
    events = Event.objects.count()

    with pytest.raises(AlreadyClosed) as refused:
        cancel(case, by=alice)

    assert (refused.value.code, refused.value.records) == ("already-closed", [case])
    assert Event.objects.count() == events
    assert cancel(case, by=alice, already_closed="leave").unchanged == [case.pk]


@pytest.mark.spec("S16")
@pytest.mark.spec("S17")
def test_closure_policies_hold_for_cancelling_too(given, alice):
    """Red without `closing_family` in cancel."""
    parent = given.case()
    child = given.case(parent=parent)
    given.policy(closure="refuse")

    with pytest.raises(ChildrenOpen):
        cancel(parent, by=alice)
    given.policy(closure="cascade")
    cancel(parent, by=alice)

    assert (fresh(parent).status, fresh(child).status) == (6, 6)


@pytest.mark.spec("S27")
def test_no_row_of_a_table_is_merged_without_a_target(given, alice):
    """Red without `_refuse_merging_by_rows` in cancel."""
    plain, merged = given.cases(2)
    rows = [{"id": plain.pk, "status": 6}, {"id": merged.pk, "status": 2000}]

    with pytest.raises(InvalidInput) as refused:
        cancel.table(rows, by=alice)
    left = cancel.table(rows, by=alice, on_refusal="skip").left_out

    assert (refused.value.facts["field"], refused.value.targets) == ("status", {merged.pk})
    assert list(left) == [merged.pk]
    assert [(one.status, one.merged_into) for one in map(fresh, (plain, merged))] == [
        (6, None),
        (1, None),
    ]
