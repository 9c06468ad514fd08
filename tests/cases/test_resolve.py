"""Resolving: the only way to Resolved, with its record."""

import pytest

from casework.cases.closing import ActivitiesOpen
from casework.cases.hierarchy import ChildrenOpen
from casework.cases.models import CaseResolution, State
from casework.cases.resolve import resolve
from casework.cases.rules import AlreadyClosed
from casework.kernel.history import Event
from casework.kernel.refusals import InvalidInput
from tests.conftest import fresh


@pytest.mark.spec("S4")
@pytest.mark.spec("S9")
def test_resolving_leaves_a_resolution_and_a_closed_case(given, alice):
    """Red without the `work.change` of closing.close and the `add_for_each` of resolve._record."""
    case = given.case()
    given.activity(case, state=1, status=5, minutes=15)
    given.activity(case, state=1, status=5, minutes=30)

    result = resolve(case, by=alice, resolution="New toner")

    assert result.records == [case.pk]
    assert fresh(case).state == State.RESOLVED
    assert fresh(case).closed_at is not None
    assert list(
        CaseResolution.objects.values_list(
            "case", "subject", "resolution_type", "total_minutes", "billable_minutes"
        )
    ) == [(case.pk, "New toner", 5, 45, 45)]
    assert set(Event.objects.filter(run=result.run).values_list("kind", flat=True)) == {
        "resolution.recorded",
        "case.resolved",
    }


@pytest.mark.spec("S6")
def test_open_activities_refuse_with_their_count_until_confirmed(given, alice):
    """Red without `refuse_open_activities` in resolve."""
    case = given.case()
    task = given.activity(case)

    with pytest.raises(ActivitiesOpen) as refused:
        resolve(case, by=alice, resolution="Done")

    assert (refused.value.count, refused.value.records) == (1, [task])
    assert fresh(case).state == State.ACTIVE

    resolve(case, by=alice, resolution="Done", cancel_open_activities=True)
    assert (fresh(task).state, fresh(task).status) == (2, 6)


@pytest.mark.spec("S16")
def test_a_parent_waits_for_its_children(given, alice):
    """Red without the ChildrenOpen refusal in hierarchy._follow_down."""
    given.policy(closure="refuse")
    parent = given.case()
    child = given.case(parent=parent)

    with pytest.raises(ChildrenOpen) as refused:
        resolve(parent, by=alice, resolution="Done")

    assert refused.value.records == [child]
    assert fresh(parent).state == State.ACTIVE


@pytest.mark.spec("S30")
def test_a_closed_case_is_refused_or_left_when_asked(given, alice):
    """Red without IS_ACTIVE in resolve.RULES."""
    case = given.case()
    resolve(case, by=alice, resolution="Done")
    before = Event.objects.count()

    with pytest.raises(AlreadyClosed):
        resolve(case, by=alice, resolution="Again")
    left = resolve(case, by=alice, resolution="Again", already_closed="leave")

    assert (left.run, left.unchanged, Event.objects.count()) == (None, [case.pk], before)


@pytest.mark.spec("S9")
def test_a_table_says_row_by_row_how_each_case_was_resolved(given, alice):
    """Red without the default of `status_for` for rows that name none, or of `_minutes`."""
    one, other = given.cases(2)
    given.activity(other, state=1, status=5, minutes=15)
    rows = [
        {"id": one.pk, "resolution": "New toner", "resolution_type": 1000, "total": 40},
        {"id": other.pk, "resolution": "New drum"},
    ]

    resolve.table(rows, by=alice)

    assert (fresh(one).status, fresh(other).status) == (1000, 5)
    columns = ("case", "subject", "resolution_type", "total_minutes", "billable_minutes")
    assert set(CaseResolution.objects.values_list(*columns)) == {
        (one.pk, "New toner", 1000, 40, 40),
        (other.pk, "New drum", 5, 15, 15),
    }


@pytest.mark.spec("S6b")
def test_only_the_rows_that_confirm_it_cancel_open_activities(given, alice):
    """Red when `unconfirmed` in resolve asks the whole argument."""
    one, other = given.cases(2)
    cancelled, still_open = given.activity(one), given.activity(other)
    rows = [
        {"id": one.pk, "resolution": "Done", "cancel_open_activities": True},
        {"id": other.pk, "resolution": "Done", "cancel_open_activities": False},
    ]

    with pytest.raises(ActivitiesOpen) as refused:
        resolve.table(rows, by=alice)
    left = resolve.table(rows, by=alice, on_refusal="skip").left_out

    assert (refused.value.records, list(left)) == ([still_open], [other.pk])
    assert (fresh(cancelled).state, fresh(still_open).state) == (2, 0)


@pytest.mark.parametrize("text", ["", "  ", None, 5, "x" * 201])
def test_every_row_of_a_table_says_how_in_words_that_fit(given, alice, text):
    """Red without `_check_text` in resolve, or when the texts of rows are not fitted."""
    one, other = given.cases(2)
    rows = [{"id": one.pk, "resolution": "Done"}, {"id": other.pk, "resolution": text}]

    with pytest.raises(InvalidInput):
        resolve.table(rows, by=alice)

    assert fresh(one).state == State.ACTIVE
