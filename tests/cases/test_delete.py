"""Deleting: mistakes and privacy."""

import pytest

from casework.cases.delete import HasChildren, delete
from casework.cases.merge import merge
from casework.cases.models import Case, CaseResolution
from casework.cases.resolve import resolve
from casework.kernel.history import Event, decoded
from casework.kernel.refusals import Forbidden
from casework.models import Activity, QueueItem
from tests.conftest import MANAGER, fresh


@pytest.mark.spec("S10")
def test_deleting_an_active_case_is_advised_against_but_done(given, carol):
    """Red without work.advise in delete."""
    active, closed = given.cases(2)
    resolve(closed, by=carol, resolution="Done")

    advised, quiet = delete(active, by=carol), delete(closed, by=carol)

    assert [one.code for one in advised.advice] == ["resolve-first"]
    assert quiet.advice == []
    assert not Case.objects.exists()


def test_all_that_belongs_to_it_goes_and_stays_on_record(given, carol):
    """Red without the loop over models in delete."""
    case = given.case()
    given.activity(case)
    given.queue_item(given.queue(), case)
    resolve(case, by=carol, resolution="Done", cancel_open_activities=True)

    result = delete(case, by=carol)

    assert [model.objects.count() for model in (Case, Activity, QueueItem, CaseResolution)] == [
        0
    ] * 4
    erased = Event.objects.filter(run=result.run, after=None)
    assert sorted(erased.values_list("record_type", flat=True)) == [
        "activity", "case", "queue_item", "resolution",
    ]  # fmt: skip
    assert decoded(Case, erased.get(record_type="case").before)["number"] == case.number


def test_children_refuse_it_with_their_count_go_along_or_are_set_free(given, carol):
    """Red without delete._children."""
    parent = given.case()
    child = given.case(parent=parent)
    low = given.case(parent=child)

    with pytest.raises(HasChildren) as refused:
        delete(parent, by=carol)
    given.policy(delete_children="set free")
    delete(parent, by=carol)
    freed = fresh(child).parent_id
    given.policy(delete_children="delete")
    delete(child, by=carol)

    assert (refused.value.count, refused.value.records) == (2, [child, low])
    assert freed is None
    assert not Case.objects.exists()


def test_a_survivor_may_be_deleted_and_its_merged_cases_lose_the_link(given, carol):
    """Red without the `case.link_removed` change of delete."""
    survivor, merged = given.cases(2)
    task = given.activity(merged)
    merge(merged, by=carol, into=survivor)

    delete(survivor, by=carol)

    assert (fresh(merged).merged_into_id, fresh(merged).status) == (None, 2000)
    assert not Activity.objects.filter(pk=task.pk).exists()


def test_agents_do_not_delete(given, alice):
    """Red if the privilege case.delete goes to agents."""
    case = given.case()

    with pytest.raises(Forbidden):
        delete(case, by=alice)


@pytest.mark.parametrize("what", ["delete", "set free"])
def test_children_beyond_ones_reach_keep_their_parent(given, what):
    """Red without `hold_cascaded` in delete._children, or with it only where children go along."""
    near = given.user("dora", MANAGER, unit=given.unit("Near"))
    far = given.user("dan", unit=given.unit("Far"))
    given.policy(delete_children=what)
    parent = given.case(owner=near)
    child = given.case(parent=parent, owner=far)

    with pytest.raises(Forbidden) as refused:
        delete(parent, by=near)

    assert (refused.value.records, refused.value.count) == ([], 1)
    assert refused.value.targets == {parent.pk}
    assert fresh(child).parent == parent
