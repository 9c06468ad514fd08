"""Granting: who holds which role."""

import pytest

from casework.kernel.history import Event
from casework.kernel.refusals import InvalidInput
from casework.models import Role, RoleGrant, User
from casework.people.acting import SYSTEM
from casework.people.granting import grant, take
from casework.people.guarding import BeyondOwn, LastAdministrator, SystemUser
from casework.people.privileges_of_roles import set_privilege
from tests.conftest import AGENT, MANAGER, acting


def person(actor):
    return User.objects.get(pk=actor.user)


def role(name):
    return Role.objects.get(name=name)


def test_a_role_is_held_until_it_is_taken(given, admin, bob):
    """Red without the row in granting.grant, or the deletion in granting.take."""
    grant(role(AGENT), by=admin, user=person(bob))
    again = grant(role(AGENT), by=admin, user=person(bob))
    assert (acting("bob").holds("case.resolve"), again.run) == (True, None)

    result = take(role(AGENT), by=admin, user=person(bob))
    absent = take(role(AGENT), by=admin, user=person(bob))
    assert (acting("bob").grants, absent.run) == ((), None)
    assert Event.objects.get(run=result.run).kind == "role.taken"


def test_a_team_holds_a_role_for_its_members(given, admin, bob):
    """Red without the team in granting._holders."""
    team = given.team("Hardware", bob)

    grant([role(AGENT), role("Auditor")], by=admin, team=team)
    assert {one.team for one in acting("bob").grants} == {team.pk}

    take(role("Auditor"), by=admin, team=team)
    assert list(RoleGrant.objects.filter(team=team).values_list("role__name", flat=True)) == [AGENT]


def test_a_table_gives_each_role_to_its_own(given, admin, alice, bob):
    """Red without `at` in granting._holders."""
    team = given.team("Hardware")

    grant.table(
        [
            {"id": role("Auditor").pk, "user": person(bob)},
            {"id": role(MANAGER).pk, "team": team},
        ],
        by=admin,
    )

    made = RoleGrant.objects.filter(role__name__in=["Auditor", MANAGER])
    assert set(made.values_list("role__name", "user", "team")) == {
        ("Auditor", bob.user, None),
        (MANAGER, None, team.pk),
    }


def test_exactly_one_of_user_and_team(given, admin, bob):
    """Red without InvalidInput in granting._holders."""
    for wrong in ({}, {"user": person(bob), "team": given.team("Hardware")}):
        with pytest.raises(InvalidInput):
            grant(role(AGENT), by=admin, **wrong)
        with pytest.raises(InvalidInput):
            take(role(AGENT), by=admin, **wrong)


def test_nobody_grants_a_role_that_holds_more_than_they_do(given, admin, bob):
    """Red without refuse_beyond_own in granting.grant: the depth and the unit count, too."""
    set_privilege(role(MANAGER), by=admin, privilege="role.grant", depth=4)
    below = given.unit("Below")
    mina, dora = given.user("mina", MANAGER, unit=below), given.user("dora", unit=below)
    held = RoleGrant.objects.count()

    for stronger in ("System Administrator", "Auditor", "Integration"):
        with pytest.raises(BeyondOwn):
            grant(role(stronger), by=mina, user=person(dora))
    with pytest.raises(BeyondOwn) as refused:
        grant(role(AGENT), by=mina, user=person(bob))
    assert RoleGrant.objects.count() == held
    assert "case.resolve" in refused.value.facts["privilege"]

    grant(role(AGENT), by=mina, user=person(dora))
    assert acting("dora").holds("case.resolve")


def test_a_narrow_token_grants_no_more_than_its_scopes(given, admin, bob):
    """Red without scopes in Actor.grants_of."""
    admin.scopes = frozenset({"role.*"})

    with pytest.raises(BeyondOwn):
        grant(role(AGENT), by=admin, user=person(bob))


def test_the_last_administrator_keeps_the_role(given, admin, bob):
    """Red without refuse_without_administrator in granting.take; the system does not count."""
    everything = role("System Administrator")
    with pytest.raises(LastAdministrator):
        take(everything, by=admin, user=person(admin))

    grant(everything, by=admin, user=person(bob))
    take(everything, by=admin, user=person(admin))

    assert not acting("admin").holds("case.read")


def test_the_product_itself_keeps_its_role(given, admin):
    """Red without SystemUser in granting.take."""
    with pytest.raises(SystemUser):
        take(role("System Administrator"), by=admin, user=User.objects.get(username=SYSTEM))
