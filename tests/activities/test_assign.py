"""Assigning activities: a user or a team becomes the owner; the case keeps its own."""

import pytest

from casework.activities.assign import assign
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase
from casework.kernel.refusals import InvalidInput
from casework.models import Activity, User
from tests.conftest import acting, fresh


def test_it_goes_to_a_user_or_a_team_and_the_unit_follows(given, alice):
    """Red without the `work.change` of assign."""
    case, team = given.case(), given.team("Hardware")
    dora = given.user("dora", unit=given.unit("Below"))
    activity = given.activity(case)

    assign(activity, by=alice, user=User.objects.get(pk=dora.user))
    one = fresh(activity)
    assert (one.owner_user_id, one.owner_team_id, one.unit_id) == (dora.user, None, dora.unit)

    result = assign(activity, by=alice, team=team)
    one = fresh(activity)
    assert (one.owner_user_id, one.owner_team_id, one.unit_id) == (None, team.pk, team.unit_id)
    assert assign(activity, by=alice, team=team).run is None
    assert result.effects == [("activity.assigned", 1)]
    assert fresh(case).owner_user_id == given.admin.user


def test_it_goes_to_somebody(given, alice):
    """Red without `default_to_actor=False` in assign."""
    with pytest.raises(InvalidInput):
        assign(given.activity(given.case()), by=alice)


@pytest.mark.spec("S11")
def test_on_a_closed_case_it_is_refused_to_people(given, alice):
    """Red without of_case(Activity, "CHANGING") in assign's rules."""
    case, team = given.case(), given.team("Hardware")
    note = given.activity(case, kind="note", state=1, status=1)
    resolve(case, by=alice, resolution="Done")

    with pytest.raises(ClosedCase):
        assign(note, by=acting("admin", "web"), team=team)


def test_a_thousand_cost_the_statements_of_one(given, alice, statements, tasks):
    """Red if anything is read or written row by row."""
    team = given.team("Hardware")

    one = statements(lambda: assign(tasks[0], by=alice, team=team))

    assert statements(lambda: assign(tasks[1:], by=alice, team=team)) == one
    assert Activity.objects.filter(owner_team=team).count() == len(tasks)
