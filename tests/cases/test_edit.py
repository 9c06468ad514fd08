"""Editing: what a case says, and moves between active statuses."""

import pytest

from casework.cases.cancel import cancel
from casework.cases.edit import ResolveInstead, StatusOfClosedCase, edit
from casework.cases.merge import merge
from casework.cases.models import Case, State
from casework.cases.opening import ContactMismatch, CustomerNeeded
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase, MergedAway, TransitionNotAllowed
from casework.kernel.history import Event, decoded
from casework.kernel.refusals import InvalidInput, Stale
from tests.conftest import acting, fresh


def test_what_is_given_changes_and_only_that_is_recorded(given, alice):
    """Red without work.differing in edit."""
    case, same = given.case(title="Old"), given.case(title="New", priority=1)

    result = edit([case, same], by=alice, title="New", priority=1)

    event = Event.objects.get(run=result.run)
    assert (event.record_id, decoded(Case, event.before), decoded(Case, event.after)) == (
        case.pk,
        {"title": "Old", "title_key": "old", "priority": 2},
        {"title": "New", "title_key": "new", "priority": 1},
    )
    assert (fresh(case).title_key, fresh(same).version) == ("new", 1)


def test_a_table_of_rows_has_values_of_its_own(given, alice):
    """Red without ByRecord in the kernel."""
    one, other = given.cases(2, description="Kept")

    edit.table(
        [
            {"id": one.pk, "title": "First", "priority": 1},
            {"id": other.pk, "title": "Second"},
        ],
        by=alice,
    )

    assert [
        (case.title, case.title_key, case.priority, case.description)
        for case in map(fresh, (one, other))
    ] == [("First", "first", 1, "Kept"), ("Second", "second", 2, "Kept")]


@pytest.mark.spec("S5")
def test_no_closed_status_is_written_by_editing(given, alice):
    """Red without ResolveInstead in edit._check_status."""
    case = given.case()

    for code in (5, 6, 1000, 2000):
        with pytest.raises(ResolveInstead):
            edit(case, by=alice, status=code)
    with pytest.raises(InvalidInput):
        edit(case, by=alice, status=77)

    assert fresh(case).state == State.ACTIVE


def test_a_case_moves_between_active_statuses(given, alice):
    """Red without the status column in edit."""
    case = given.case()

    edit(case, by=alice, status=3)

    assert (fresh(case).state, fresh(case).status) == (0, 3)


@pytest.mark.spec("S14")
@pytest.mark.spec("S15")
def test_enforced_transitions_hold_for_editing(given, alice):
    """Red without the last rule of edit.RULES; the present status is always allowed."""
    given.policy(enforce_transitions=True)
    given.transition((1, 3))
    case = given.case()

    with pytest.raises(TransitionNotAllowed):
        edit(case, by=alice, status=2)
    edit(case, by=alice, status=1, title="Same status")
    edit.table([{"id": case.pk, "status": 3}], by=alice)

    assert (fresh(case).status, fresh(case).title) == (3, "Same status")


@pytest.mark.spec("S11")
def test_people_change_nothing_on_a_closed_case(given, alice):
    """Red without OPEN_TO_CHANGE in edit.RULES."""
    resolved, cancelled = given.cases(2)
    resolve(resolved, by=alice, resolution="Done")
    cancel(cancelled, by=alice)

    for case in (resolved, cancelled):
        with pytest.raises(ClosedCase):
            edit(case, by=acting("alice", "web"), title="Changed")


@pytest.mark.spec("S12")
@pytest.mark.parametrize(
    ("setting", "resolved_may", "cancelled_may"),
    [
        ("resolved and cancelled", True, True),
        ("resolved", True, False),
        ("cancelled", False, True),
        ("none", False, False),
    ],
)
def test_programs_change_closed_cases_as_the_setting_says(
    given, alice, setting, resolved_may, cancelled_may
):
    """Red without update_closed in rules.open_to_change; the state does not change."""
    given.policy(update_closed=setting)
    resolved, cancelled = given.cases(2)
    resolve(resolved, by=alice, resolution="Done")
    cancel(cancelled, by=alice)

    for case, may in ((resolved, resolved_may), (cancelled, cancelled_may)):
        state = fresh(case).state
        if may:
            edit(case, by=alice, title="Cleaned")
        else:
            with pytest.raises(ClosedCase):
                edit(case, by=alice, title="Cleaned")
        assert (fresh(case).title == "Cleaned", fresh(case).state) == (may, state)


def test_an_active_status_does_not_reopen(given, alice):
    """Red without StatusOfClosedCase in edit._check_status."""
    case = given.case()
    resolve(case, by=alice, resolution="Done")

    with pytest.raises(StatusOfClosedCase):
        edit(case, by=alice, status=2)


def test_a_merged_case_is_never_changed(given, alice):
    """Red without NOT_MERGED in edit.RULES."""
    case, survivor = given.cases(2)
    merge(case, by=alice, into=survivor)

    with pytest.raises(MergedAway) as refused:
        edit(case, by=alice, title="Late")

    assert refused.value.facts == {"survivor": survivor.number}


def test_the_customer_may_change_but_never_be_missing_or_misfit(given, alice):
    """Red without opening.check_customers in edit."""
    case = given.case()
    contact, stranger = given.contact(), given.contact()

    with pytest.raises(CustomerNeeded):
        edit(case, by=alice, account=None)
    with pytest.raises(CustomerNeeded):
        edit(case, by=alice, contact=contact)
    with pytest.raises(ContactMismatch):
        edit(case, by=alice, primary_contact=stranger)
    edit(case, by=alice, account=None, contact=contact, primary_contact=contact)

    assert (fresh(case).account_id, fresh(case).contact_id) == (None, contact.pk)


def test_escalation_is_stamped_once_and_taken_back(given, alice):
    """Red without edit._escalated."""
    case = given.case()

    edit(case, by=alice, is_escalated=True)
    first = fresh(case).escalated_at
    edit(case, by=alice, is_escalated=True, title="Still")
    again = fresh(case).escalated_at
    edit(case, by=alice, is_escalated=False)

    assert first is not None
    assert (again, fresh(case).escalated_at) == (first, None)


def test_a_stale_page_changes_nothing(given, alice):
    """Red without the version check in the kernel."""
    case = given.case()
    edit(case, by=alice, title="First", if_match=1)

    with pytest.raises(Stale):
        edit(case, by=alice, title="Second", if_match=1)

    assert (fresh(case).title, fresh(case).version) == ("First", 2)


def test_rows_whose_values_do_not_fit_are_left_out_by_name(given, alice):
    """Red without `fitting_each` in gathering.fitted_by_record."""
    one, other = given.cases(2)
    rows = [{"id": one.pk, "title": "Toner"}, {"id": other.pk, "title": "x" * 201}]

    with pytest.raises(InvalidInput) as refused:
        edit.table(rows, by=alice)
    result = edit.table(rows, by=alice, on_refusal="skip")

    assert (refused.value.targets, list(result.left_out)) == ({other.pk}, [other.pk])
    assert [fresh(case).title for case in (one, other)] == ["Toner", other.title]
