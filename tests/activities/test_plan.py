"""Planning: what is to be done is open, and stands in the way of closing its case."""

import pytest

from casework.activities.plan import plan
from casework.activities.statuses import WrongStatus
from casework.cases.cancel import cancel
from casework.cases.closing import ActivitiesOpen, CannotCancel
from casework.cases.merge import merge
from casework.cases.resolve import resolve
from casework.cases.rules import MergedAway
from casework.kernel.refusals import InvalidInput
from casework.models import Activity
from tests.conftest import fresh


@pytest.mark.parametrize(
    ("kind", "wanted", "state", "status"),
    [
        ("task", None, 0, 2),
        ("task", 7, 0, 7),
        ("phone_call", None, 0, 1),
        ("email", None, 0, 1),
        ("appointment", None, 3, 5),
        ("appointment", 6, 3, 6),
        ("appointment", 2, 0, 2),
    ],
)
def test_what_is_planned_is_open_an_appointment_scheduled(
    given, alice, kind, wanted, state, status
):
    """Red without statuses.open_state or `state_of_status` in plan._columns."""
    case = given.case()

    plan(by=alice, case=case, kind=kind, subject="Call back", status=wanted)

    assert Activity.objects.values_list(
        "kind", "case", "logged_on", "state", "status", "minutes", "ended_at"
    ).get() == (kind, case.pk, case.pk, state, status, 0, None)


@pytest.mark.spec("S6")
@pytest.mark.spec("S23")
@pytest.mark.parametrize("kind", ["task", "appointment"])
def test_it_stands_in_the_way_of_closing_its_case(given, alice, kind):
    """Red if plan makes it completed, or OPEN leaves out what is scheduled."""
    case = given.case()
    plan(by=alice, case=case, kind=kind, subject="Call back")
    [made] = Activity.objects.all()

    with pytest.raises(ActivitiesOpen) as unresolved:
        resolve(case, by=alice, resolution="Done")
    with pytest.raises(CannotCancel) as not_cancelled:
        cancel(case, by=alice)

    assert (unresolved.value.count, unresolved.value.records) == (1, [made])
    assert (not_cancelled.value.count, not_cancelled.value.records) == (1, [made])


def test_a_note_cannot_be_planned(given, alice):
    """Red without the `Kind.NOTE` branch of plan._columns."""
    with pytest.raises(InvalidInput) as refused:
        plan(by=alice, case=given.case(), kind="note", subject="Later")

    assert refused.value.facts["field"] == "kind"


def test_a_completed_status_is_refused_with_those_there_are(given, alice):
    """Red without `state_of_status` in plan._columns."""
    with pytest.raises(WrongStatus) as refused:
        plan(by=alice, case=given.case(), kind="task", subject="Later", status=5)

    assert refused.value.facts["problem"] == "5 is not one of 2, 3, 4, 7 for Task"


def test_it_is_not_due_before_it_starts(given, alice):
    """Red without `refuse_backwards` in plan._columns."""
    with pytest.raises(InvalidInput) as refused:
        plan(
            by=alice, case=given.case(), kind="task", subject="Later",
            starts_at="2026-03-02T09:00:00Z", due_at="2026-03-01T09:00:00Z",
        )  # fmt: skip

    assert refused.value.facts["field"] == "due_at"


def test_on_a_closed_case_it_is_planned_with_the_advice_to_reopen(given, alice):
    """Red without `work.advise` in plan."""
    active, closed = given.cases(2)
    resolve(closed, by=alice, resolution="Done")

    quiet = plan(by=alice, case=active, kind="task", subject="Later")
    advised = plan(by=alice, case=closed, kind="task", subject="Later")

    assert [one.code for one in quiet.advice] == []
    assert [one.code for one in advised.advice] == ["case-closed"]
    assert Activity.objects.filter(case=closed, state=0).count() == 1


def test_on_a_merged_case_it_is_refused(given, carol):
    """Red without the rules in of_cases.hold_cases."""
    old, survivor = given.cases(2)
    merge(old, by=carol, into=survivor)

    with pytest.raises(MergedAway) as refused:
        plan(by=carol, case=old, kind="task", subject="Later")

    assert refused.value.records == [fresh(old)]


def test_a_thousand_cost_the_statements_of_one(given, alice, statements):
    """Red if anything is read or written row by row."""
    rows = [{"case": case, "kind": "task", "subject": "Later"} for case in given.cases(1000)]

    assert statements(lambda: plan(rows[:1], by=alice)) == statements(lambda: plan(rows, by=alice))
