"""A table of transitions is held against the past before it is enforced."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.edit import edit
from casework.cases.reopen import reopen
from casework.cases.resolve import resolve
from casework.history.replaying import Step, check, replay
from casework.history.undo import undo
from casework.kernel.history import Run
from casework.kernel.refusals import Forbidden, InvalidInput
from tests.conftest import AGENT
from tests.interfaces.test_cli import answered


def test_what_would_have_been_refused_is_counted_and_named(given, alice):
    """Red without the comparison with the table in replay."""
    one, other = given.cases(2, owner=alice)
    given.transition((1, 5), (5, 1))
    resolve([one, other], by=alice, resolution="Done")
    reopen(other, by=alice, status=2)
    edit(other, by=alice, status=3, title="Titles are no steps")

    made = replay(alice, days=1)

    assert (made.steps, made.refused) == (
        4,
        [Step(2, 3, 1, [other.number]), Step(5, 2, 1, [other.number])],
    )
    assert replay(alice, days=1, allowed=[(1, 5), (5, 2), (2, 3)]).refused == []


def test_older_steps_and_takings_back_do_not_count(given, alice):
    """Red without the time, or `back`, in replaying."""
    old, new = given.cases(2, owner=alice)
    long_ago = resolve(old, by=alice, resolution="Done")
    rows = Run.objects.filter(pk=long_ago.run)
    rows.update(at=rows.get().at - datetime.timedelta(days=3))
    undo(edit(new, by=alice, status=4).run, by=alice)

    assert replay(alice, days=2).refused == [Step(1, 4, 1, [new.number])]


def test_only_cases_in_sight_are_counted(given):
    """Red without visible_to in replaying."""
    near = given.user("dora", AGENT, unit=given.unit("Near"))
    far = given.user("dan", AGENT, unit=given.unit("Far"))
    edit(given.case(owner=far), by=far, status=4)

    assert (replay(near, days=1).steps, replay(far, days=1).steps) == (0, 1)


def test_the_check_lists_statuses_without_a_way_out(given, alice):
    """Red without dead_ends in check."""
    given.transition((1, 5), (2, 1), (3, 4), (4, 3))

    assert [one.code for one in check(alice)] == [3, 4]


def test_it_needs_sight_of_transitions(given, bob):
    """Red without the privilege in replaying._reading."""
    for ask in (lambda: check(bob), lambda: replay(bob, days=1)):
        with pytest.raises(Forbidden):
            ask()


@pytest.mark.parametrize("days", [0, -1, 10**6, True])
def test_days_are_some(given, alice, days):
    """Red without the bounds in replay."""
    with pytest.raises(InvalidInput):
        replay(alice, days=days)


def test_it_costs_the_same_for_any_past(given, alice):
    """Red with a query for each case."""
    sent = []
    for size in (1, 40):
        for case in given.cases(size, owner=alice):
            edit(case, by=alice, status=4)
        with CaptureQueriesContext(connection) as queries:
            replay(alice, days=1)
        sent.append(len(queries))

    assert sent[0] == sent[1]


def test_rest_and_shell_tell_the_same(given, alice, admin):
    """Red without _expose_transitions or _add_transitions."""
    from tests.interfaces.conftest import Rest

    edit(given.case(owner=alice), by=alice, status=4)
    client = Rest().as_(admin)

    for path, words in (
        ("/transitions/check", ("transition", "check")),
        ("/transitions/replay?days=7", ("transition", "replay", "--days", "7")),
    ):
        by_rest, by_shell = client.get(path).json(), answered(*words)
        for told in (by_rest, by_shell):
            told.pop("since", None)
        assert by_rest == by_shell
        assert by_rest["items"]
    assert client.get("/transitions/replay?days=soon").status_code == 422
