"""Resolving: the only way to Resolved, with its record."""

import pytest

from casework.cases.closing import ActivitiesOpen
from casework.cases.hierarchy import ChildrenOpen
from casework.cases.models import CaseResolution, State
from casework.cases.resolve import resolve
from casework.cases.rules import AlreadyClosed
from casework.kernel.history import Event
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
