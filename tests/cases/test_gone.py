"""Records named by an argument that were deleted after they were named."""

import pytest

from casework.cases.delete import delete
from casework.cases.merge import merge
from casework.cases.models import Case
from casework.cases.open import open_case
from casework.cases.resolve import resolve
from casework.cases.rules import AlreadyClosed
from casework.cases.set_parent import set_parent
from casework.kernel.refusals import NotFound
from tests.conftest import fresh


@pytest.fixture
def gone(given):
    """A case somebody has just deleted."""
    case = given.case()
    delete(case, by=given.admin)
    return case


def test_no_case_is_merged_into_nothing(given, alice, gone):
    """Red without `work.hold` in merge."""
    case = given.case()

    with pytest.raises(NotFound):
        merge(case, by=alice, into=gone)

    assert fresh(case).merged_into_id is None


def test_no_case_is_put_below_nothing(given, alice, gone):
    """Red without `work.hold` in set_parent; skip leaves out just the case at fault."""
    one, other, parent = given.cases(3)
    rows = [{"id": one.pk, "parent": gone}, {"id": other.pk, "parent": parent}]

    with pytest.raises(NotFound):
        set_parent(one, by=alice, parent=gone)
    result = set_parent.table(rows, by=alice, on_refusal="skip")

    assert (fresh(one).parent_id, fresh(other).parent_id) == (None, parent.pk)
    assert {key: one.code for key, one in result.left_out.items()} == {one.pk: "not-found"}


def test_no_case_is_opened_below_nothing(given, alice, gone):
    """Red without `work.hold` in opening._check_parents."""
    row = {"title": "Child", "account": given.account()}

    with pytest.raises(NotFound):
        open_case([{**row, "parent": gone.pk}], by=alice)
    open_case([{**row, "parent": gone.pk}, row], by=alice, on_refusal="skip")

    assert list(Case.objects.values_list("parent")) == [(None,)]


def test_skip_refuses_the_whole_run_when_its_survivor_is_at_fault(given, alice):
    """Red when Operation._run tries again although none of the asked-for records is at fault."""
    case, survivor = given.cases(2)
    resolve(survivor, by=alice, resolution="Done")

    with pytest.raises(AlreadyClosed):
        merge(case, by=alice, into=survivor, on_refusal="skip")

    assert fresh(case).merged_into_id is None
