"""Members: who belongs to a team."""

import pytest

from casework.models import Role, RoleGrant, TeamMembership, User
from casework.people.guarding import BeyondOwn, LastAdministrator
from casework.people.members import MemberInactive, add_members, remove_members
from casework.people.users import deactivate
from tests.conftest import MANAGER, acting


def person(actor):
    return User.objects.get(pk=actor.user)


def members(team):
    return set(TeamMembership.objects.filter(team=team).values_list("user", flat=True))


def test_people_join_once_and_leave(given, admin, alice, bob):
    """Red without `present` in add_members, or the deletion in remove_members."""
    one, other = given.team("One", alice), given.team("Other")

    add_members([one, other], by=admin, users=[person(alice), person(bob)])
    again = add_members([one, other], by=admin, users=[person(alice), person(bob)])
    both = {alice.user, bob.user}
    assert (members(one), members(other), again.run) == (both, both, None)
    assert acting("bob").teams == {one.pk, other.pk}

    remove_members(one, by=admin, users=[person(alice)])
    absent = remove_members(one, by=admin, users=[person(alice)])
    assert (members(one), members(other), absent.run) == ({bob.user}, both, None)


def test_whoever_left_joins_nothing(given, admin, bob):
    """Red without MemberInactive in add_members."""
    deactivate(person(bob), by=admin)

    with pytest.raises(MemberInactive):
        add_members(given.team("One"), by=admin, users=[person(bob)])


def test_nobody_joins_a_team_that_holds_more_than_they_who_add(given, admin, carol):
    """Red without refuse_beyond_own in add_members: a manager would make herself administrator."""
    strong, plain = given.team("Strong"), given.team("Plain")
    given.add(RoleGrant, [
        {"role": Role.objects.get(name="System Administrator"), "team": strong},
        {"role": Role.objects.get(name=MANAGER), "team": plain},
    ])  # fmt: skip

    with pytest.raises(BeyondOwn) as refused:
        add_members(strong, by=carol, users=[person(carol)])
    add_members(plain, by=carol, users=[person(carol)])

    assert refused.value.facts == {"privilege": "*"}
    assert (members(strong), members(plain)) == (set(), {carol.user})


def test_the_last_administrator_does_not_leave_the_team(given, admin, bob):
    """Red without refuse_without_administrator in remove_members."""
    [everything] = Role.objects.filter(name="System Administrator")
    team = given.team("Administrators", bob)
    given.add(RoleGrant, [{"role": everything, "team": team}])
    RoleGrant.objects.filter(role=everything, user=admin.user)._raw_delete("default")

    with pytest.raises(LastAdministrator):
        remove_members(team, by=admin, users=[person(bob)])

    assert members(team) == {bob.user}
