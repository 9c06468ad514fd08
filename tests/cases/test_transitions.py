"""Transitions between statuses, when an administrator enforces them."""

import pytest

from casework.cases.cancel import cancel
from casework.cases.edit import edit
from casework.cases.models import State, StatusReason, Transition
from casework.cases.reopen import reopen
from casework.cases.resolve import resolve
from casework.cases.rules import TransitionNotAllowed
from casework.cases.transitions import DeadEnd, allow, dead_ends, forbid, reachable
from casework.kernel.available import available
from casework.kernel.history import Event
from casework.kernel.refusals import Forbidden, InvalidInput
from tests.conftest import fresh


def steps():
    return set(Transition.objects.values_list("from_code", "to_code"))


def standing(name, case, actor):
    """The rules that stand against an operation on the case, by their names."""
    [found] = [one for one in available(case, actor) if one.operation.name == name]
    return [one.rule for one in found.obstacles]


def codes(statuses):
    return [one.code for one in statuses]


@pytest.mark.spec("S14")
def test_a_case_is_resolved_only_where_a_step_is_allowed(given, admin, alice):
    """Red without MAY_BE_RESOLVED in resolve.RULES, or the steps of allow."""
    given.policy(enforce_transitions=True)
    researching, waiting = given.case(status=4), given.case(status=3)
    allow.table([{"from_code": 4, "to_code": 5}, {"from_code": 3, "to_code": 2}], by=admin)

    with pytest.raises(TransitionNotAllowed) as refused:
        resolve([researching, waiting], by=alice, resolution="Done")
    assert refused.value.records == [waiting]
    told = [standing("case.resolve", one, alice) for one in (researching, waiting)]
    assert told == [[], ["may be resolved"]]

    allow(by=admin, from_code=3, to_code=5)
    resolve([researching, waiting], by=alice, resolution="Done")
    assert [fresh(one).status for one in (researching, waiting)] == [5, 5]


@pytest.mark.spec("S15")
def test_only_statuses_that_may_follow_are_listed_and_only_they_are_taken(given, admin, alice):
    """Red without the steps in reachable; the list and the rule say the same of every status."""
    allow.table([{"from_code": 1, "to_code": code} for code in (1000, 6, 3)], by=admin)
    case = given.case()
    listed = {state: codes(reachable(case, state)) for state in State}
    assert listed == {0: [2, 3, 4], 1: [5, 1000], 2: [6, 2000]}

    given.policy(enforce_transitions=True)
    listed = {state: codes(reachable(case, state)) for state in State}
    assert listed == {0: [3], 1: [1000], 2: [6]}
    for code in (5, 1000):
        one = given.case()
        result = resolve(one, by=alice, resolution="x", resolution_type=code, on_refusal="skip")
        assert (not result.left_out) is (code in codes(reachable(one, State.RESOLVED)))


def test_a_step_is_allowed_once_and_between_statuses_there_are(given, admin, carol):
    """Red without `present`, or the checks, of allow."""
    allow(by=admin, from_code=1, to_code=5)

    again = allow(by=admin, from_code=1, to_code=5)
    both = allow.table([{"from_code": 2, "to_code": 1}, {"from_code": 2, "to_code": 1}], by=admin)

    assert (again.run, len(both.records), steps()) == (None, 1, {(1, 5), (2, 1)})
    for wrong in ((1, 77), (77, 1), (1, 1), (None, 1)):
        with pytest.raises(InvalidInput):
            allow(by=admin, from_code=wrong[0], to_code=wrong[1])
    with pytest.raises(Forbidden):
        allow(by=carol, from_code=1, to_code=6)


def test_a_step_is_forbidden_again_and_stays_on_record(given, admin):
    """Red without the deletion of forbid."""
    given.transition((1, 5), (1, 6))
    step = Transition.objects.get(to_code=6)

    result = forbid(step, by=admin)

    assert steps() == {(1, 5)}
    event = Event.objects.get(run=result.run)
    assert (event.kind, event.before["to_code"], event.after) == ("transition.forbidden", 6, None)


def test_the_last_way_to_a_closed_status_stays_while_enforced(given, admin):
    """Red without refuse_dead_ends in forbid."""
    given.transition((1, 2), (2, 5), (3, 2), (4, 6))
    way = Transition.objects.get(from_code=2)
    given.policy(enforce_transitions=True)

    with pytest.raises(DeadEnd) as refused:
        forbid(way, by=admin)
    assert codes(refused.value.records) == [1, 2, 3]
    assert "In Progress" in refused.value.text

    given.transition((2, 1000))
    forbid(way, by=admin)
    assert (2, 5) not in steps()

    given.policy(enforce_transitions=False)
    forbid(Transition.objects.all(), by=admin)
    assert steps() == set()


def test_a_dead_end_that_is_there_already_stands_against_nothing_else(given, admin):
    """Red without `before` in refuse_dead_ends."""
    given.transition((1, 5), (1, 6), (2, 6), (3, 6))
    given.policy(enforce_transitions=True)

    forbid(Transition.objects.get(from_code=1, to_code=6), by=admin)

    assert codes(dead_ends()) == [4]


def test_dead_ends_are_found_through_any_number_of_steps(given):
    """Red without the loop of dead_ends; a deactivated status leads nowhere."""
    assert codes(dead_ends()) == [1, 2, 3, 4]

    given.transition((4, 3), (3, 2), (2, 1), (1, 5))
    assert dead_ends() == []

    StatusReason.objects.filter(code=2).update(is_active=False)
    assert codes(dead_ends()) == [3, 4]


def test_a_thousand_cost_the_statements_of_one(given, admin, django_assert_max_num_queries):
    """Red when a statement is sent for each transition."""
    given.policy(enforce_transitions=True)
    rows = [{"code": 100_000_000 + n, "label": f"Status {n}", "state": 1} for n in range(1_000)]
    given.add(StatusReason, rows)
    wanted = [{"from_code": 1, "to_code": row["code"]} for row in rows]

    with django_assert_max_num_queries(14):
        made = allow.table(wanted, by=admin).records
    with django_assert_max_num_queries(16):
        forbid(made[1:], by=admin)

    assert len(steps()) == 1


@pytest.mark.spec("S14")
def test_the_default_status_must_be_allowed_to_follow_too(given, alice):
    """Red without the guard in rules.status_for."""
    case = given.case()
    given.transition((1, 1000), (1000, 2))
    given.policy(enforce_transitions=True)

    with pytest.raises(TransitionNotAllowed):
        resolve(case, by=alice, resolution="Told them")
    resolve(case, by=alice, resolution="Told them", resolution_type=1000)
    with pytest.raises(TransitionNotAllowed):
        reopen(case, by=alice)
    reopen(case, by=alice, status=2)

    assert fresh(case).status == 2


@pytest.mark.spec("S14")
def test_rows_of_a_table_that_name_no_status_stay_where_they_are(given, alice):
    """Red without `stays` in edit._may_move."""
    one, other = given.case(), given.case(status=3)
    given.transition((1, 2))
    given.policy(enforce_transitions=True)

    edit.table([{"id": one.pk, "status": 2}, {"id": other.pk, "title": "Toner"}], by=alice)

    assert [(c.status, c.title) for c in map(fresh, (one, other))] == [
        (2, one.title),
        (3, "Toner"),
    ]


@pytest.mark.parametrize("code", ["abc", [], 10**30, {}])
def test_what_is_no_code_is_refused_also_while_transitions_are_enforced(given, alice, code):
    """Red without the look at the type in rules.may_become."""
    case = given.case()
    given.policy(enforce_transitions=True)

    for run in (
        lambda: resolve(case, by=alice, resolution="Done", resolution_type=code),
        lambda: cancel(case, by=alice, status=code),
        lambda: edit(case, by=alice, status=code),
    ):
        with pytest.raises((InvalidInput, TransitionNotAllowed)):
            run()
