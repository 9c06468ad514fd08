"""Setting a parent: families of any depth, never a cycle."""

import pytest

from casework.cases.families import Cycle, TooDeep, TooManyChildren
from casework.cases.merge import merge
from casework.cases.rules import MergedAway
from casework.cases.set_parent import set_parent
from casework.kernel.history import Event
from tests.conftest import fresh


def test_cases_become_children_at_any_depth_and_are_set_free(given, alice):
    """Red without the change of set_parent."""
    top, middle, low, lower = given.cases(4)

    set_parent(middle, by=alice, parent=top)
    set_parent([low, lower], by=alice, parent=middle)
    assert [fresh(one).parent_id for one in (middle, low, lower)] == [top.pk, middle.pk, middle.pk]

    set_parent([low, lower], by=alice, parent=None)
    assert [fresh(one).parent_id for one in (low, lower)] == [None, None]


def test_no_case_is_above_itself(given, alice):
    """Red without families._refuse_cycles."""
    top, middle, low = given.cases(3)
    set_parent(middle, by=alice, parent=top)
    set_parent(low, by=alice, parent=middle)

    for target in (top, low):
        with pytest.raises(Cycle) as refused:
            set_parent(top, by=alice, parent=target)
        assert refused.value.records == [top]


def test_no_cycle_among_the_rows_of_one_table(given, alice):
    """Red without the second half of families._refuse_cycles."""
    one, other = given.cases(2)
    rows = [{"id": one.pk, "parent": other.pk}, {"id": other.pk, "parent": one.pk}]

    with pytest.raises(Cycle):
        set_parent.table(rows, by=alice)

    assert not Event.objects.filter(kind="case.parent_set").exists()


def test_one_level_and_a_hundred_children_are_policy_values(given, alice):
    """Red without the bounds in families.refuse_misfits."""
    top, middle, low = given.cases(3)
    given.policy(family_levels=1)
    set_parent(middle, by=alice, parent=top)

    with pytest.raises(TooDeep):
        set_parent(low, by=alice, parent=middle)
    with pytest.raises(TooDeep):
        set_parent(top, by=alice, parent=low)
    given.policy(family_children=1)
    with pytest.raises(TooManyChildren):
        set_parent(low, by=alice, parent=top)


def test_a_merged_case_is_nobodys_parent(given, alice):
    """Red without the guard on the parent in set_parent."""
    merged, survivor, case = given.cases(3)
    merge(merged, by=alice, into=survivor)

    with pytest.raises(MergedAway):
        set_parent(case, by=alice, parent=merged)
