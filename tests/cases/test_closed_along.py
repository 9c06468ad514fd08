"""What closed with a case is offered when it is reopened, and brought back as it was."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.activities.assign import assign as assign_activity
from casework.cases.edit import edit
from casework.cases.reopen import reopen
from casework.cases.resolve import resolve
from casework.kernel.refusals import Forbidden
from casework.models import Activity, User
from tests.conftest import AGENT, fresh


@pytest.fixture
def family(given, alice):
    """A parent that was resolved with two children; each had an open task, one a closed one."""
    given.policy(closure="cascade")
    parent = given.case(owner=alice)
    children = [
        given.case(owner=alice, parent=parent, status=4),
        given.case(owner=alice, parent=parent),
    ]
    for case in (parent, *children):
        given.activity(case, owner=alice)
    given.activity(parent, owner=alice, state=1, status=5)
    resolve(parent, by=alice, resolution="Done", cancel_open_activities=True)
    return parent, children


def activity_states():
    return list(Activity.objects.order_by("pk").values_list("state", "status"))


@pytest.mark.parametrize(
    ("bring_back", "cases", "activities", "offered"),
    [
        ("nothing", [(0, 1), (1, 5), (1, 5)], [2, 2, 2], (2, 3)),
        ("activities", [(0, 1), (1, 5), (1, 5)], [0, 2, 2], (2, 2)),
        ("everything", [(0, 1), (0, 4), (0, 1)], [0, 0, 0], None),
    ],
)
def test_what_closed_along_is_offered_and_comes_back_as_it_was(
    family, alice, bring_back, cases, activities, offered
):
    """Red without _offer, or without one of the changes of reopen."""
    parent, children = family

    result = reopen(parent, by=alice, bring_back=bring_back)

    assert [(c.state, c.status) for c in map(fresh, (parent, *children))] == cases
    assert [state for state, _status in activity_states()] == [*activities, 1]
    if offered:
        assert result.advice[0].text == (
            f"{offered[0]} child cases that were closed along stay closed. "
            f"{offered[1]} activities that were cancelled along stay cancelled."
        )
    else:
        assert result.advice == []


def test_what_somebody_changed_since_stays_as_it_is(given, family, alice):
    """Red without the comparison of versions in closed_along."""
    parent, [first, second] = family
    edit(first, by=alice, title="Changed since")
    task = Activity.objects.get(case=second)
    dan = User.objects.get(pk=given.user("dan").user)
    assign_activity(task, by=alice, user=dan)

    reopen(parent, by=alice, bring_back="everything")

    assert [fresh(c).state for c in (parent, first, second)] == [0, 1, 0]
    assert [state for state, _status in activity_states()] == [0, 2, 2, 1]


def test_what_an_earlier_closing_closed_stays_closed(given, alice):
    """Red when any run that closed a child counts."""
    given.policy(closure="cascade")
    parent = given.case(owner=alice)
    child = given.case(owner=alice, parent=parent)
    resolve(child, by=alice, resolution="Before")
    resolve(parent, by=alice, resolution="Done")

    reopen(parent, by=alice, bring_back="everything")

    assert [fresh(c).state for c in (parent, child)] == [0, 1]


def test_it_needs_the_privilege_on_every_child(given):
    """Red without hold_cascaded in reopen."""
    near = given.user("dora", AGENT, unit=given.unit("Near"))
    far = given.user("dan", AGENT, unit=given.unit("Far"))
    given.policy(closure="cascade")
    parent = given.case(owner=near)
    child = given.case(owner=far, parent=parent)
    resolve(parent, by=given.admin, resolution="Done")

    with pytest.raises(Forbidden):
        reopen(parent, by=near, bring_back="everything")

    assert [fresh(c).state for c in (parent, child)] == [1, 1]


def test_it_costs_the_same_for_any_family(given, alice):
    """Red with a query for each child."""
    given.policy(closure="cascade")
    sent = []
    for size in (1, 50):
        parent = given.case(owner=alice)
        for child in given.cases(size, parent=parent, owner=alice):
            given.activity(child, owner=alice)
        resolve(parent, by=alice, resolution="x", cancel_open_activities=True)
        with CaptureQueriesContext(connection) as queries:
            reopen(parent, by=alice, bring_back="everything")
        sent.append(len(queries))

    assert sent[0] == sent[1]
