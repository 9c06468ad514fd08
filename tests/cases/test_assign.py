"""Assigning: a user or a team becomes the owner."""

import pytest

from casework.cases.assign import assign
from casework.cases.merge import merge
from casework.cases.models import Case
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase, MergedAway
from casework.kernel.history import Event, decoded
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import Activity, Team, User
from casework.people.owning import OwnerInactive
from tests.conftest import AGENT, acting, fresh


def person(actor):
    return User.objects.get(pk=actor.user)


@pytest.mark.spec("S31")
@pytest.mark.spec("S32")
@pytest.mark.spec("S34")
def test_a_selection_goes_to_a_user_or_a_team_and_the_unit_follows(given, alice):
    """Red without the first `work.change` of assign."""
    below = given.unit("Below")
    dora, team = given.user("dora", unit=below), given.team("Hardware")
    cases = given.cases(3)

    assign(cases, by=alice, user=person(dora))
    assert set(Case.objects.values_list("owner_user", "owner_team", "unit")) == {
        (dora.user, None, below.pk)
    }

    assign(cases, by=given.admin, team=team)
    assert set(Case.objects.values_list("owner_user", "owner_team", "unit")) == {
        (None, team.pk, team.unit_id)
    }


def test_the_event_keeps_the_owner_before_and_after(given, alice):
    """Red without the events of writing.change."""
    case, dora = given.case(), given.user("dora")

    result = assign(case, by=alice, user=person(dora))

    event = Event.objects.get(run=result.run)
    assert decoded(Case, event.before) == {
        "owner_user_id": given.admin.user, "owner_team_id": None, "unit_id": case.unit_id,
    }  # fmt: skip
    assert decoded(Case, event.after)["owner_user_id"] == dora.user


def test_assigning_to_the_present_owner_changes_nothing(given, alice):
    """Red without `work.differing` in assign."""
    case = given.case(owner=alice)
    version = fresh(case).version

    result = assign(case, by=alice, user=person(alice))

    assert (result.run, fresh(case).version) == (None, version)


def test_a_handover_note_lies_on_the_timeline(given, alice):
    """Red without assign._hand_over."""
    case, dora = given.case(), given.user("dora")

    assign(case, by=alice, user=person(dora), note="Calls back at nine.")

    columns = ("case", "kind", "description", "state", "owner_user")
    assert Activity.objects.values_list(*columns).get() == (
        case.pk, "note", "Calls back at nine.", 1, alice.user,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("nothing", (False, False)),
        ("open activities", (True, False)),
        ("all activities", (True, True)),
    ],
)
def test_what_moves_along_is_policy_and_closed_activities_keep_their_dates(
    given, alice, moves, expected
):
    """Red without assign._move_activities, or with stamps on closed activities."""
    given.policy(assign_moves=moves)
    case, dora = given.case(), given.user("dora")
    still_open, done = given.activity(case), given.activity(case, state=1, status=5)

    assign(case, by=alice, user=person(dora))

    after = [fresh(one) for one in (still_open, done)]
    assert tuple(one.owner_user_id == dora.user for one in after) == expected
    assert (after[1].modified_at, after[1].modified_by_id) == (
        done.modified_at,
        done.modified_by_id,
    )


def test_children_and_queue_items_follow_only_by_policy(given, alice):
    """Red without _with_children or _move_queue_items in assign."""
    dora = given.user("dora")
    parent = given.case()
    child = given.case(parent=parent)
    item = given.queue_item(given.queue("Common"), parent)
    own = given.queue("Dora's", owner_user=dora.user)

    assign(parent, by=alice, user=person(dora))
    assert (fresh(child).owner_user_id, fresh(item).queue_id) == (given.admin.user, item.queue_id)

    given.policy(assign_children=True, assign_moves_queue_item=True)
    assign(parent, by=alice, user=person(alice))
    assign(parent, by=alice, user=person(dora))
    assert (fresh(child).owner_user_id, fresh(item).queue_id) == (dora.user, own.pk)


def test_children_that_follow_need_the_privilege_too_unless_the_parent_is_enough(given, alice):
    """Red without the guard in _with_children, or when the refusal does not lead to the parent."""
    dora = given.user("dora", AGENT, unit=given.unit("Near"))
    parent, alone = given.cases(2, owner=dora)
    child = given.case(parent=parent, owner=alice)
    given.policy(assign_children=True)

    result = assign([parent, alone], by=dora, user=person(dora), on_refusal="skip")
    assert [type(one) for one in result.left_out.values()] == [Forbidden]
    assert list(result.left_out) == [parent.pk]
    assert fresh(child).owner_user_id == alice.user

    given.policy(assign_children=True, cascade_needs="parent is enough")
    assign(parent, by=dora, user=person(dora))
    assert fresh(child).owner_user_id == dora.user


def test_a_merged_child_does_not_follow(given, alice):
    """Red without NOT_MERGED in _with_children."""
    parent = given.case()
    child = given.case(parent=parent)
    given.policy(assign_children=True)
    Case.objects.filter(pk=child.pk).update(merged_into=given.case(), state=2, status=2000)

    with pytest.raises(MergedAway):
        assign(parent, by=alice, user=person(alice))


def test_exactly_one_of_user_and_team(given, alice):
    """Red without the checks of owning.owners."""
    case, team = given.case(), given.team("Hardware")

    for wrong in ({}, {"user": person(alice), "team": team}):
        with pytest.raises(InvalidInput):
            assign(case, by=alice, **wrong)


def test_nobody_who_left_becomes_an_owner(given, alice):
    """Red without OwnerInactive in owning."""
    case, team = given.case(), given.team("Gone")
    Team.objects.filter(pk=team.pk).update(is_active=False)

    with pytest.raises(OwnerInactive):
        assign(case, by=alice, team=team)


@pytest.mark.spec("S11")
def test_closed_and_merged_cases_are_not_assigned_by_people(given, alice):
    """Red without assign.RULES."""
    closed, merged, survivor = given.cases(3)
    resolve(closed, by=alice, resolution="Done")
    merge(merged, by=alice, into=survivor)

    with pytest.raises(ClosedCase):
        assign(closed, by=acting("alice", "web"), user=person(alice))
    with pytest.raises(MergedAway):
        assign(merged, by=alice, user=person(alice))


def test_the_depth_of_the_privilege_bounds_it(given, alice):
    """Red without the privilege in the kernel's guard; `skip` gives the rest."""
    far = given.user("far", unit=given.unit("Far"))
    mine, theirs = given.case(), given.case(owner=far)

    with pytest.raises(Forbidden) as refused:
        assign([mine, theirs], by=alice, user=person(alice))
    result = assign([mine, theirs], by=alice, user=person(alice), on_refusal="skip")

    assert refused.value.records == [theirs]
    assert (result.records, list(result.left_out)) == ([mine.pk], [theirs.pk])
