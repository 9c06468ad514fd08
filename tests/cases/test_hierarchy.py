"""What a parent's closing means for its children: four policies, any depth."""

import pytest

from casework.cases.closing import ActivitiesOpen
from casework.cases.hierarchy import ChildrenOpen, ClosureOverride
from casework.cases.models import Case, CaseResolution, State
from casework.cases.resolve import resolve
from casework.kernel.refusals import Forbidden
from tests.conftest import fresh

RESOLVED, ACTIVE = State.RESOLVED, State.ACTIVE


def states(*cases):
    return [fresh(case).state for case in cases]


@pytest.fixture
def family(given):
    """A parent, its child and its grandchild, all active."""
    parent = given.case()
    child = given.case(parent=parent)
    return parent, child, given.case(parent=child)


@pytest.mark.spec("S18")
def test_by_default_each_closes_alone(family, alice):
    """Red if the default of CasePolicy.closure changes."""
    parent, child, grandchild = family

    resolve(parent, by=alice, resolution="Done")

    assert states(parent, child, grandchild) == [RESOLVED, ACTIVE, ACTIVE]


@pytest.mark.spec("S16")
def test_a_parent_waits_for_all_below_it(given, family, alice):
    """Red without ChildrenOpen in hierarchy._follow_down."""
    given.policy(closure="refuse")
    parent, child, grandchild = family

    with pytest.raises(ChildrenOpen) as refused:
        resolve(parent, by=alice, resolution="Done")
    resolve([child, grandchild], by=alice, resolution="Done")
    resolve(parent, by=alice, resolution="Done")

    assert refused.value.records == [child, grandchild]
    assert states(*family) == [RESOLVED] * 3


@pytest.mark.spec("S17")
def test_children_close_with_their_parent_and_copy_its_resolution(given, family, alice):
    """Red without the cascade of hierarchy._follow_down."""
    given.policy(closure="cascade")
    parent, child, grandchild = family
    given.activity(grandchild, state=1, status=5, minutes=20)
    done = given.case(parent=parent)
    resolve(done, by=alice, resolution="Earlier")

    resolve(parent, by=alice, resolution="Fixed", resolution_type=1000)

    assert states(*family) == [RESOLVED] * 3
    assert set(
        CaseResolution.objects.values_list("case", "subject", "resolution_type", "total_minutes")
    ) == {
        (done.pk, "Earlier", 5, 0),
        (parent.pk, "Fixed", 1000, 0),
        (child.pk, "Fixed", 1000, 0),
        (grandchild.pk, "Fixed", 1000, 20),
    }


@pytest.mark.spec("S19")
@pytest.mark.spec("S21")
def test_the_warning_counts_the_activities_of_children_that_close_too(given, family, alice):
    """Red without `refuse_open_activities` over the whole family."""
    given.policy(closure="cascade")
    parent, _child, grandchild = family
    mine, theirs = given.activity(parent), given.activity(grandchild)

    with pytest.raises(ActivitiesOpen) as refused:
        resolve(parent, by=alice, resolution="Done")
    resolve(parent, by=alice, resolution="Done", cancel_open_activities=True)

    assert (refused.value.count, refused.value.records) == (2, [mine, theirs])
    assert [fresh(one).state for one in (mine, theirs)] == [2, 2]


def test_a_child_that_may_not_close_refuses_the_whole_run_and_is_named(given, family, alice):
    """Red without hold_cascaded in resolve."""
    given.policy(closure="cascade", enforce_transitions=True)
    given.transition((1, 5), (2, 1))
    parent, child, _grandchild = family
    stuck = given.case(parent=parent, status=2)

    with pytest.raises(Exception, match=stuck.number) as refused:
        resolve(parent, by=alice, resolution="Done")

    assert (refused.value.code, refused.value.records) == ("transition-not-allowed", [stuck])
    assert states(parent, child) == [ACTIVE, ACTIVE]


def test_the_last_child_to_close_closes_its_parent(given, family, alice):
    """Red without hierarchy._follow_up."""
    given.policy(closure="last_child")
    parent, child, grandchild = family
    sibling = given.case(parent=parent)

    resolve(grandchild, by=alice, resolution="Found it")
    assert states(parent, child, grandchild) == [ACTIVE, RESOLVED, RESOLVED]

    resolve(sibling, by=alice, resolution="Last one")
    assert states(parent, sibling) == [RESOLVED, RESOLVED]
    assert dict(CaseResolution.objects.values_list("case", "subject")) == {
        grandchild.pk: "Found it",
        child.pk: "Found it",
        sibling.pk: "Last one",
        parent.pk: "Last one",
    }


def test_a_case_type_has_a_policy_of_its_own(given, alice):
    """Red without closure_by_type in hierarchy.closures."""
    given.policy(closure="independent", closure_by_type={"2": "cascade"})
    question, problem = given.case(case_type=1), given.case(case_type=2)
    of_question, of_problem = given.case(parent=question), given.case(parent=problem)

    resolve([question, problem], by=alice, resolution="Done")

    assert states(of_question, of_problem) == [ACTIVE, RESOLVED]


def test_one_run_may_choose_another_policy_with_the_privilege(family, alice, carol):
    """Red without ClosureOverride in hierarchy.closures."""
    parent, child, grandchild = family

    with pytest.raises(ClosureOverride):
        resolve(parent, by=alice, resolution="Done", closure="cascade")
    resolve(parent, by=carol, resolution="Done", closure="cascade")

    assert states(parent, child, grandchild) == [RESOLVED] * 3


def test_a_cascade_needs_the_privilege_on_every_record(given, alice):
    """Red without the privilege in closing.hold_cascaded. The child is counted, not named."""
    given.policy(closure="cascade")
    elsewhere = given.user("dora", unit=given.unit("Elsewhere"))
    parent = given.case()
    given.case(parent=parent, owner=elsewhere)
    alice.by_privilege["case.read"] = []

    with pytest.raises(Forbidden) as refused:
        resolve(parent, by=alice, resolution="Done")
    given.policy(cascade_needs="parent is enough")
    resolve(parent, by=alice, resolution="Done")

    assert (refused.value.count, refused.value.records) == (1, [])
    assert Case.objects.filter(state=RESOLVED).count() == 2


@pytest.mark.spec("S22")
def test_skip_leaves_out_only_the_parents_at_fault(given, alice):
    """Red without `targets` in hierarchy._follow_down."""
    given.policy(closure="refuse")
    waiting, ready = given.cases(2)
    given.case(parent=waiting)

    result = resolve([waiting, ready], by=alice, resolution="Done", on_refusal="skip")

    assert result.records == [ready.pk]
    assert {key: one.code for key, one in result.left_out.items()} == {waiting.pk: "children-open"}
    assert states(waiting, ready) == [ACTIVE, RESOLVED]
