"""Reopening: closed cases are active again, and nothing of the past is lost."""

import pytest

from casework.cases.cancel import cancel
from casework.cases.merge import merge
from casework.cases.models import CaseResolution, State
from casework.cases.reopen import reopen
from casework.cases.resolve import resolve
from casework.cases.rules import MergedAway, NotClosed, TransitionNotAllowed
from casework.kernel.refusals import InvalidInput
from tests.cases.test_transitions import standing
from tests.conftest import fresh


@pytest.mark.spec("S36")
def test_earlier_resolutions_stay_and_each_resolving_adds_its_own(given, alice):
    """Red if reopening touches resolutions. Newest first: the order lists use."""
    case = given.case()
    resolve(case, by=alice, resolution="First")
    reopen(case, by=alice)
    resolve(case, by=alice, resolution="Second", resolution_type=1000)

    rows = CaseResolution.objects.filter(case=case).order_by("-resolved_at", "-id")
    assert list(rows.values_list("subject", "resolution_type")) == [("Second", 1000), ("First", 5)]


def test_a_reopened_case_is_active_and_was_never_closed_at(given, alice):
    """Red without the change of reopen."""
    case, other = given.cases(2)
    cancel(case, by=alice)
    resolve(other, by=alice, resolution="Done")

    reopen([case, other], by=alice, status=3)

    assert [
        (one.state, one.status, one.closed_at, one.confirmed_at)
        for one in map(fresh, (case, other))
    ] == [(State.ACTIVE, 3, None, None)] * 2


def test_only_what_is_closed_is_reopened(given, alice):
    """Red without IS_CLOSED in reopen.RULES."""
    case = given.case()

    with pytest.raises(NotClosed):
        reopen(case, by=alice)


def test_a_merged_case_is_not_reopened(given, alice):
    """Red without NOT_MERGED in reopen.RULES."""
    case, survivor = given.cases(2)
    merge(case, by=alice, into=survivor)

    with pytest.raises(MergedAway) as refused:
        reopen(case, by=alice)

    assert refused.value.facts == {"survivor": survivor.number}


@pytest.mark.spec("S14")
def test_enforced_transitions_may_forbid_reopening(given, alice):
    """Red without MAY_BE_REOPENED in reopen.RULES."""
    case = given.case()
    resolve(case, by=alice, resolution="Done")
    given.policy(enforce_transitions=True)

    with pytest.raises(TransitionNotAllowed):
        reopen(case, by=alice)
    assert standing("case.reopen", case, alice) == ["may be reopened"]
    given.transition((5, 1))
    assert standing("case.reopen", case, alice) == []
    reopen(case, by=alice)

    assert fresh(case).state == State.ACTIVE


def test_the_status_must_be_an_active_one(given, alice):
    """Red without status_in in reopen."""
    case = given.case()
    resolve(case, by=alice, resolution="Done")

    with pytest.raises(InvalidInput):
        reopen(case, by=alice, status=5)


def test_cancelled_activities_stay_cancelled(given, alice):
    """Red if reopening brings activities back by itself."""
    case = given.case()
    task = given.activity(case)
    resolve(case, by=alice, resolution="Done", cancel_open_activities=True)

    reopen(case, by=alice)

    assert fresh(task).state == 2


def test_rows_of_a_table_that_name_no_status_get_the_usual_one(given, alice):
    """Red without the default of `status_for`: the row would keep the status Problem Solved."""
    one, other = given.cases(2)
    resolve([one, other], by=alice, resolution="Done")

    reopen.table([{"id": one.pk, "status": 2}, {"id": other.pk}], by=alice)

    assert [(c.state, c.status) for c in map(fresh, (one, other))] == [(0, 2), (0, 1)]
