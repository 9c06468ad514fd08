"""Administration is on record whole, like everything else."""

from casework.customers.accounts import create as create_account
from casework.customers.accounts import edit as edit_account
from casework.kernel.history import Event
from casework.models import BusinessUnit, Role, Team, User
from casework.organisation.changing_policies import change as change_policy
from casework.organisation.columns import define
from casework.people import changing_roles, granting, members, teams, tokens, units, users
from casework.people.privileges_of_roles import remove_privilege, set_privilege
from tests.proofs.rebuild import assert_events_tell_everything


def test_every_table_of_administration_is_rebuilt_from_the_events(given, admin):
    """Red without any one column in writing's before or after."""
    units.create(by=admin, name="North")
    north = BusinessUnit.objects.get(name="North")
    units.create(by=admin, name="Bay", parent=north)
    users.create(by=admin, username="dora", full_name="Dora")
    dora = User.objects.get(username="dora")
    users.set_password(dora, by=admin, password="tall green hedges")
    teams.create(by=admin, name="Hardware")
    team = Team.objects.get()
    members.add_members(team, by=admin, users=[dora])
    changing_roles.create(by=admin, name="Reader")
    role = Role.objects.get(name="Reader")
    set_privilege(role, by=admin, privilege="case.read", depth=2)
    set_privilege(role, by=admin, privilege="case.read", depth=3)
    granting.grant(role, by=admin, user=dora)
    granting.grant(role, by=admin, team=team)
    granting.take(role, by=admin, user=dora)
    remove_privilege(role, by=admin, privilege="case.read")
    token = tokens.create(by=admin, name="Nightly", user=dora)
    tokens.revoke(token.records, by=admin)
    change_policy(by=admin, name="case", values={"closure": "cascade"})
    define(by=admin, table="account", name="region", label="Region", type="text", is_indexed=True)
    account = create_account(by=admin, name="A", user=dora, custom={"region": "ț"})
    edit_account(account.records, by=admin, custom={"region": None}, employees=3)
    users.edit(dora, by=admin, unit=north)
    units.edit(north, by=admin, name="Far north")
    teams.delete(team, by=admin)

    assert assert_events_tell_everything() == Event.objects.count() > 25
