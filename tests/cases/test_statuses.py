"""Status reasons: data within fixed states."""

import pytest

from casework.cases.models import StatusReason
from casework.cases.resolve import resolve
from casework.cases.statuses import (
    CodeTaken,
    DefaultStatus,
    MergedNeeded,
    StatusInactive,
    StatusInUse,
    activate,
    create,
    deactivate,
    edit,
)
from casework.cases.transitions import DeadEnd
from casework.kernel.refusals import Forbidden, InvalidInput
from tests.conftest import fresh


def status(code):
    return StatusReason.objects.get(code=code)


def defaults():
    rows = StatusReason.objects.filter(is_default=True, is_active=True).order_by("state")
    return list(rows.values_list("state", "code"))


def test_a_status_gets_the_code_given_or_the_next_free_one(given, admin):
    """Red without _codes in create (spec 2.2)."""
    create.table(
        [
            {"label": "Waiting for parts", "state": 0},
            {"label": "Replaced", "state": 1, "code": 7},
            {"label": "Refunded", "state": 1},
        ],
        by=admin,
    )
    create(by=admin, label="Duplicate", state=2)

    made = StatusReason.objects.filter(position__gt=7).order_by("position")
    assert list(made.values_list("code", "label", "state", "is_default", "is_active")) == [
        (100_000_000, "Waiting for parts", 0, False, True),
        (7, "Replaced", 1, False, True),
        (100_000_001, "Refunded", 1, False, True),
        (100_000_002, "Duplicate", 2, False, True),
    ]


def test_cases_are_resolved_with_a_status_that_was_added(given, admin, alice):
    """Red when a new status is not offered."""
    create(by=admin, label="Replaced", state=1, code=7)
    case = given.case()

    resolve(case, by=alice, resolution="New one", resolution_type=7)

    assert (fresh(case).state, fresh(case).status) == (1, 7)


def test_no_code_twice_no_state_of_ones_own_and_only_for_administrators(given, admin, carol):
    """Red without CodeTaken in create, or the choices of the column."""
    with pytest.raises(CodeTaken) as refused:
        create(by=admin, label="Mine", state=1, code=5)
    assert refused.value.records == [status(5)]
    with pytest.raises(CodeTaken):
        create.table([{"label": x, "state": 1, "code": 9} for x in "ab"], by=admin)
    for wrong in ({"label": "Fourth", "state": 3}, {"label": "", "state": 0}):
        with pytest.raises(InvalidInput):
            create(by=admin, **wrong)
    with pytest.raises(Forbidden):
        create(by=carol, label="Mine", state=1)


def test_each_state_has_exactly_one_default(given, admin, alice):
    """Red without _displace, or the check of is_default in edit."""
    assert defaults() == [(0, 1), (1, 5), (2, 6)]

    edit(status(1000), by=admin, is_default=True)
    create(by=admin, label="New", state=0, code=7, is_default=True)
    assert defaults() == [(0, 7), (1, 1000), (2, 6)]

    with pytest.raises(InvalidInput):
        edit(status(1000), by=admin, is_default=False)
    with pytest.raises(InvalidInput):
        edit([status(1), status(2)], by=admin, is_default=True)
    rows = [{"id": status(1000).pk, "label": "Told"}, {"id": status(5).pk, "is_default": True}]
    edit.table(rows, by=admin)
    assert defaults() == [(0, 7), (1, 5), (2, 6)]
    assert status(1000).label == "Told"

    case = given.case()
    resolve(case, by=alice, resolution="Done")
    assert fresh(case).status == 5


def test_label_and_order_change_code_and_state_never(given, admin):
    """Red without the change of edit, or with more columns in it."""
    edit(status(2), by=admin, label="Paused", position=40)
    again = edit(status(2), by=admin, label="Paused")

    now = status(2)
    assert (now.label, now.position, now.state, now.is_default) == ("Paused", 40, 0, False)
    assert again.run is None
    for name in ("code", "state"):
        with pytest.raises(TypeError):
            edit(status(2), by=admin, **{name: 9})


def test_a_status_is_offered_no_more_and_again(given, admin, alice):
    """Red without the changes of deactivate and activate; closed cases keep theirs."""
    case = given.case()
    resolve(case, by=alice, resolution="Told", resolution_type=1000)

    deactivate(status(1000), by=admin)
    again = deactivate(status(1000), by=admin)
    assert (status(1000).is_active, again.run, fresh(case).status) == (False, None, 1000)
    with pytest.raises(InvalidInput):
        resolve(given.case(), by=alice, resolution="Told", resolution_type=1000)
    with pytest.raises(StatusInactive):
        edit(status(1000), by=admin, is_default=True)

    activate(status(1000), by=admin)
    assert (status(1000).is_active, activate(status(1000), by=admin).run) == (True, None)


def test_defaults_merged_and_what_active_cases_have_stay(given, admin):
    """Red without the rules of deactivate, or StatusInUse; `skip` takes the others."""
    cases = given.cases(2, status=2)
    wanted = list(StatusReason.objects.all())

    for code, refusal in ((1, DefaultStatus), (5, DefaultStatus), (2000, MergedNeeded)):
        with pytest.raises(refusal):
            deactivate(status(code), by=admin)
    with pytest.raises(StatusInUse) as refused:
        deactivate(status(2), by=admin)
    assert (refused.value.count, refused.value.records) == (2, cases)

    deactivate(wanted, by=admin, on_refusal="skip")
    left = StatusReason.objects.filter(is_active=True).order_by("code")
    assert list(left.values_list("code", flat=True)) == [1, 2, 5, 6, 2000]


def test_no_status_loses_its_way_to_a_closed_one(given, admin):
    """Red without refuse_dead_ends in deactivate; not while transitions are not enforced."""
    given.transition((1, 5), (2, 3), (3, 1000), (4, 6))

    given.policy(enforce_transitions=True)
    with pytest.raises(DeadEnd) as refused:
        deactivate(status(1000), by=admin)
    assert refused.value.records == [status(2), status(3)]
    assert create(by=admin, label="New", state=0).advice[0].code == "dead-end"

    given.policy(enforce_transitions=False)
    deactivate(status(1000), by=admin)
    assert create(by=admin, label="Other", state=0).advice == []


def test_a_thousand_cost_the_statements_of_one(given, admin, django_assert_max_num_queries):
    """Red when a statement is sent for each status."""
    rows = [{"label": f"Status {n}", "state": 1} for n in range(1_000)]

    with django_assert_max_num_queries(14):
        made = create.table(rows, by=admin).records
    with django_assert_max_num_queries(14):
        edit(made, by=admin, label="Renamed")
    with django_assert_max_num_queries(14):
        deactivate(made, by=admin)
    with django_assert_max_num_queries(14):
        activate(made, by=admin)

    assert StatusReason.objects.filter(label="Renamed", is_active=True).count() == 1_000
