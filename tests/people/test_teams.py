"""Teams: made, changed, closed, erased."""

import pytest

from casework.kernel.history import Event
from casework.models import Role, RoleGrant, RolePrivilege, Team, TeamMembership
from casework.people.guarding import BeyondOwn, LastAdministrator
from casework.people.naming import NameTaken
from casework.people.teams import TeamInUse, activate, create, deactivate, delete, edit
from tests.conftest import MANAGER, acting, fresh


def test_a_team_is_made_in_the_unit_of_who_makes_it(given, admin):
    """Red without the actor's unit in teams.create."""
    result = create(by=admin, name="Hardware", description="Printers")

    assert list(Team.objects.values_list("pk", "name", "unit", "description", "is_active")) == [
        (result.records[0], "Hardware", admin.unit, "Printers", True)
    ]


def test_a_name_is_given_once(given, admin):
    """Red without refuse_taken in teams.create and teams.edit; keeping one's name is no clash."""
    hardware, software = given.team("Hardware"), given.team("Software")

    with pytest.raises(NameTaken):
        create(by=admin, name="Hardware")
    with pytest.raises(NameTaken):
        edit(software, by=admin, name="Hardware")
    edit(hardware, by=admin, name="Hardware", description="Printers")
    edit(hardware, by=admin, name="Devices")

    assert (fresh(hardware).name, fresh(hardware).name_key) == ("Devices", "devices")


def test_a_team_that_moves_takes_along_what_it_owns(given, admin):
    """Red without moving.follow in teams.edit."""
    team, far = given.team("Hardware"), given.unit("Far")
    case = given.case(team=team)

    edit(team, by=admin, unit=far)

    assert (fresh(team).unit_id, fresh(case).unit_id) == (far.pk, far.pk)


def test_a_team_carries_its_roles_no_farther_than_the_actor_reaches(given, admin):
    """Red without refuse_beyond_own in teams.edit."""
    below = given.unit("Below")
    given.user("mina", MANAGER, unit=below)
    [role] = Role.objects.filter(name=MANAGER)
    given.add(RolePrivilege, [{"role": role, "privilege": "team.edit", "depth": 3}])
    mina = acting("mina")
    team = given.team("Low", unit=below)
    given.add(RoleGrant, [{"role": role, "team": team}])

    with pytest.raises(BeyondOwn):
        edit(team, by=mina, unit=given.unit("Elsewhere"))
    edit(team, by=mina, unit=given.unit("Lower", parent=below))

    assert fresh(team).unit.name == "Lower"


def test_a_closed_team_gives_its_members_no_rights(given, admin, bob):
    """Red without is_active in teams.deactivate."""
    team = given.team("Hardware", bob)
    given.add(RoleGrant, [{"role": Role.objects.get(name=MANAGER), "team": team}])
    assert acting("bob").holds("case.resolve")

    deactivate(team, by=admin)
    assert not acting("bob").holds("case.resolve")

    activate(team, by=admin)
    assert acting("bob").holds("case.resolve")


def test_a_team_that_holds_anything_is_not_erased(given, admin):
    """Red without TeamInUse in teams.delete; skip erases the others."""
    holding, waiting, free = given.team("Holding"), given.team("Waiting"), given.team("Free")
    case = given.case(team=holding)
    given.activity(given.case(), owner_user=None, owner_team=holding)
    given.queue_item(given.queue(owner_user=None, owner_team=waiting), case, worker_team=waiting)

    with pytest.raises(TeamInUse) as refused:
        delete(holding, by=admin)
    with pytest.raises(TeamInUse) as also:
        delete(waiting, by=admin)
    result = delete([holding, waiting, free], by=admin, on_refusal="skip")

    assert str(refused.value) == (
        "The team still holds activity: 1, case: 1. Give them to others, or deactivate the team."
    )
    assert (refused.value.count, also.value.count) == (2, 2)
    assert (result.records, set(result.left_out)) == ([free.pk], {holding.pk, waiting.pk})


def test_an_erased_team_takes_its_memberships_and_grants_along(given, admin, bob):
    """Red without the first two deletions of teams.delete."""
    team = given.team("Hardware", bob)
    given.add(RoleGrant, [{"role": Role.objects.get(name=MANAGER), "team": team}])

    result = delete(team, by=admin)

    assert not Team.objects.exists()
    assert not TeamMembership.objects.exists()
    assert not RoleGrant.objects.filter(team__isnull=False).exists()
    assert set(Event.objects.filter(run=result.run).values_list("kind", flat=True)) == {
        "membership.removed",
        "role.taken",
        "team.deleted",
    }


@pytest.mark.parametrize("ending", [deactivate, delete])
def test_the_team_of_the_last_administrator_stays(given, admin, bob, ending):
    """Red without refuse_without_administrator in teams."""
    [everything] = Role.objects.filter(name="System Administrator")
    team = given.team("Administrators", bob)
    given.add(RoleGrant, [{"role": everything, "team": team}])
    RoleGrant.objects.filter(role=everything, user=admin.user)._raw_delete("default")

    with pytest.raises(LastAdministrator):
        ending(team, by=admin)

    assert fresh(team).is_active
