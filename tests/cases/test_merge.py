"""Merging: several cases are one; one goes on."""

import pytest

from casework.activities.complete import complete
from casework.cases.delete import delete
from casework.cases.families import TooManyChildren
from casework.cases.merge import (
    DifferentParents,
    IntoOwnParent,
    MergeIdentical,
    TargetBelowSource,
    TooManyToMerge,
    merge,
)
from casework.cases.models import Case, CaseResolution, State, Status
from casework.cases.reopen import reopen
from casework.cases.resolve import resolve
from casework.cases.rules import AlreadyClosed, MergedAway, TransitionNotAllowed, survivors
from casework.kernel.history import Event
from casework.kernel.refusals import Forbidden
from casework.models import QueueItem
from casework.queues.add import add_activities
from tests.conftest import AGENT, fresh


@pytest.mark.spec("M1")
@pytest.mark.spec("M2")
@pytest.mark.spec("M3")
@pytest.mark.spec("M4")
def test_cases_of_several_customers_and_channels_become_one(given, alice):
    """Red without the last `work.change` of merge."""
    survivor = given.case(origin=1)
    others = [given.case(origin=2), given.case(origin=3, contact=given.contact())]

    merge(others, by=alice, into=survivor)

    assert [(one.state, one.status, one.merged_into_id) for one in map(fresh, others)] == [
        (State.CANCELLED, Status.MERGED, survivor.pk)
    ] * 2
    assert list(Case.objects.filter(state=State.ACTIVE)) == [survivor]
    assert fresh(survivor).title == survivor.title


@pytest.mark.spec("M5")
def test_activities_of_every_state_attachments_and_resolutions_move(given, alice):
    """Red without the loop over models in merge."""
    survivor, other = given.case(), given.case()
    resolve(other, by=alice, resolution="First try")
    reopen(other, by=alice)
    moved = [
        given.activity(other),
        given.activity(other, state=1, status=5),
        given.activity(other, kind="email", state=1, status=4),
        given.activity(other, kind="note", state=1, status=1),
        given.activity(other, state=2, status=6),
    ]

    merge(other, by=alice, into=survivor)

    assert [(one.case_id, one.logged_on_id, one.state) for one in map(fresh, moved)] == [
        (survivor.pk, other.pk, one.state) for one in moved
    ]
    assert CaseResolution.objects.values_list("case", "resolved_case").get() == (
        survivor.pk,
        other.pk,
    )


@pytest.mark.spec("M6")
def test_ten_cases_at_a_time_the_survivor_among_them(given, alice):
    """Red without TooManyToMerge in merge._refuse_the_set."""
    cases = given.cases(11)

    with pytest.raises(TooManyToMerge) as refused:
        merge(cases, by=alice, into=cases[0])
    given.policy(merge_limit=11)
    merge(cases, by=alice, into=cases[0])

    assert (refused.value.count, refused.value.facts) == (11, {"limit": 10})
    assert Case.objects.filter(merged_into=cases[0]).count() == 10


@pytest.mark.spec("M7")
def test_children_of_a_merged_case_become_children_of_the_survivor(given, alice):
    """Red without moving children in merge."""
    survivor, other = given.case(), given.case()
    open_child, closed_child = given.cases(2, parent=other)
    resolve(closed_child, by=alice, resolution="Done")

    merge(other, by=alice, into=survivor)

    assert [fresh(one).parent_id for one in (open_child, closed_child)] == [survivor.pk] * 2
    assert fresh(closed_child).state == State.RESOLVED


@pytest.mark.spec("M8")
def test_a_child_goes_only_into_a_child_of_the_same_parent(given, alice):
    """Red without DifferentParents in merge._refuse_by_family."""
    parent, other_parent, lone = given.cases(3)
    child, sibling = given.cases(2, parent=parent)
    [stranger] = given.cases(1, parent=other_parent)

    for target in (stranger, lone, other_parent):
        with pytest.raises(DifferentParents) as refused:
            merge(child, by=alice, into=target)
        assert refused.value.records == [child]
    merge(child, by=alice, into=sibling)

    assert fresh(child).merged_into_id == sibling.pk


@pytest.mark.spec("M8")
def test_a_child_goes_into_its_own_parent_only_by_policy(given, alice):
    """Red without IntoOwnParent in merge._refuse_by_family."""
    parent = given.case()
    child = given.case(parent=parent)

    with pytest.raises(IntoOwnParent):
        merge(child, by=alice, into=parent)
    given.policy(merge_into_own_parent=True)
    merge(child, by=alice, into=parent)

    assert fresh(child).merged_into_id == parent.pk


def test_a_survivor_never_lies_below_what_goes_into_it(given, alice):
    """Red without TargetBelowSource in merge._refuse_by_family."""
    top = given.case()
    middle = given.case(parent=top)
    low = given.case(parent=middle)

    with pytest.raises(TargetBelowSource):
        merge(top, by=alice, into=low)

    assert not Case.objects.filter(merged_into__isnull=False).exists()


def test_a_case_is_not_merged_with_itself(given, alice):
    """Red without MergeIdentical in merge._refuse_the_set."""
    case = given.case()

    with pytest.raises(MergeIdentical):
        merge(case, by=alice, into=case)


@pytest.mark.spec("M13")
def test_every_case_must_be_active_the_survivor_too(given, alice):
    """Red without IS_ACTIVE in merge.RULES."""
    active, closed = given.cases(2)
    resolve(closed, by=alice, resolution="Done")

    for source, target in ((active, closed), (closed, active)):
        with pytest.raises(AlreadyClosed) as refused:
            merge(source, by=alice, into=target)
        assert refused.value.records == [closed]


@pytest.mark.spec("M15")
@pytest.mark.spec("M16")
@pytest.mark.spec("M20")
def test_the_merged_case_is_listed_on_the_survivor_and_leads_to_it(given, alice):
    """Red without `merged_into` in the last change of merge, or without rules.survivors."""
    first, second, third = given.cases(3)
    merge(first, by=alice, into=second)
    merge(second, by=alice, into=third)

    assert list(third.merged_cases.all()) == [second]
    assert list(second.merged_cases.all()) == [first]
    assert survivors([first.pk, second.pk, third.pk]) == dict.fromkeys(
        [first.pk, second.pk, third.pk], third.pk
    )
    with pytest.raises(MergedAway) as refused:
        resolve(first, by=alice, resolution="Too late")
    assert refused.value.facts == {"survivor": third.number}


def test_merging_has_a_privilege_of_its_own(given, bob):
    """Red without the guard on the privilege in the kernel."""
    one, other = given.cases(2)

    with pytest.raises(Forbidden) as refused:
        merge(one, by=bob, into=other)

    assert refused.value.facts["privilege"] == "case.merge"
    assert not Event.objects.filter(kind="case.merged").exists()


def test_children_beyond_ones_reach_are_not_moved_nor_named(given):
    """Red without `hold_cascaded` in merge._children."""
    near = given.user("dora", AGENT, unit=given.unit("Near"))
    far = given.user("dan", unit=given.unit("Far"))
    survivor, other = given.cases(2, owner=near)
    child = given.case(parent=other, owner=far)

    with pytest.raises(Forbidden) as refused:
        merge(other, by=near, into=survivor)

    assert (refused.value.records, refused.value.count) == ([], 1)
    assert refused.value.targets == {other.pk}
    given.policy(cascade_needs="parent is enough")
    merge(other, by=near, into=survivor)
    assert fresh(child).parent == survivor


def test_a_survivor_in_no_queue_takes_the_place_of_the_first_that_is(given, alice):
    """Red without merge._move_queue_items."""
    survivor, one, other = given.cases(3)
    queue = given.queue()
    first, second = given.queue_item(queue, one), given.queue_item(queue, other)

    merge([one, other], by=alice, into=survivor)

    assert (fresh(first).case_id, fresh(first).state) == (survivor.pk, 0)
    assert (fresh(second).case_id, fresh(second).state) == (other.pk, 1)


def test_what_an_activity_waited_in_is_told_where_the_activity_is(given, carol):
    """Red without `of_activities` in merge._move_queue_items, or with only the waiting ones."""
    survivor, other = given.cases(2)
    done, waiting = given.activity(other), given.activity(other)
    add_activities([done, waiting], by=carol, queue=given.queue())
    complete(done, by=carol)

    merge(other, by=carol, into=survivor)

    items = QueueItem.objects.values_list("activity", "case", "state")
    assert set(items) == {(done.pk, survivor.pk, 1), (waiting.pk, survivor.pk, 0)}
    delete(survivor, by=carol)
    assert not QueueItem.objects.exists()


def test_merging_keeps_to_the_bound_of_children(given, alice):
    """Red without the family bound in merge._refuse_by_family."""
    given.policy(family_children=2)
    survivor, other = given.cases(2)
    given.cases(2, parent=survivor)
    given.cases(1, parent=other)

    with pytest.raises(TooManyChildren):
        merge(other, by=alice, into=survivor)


@pytest.mark.spec("S14")
def test_enforced_transitions_hold_for_merging(given, alice):
    """Red without MAY_BE_MERGED in merge."""
    given.policy(enforce_transitions=True)
    given.transition((1, 5))
    one, other = given.cases(2)

    with pytest.raises(TransitionNotAllowed):
        merge(one, by=alice, into=other)
    given.transition((1, 2000))
    merge(one, by=alice, into=other)

    assert fresh(one).status == Status.MERGED
