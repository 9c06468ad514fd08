"""The same for the nouns around the cases: customers, people, roles, custom columns."""

from typing import Any

from casework.cases.resolve import resolve
from casework.models import (
    Account,
    ApiToken,
    BusinessUnit,
    Contact,
    CustomColumn,
    Role,
    RoleGrant,
    RolePrivilege,
    Run,
    Team,
    TeamMembership,
    User,
)
from casework.people.users import set_password
from tests import workplace_setups  # noqa: F401 its set-ups belong to these
from tests.setups import SETUPS, Call, run, setup, user

__all__ = ["SETUPS", "Call", "run"]


def owned(given: Any, **columns: Any) -> dict[str, Any]:
    return {"owner_user": given.admin.user, "unit": given.admin.unit, **columns}


def accounts(given: Any, n: int, **columns: Any) -> list[Account]:
    return given.add(Account, [{"name": f"A {i}", **owned(given), **columns} for i in range(n)])


def contacts(given: Any, n: int, **columns: Any) -> list[Contact]:
    rows = [{"full_name": f"C {i}", **owned(given), **columns} for i in range(n)]
    return given.add(Contact, rows)


@setup("account.create")
def _create_account(given: Any, n: int) -> Call:
    parent = given.account()
    return Call(rows=[{"name": f"Account {i}", "parent": parent} for i in range(n)])


@setup("account.edit")
def _edit_account(given: Any, n: int) -> Call:
    return Call(accounts(given, n), {"city": "Cluj", "parent": given.account()})


@setup("account.assign")
def _assign_account(given: Any, n: int) -> Call:
    return Call(accounts(given, n), {"user": user(given, "dora")})


@setup("account.deactivate", "account.delete")
def _accounts(given: Any, n: int) -> Call:
    return Call(accounts(given, n))


@setup("account.activate")
def _inactive_accounts(given: Any, n: int) -> Call:
    return Call(accounts(given, n, state=1))


@setup("contact.create")
def _create_contact(given: Any, n: int) -> Call:
    account = given.account()
    return Call(rows=[{"full_name": f"Contact {i}", "account": account} for i in range(n)])


@setup("contact.edit")
def _edit_contact(given: Any, n: int) -> Call:
    return Call(contacts(given, n), {"city": "Bandung", "account": given.account()})


@setup("contact.assign")
def _assign_contact(given: Any, n: int) -> Call:
    return Call(contacts(given, n), {"user": user(given, "dora")})


@setup("contact.deactivate", "contact.delete")
def _contacts(given: Any, n: int) -> Call:
    return Call(contacts(given, n))


@setup("contact.activate")
def _inactive_contacts(given: Any, n: int) -> Call:
    return Call(contacts(given, n, state=1))


def columns_(given: Any, n: int, **columns: Any) -> list[CustomColumn]:
    row = {"table": "case", "label": "Column", "type": "text", **columns}
    return given.add(CustomColumn, [{"name": f"column_{i}", **row} for i in range(n)])


@setup("column.define")
def _define(given: Any, n: int) -> Call:
    row = {"table": "case", "label": "Column", "type": "text"}
    return Call(rows=[{"name": f"column_{i}", **row} for i in range(n)])


@setup("column.edit")
def _edit_column(given: Any, n: int) -> Call:
    return Call(columns_(given, n), {"label": "Other", "is_required": True})


@setup("column.retire")
def _retire(given: Any, n: int) -> Call:
    return Call(columns_(given, n))


@setup("column.restore")
def _restore(given: Any, n: int) -> Call:
    return Call(columns_(given, n, is_active=False))


@setup("policy.change")
def _change_policies(given: Any, n: int) -> Call:
    return Call(rows=[{"name": "case", "values": {"family_levels": i + 1}} for i in range(n)])


def roles(given: Any, n: int) -> list[Role]:
    return given.add(Role, [{"name": f"Role {i}"} for i in range(n)])


@setup("role.create")
def _create_role(given: Any, n: int) -> Call:
    return Call(rows=[{"name": f"Role {i}"} for i in range(n)])


@setup("role.edit")
def _edit_role(given: Any, n: int) -> Call:
    return Call(roles(given, n), {"description": "Looks after printers"})


@setup("role.delete")
def _delete_role(given: Any, n: int) -> Call:
    made = roles(given, n)
    given.add(RolePrivilege, [{"role": r, "privilege": "case.read", "depth": 1} for r in made])
    return Call(made)


@setup("role.grant")
def _grant(given: Any, n: int) -> Call:
    return Call(roles(given, n), {"user": user(given, "dora")})


@setup("role.take")
def _take(given: Any, n: int) -> Call:
    made, dora = roles(given, n), user(given, "dora")
    given.add(RoleGrant, [{"role": one, "user": dora} for one in made])
    return Call(made, {"user": dora})


@setup("role.set_privilege")
def _set_privilege(given: Any, n: int) -> Call:
    return Call(roles(given, n), {"privilege": "case.read", "depth": 2})


@setup("role.remove_privilege")
def _remove_privilege(given: Any, n: int) -> Call:
    made = roles(given, n)
    given.add(RolePrivilege, [{"role": r, "privilege": "case.read", "depth": 1} for r in made])
    return Call(made, {"privilege": "case.read"})


def teams(given: Any, n: int, **columns: Any) -> list[Team]:
    row = {"unit": given.admin.unit, **columns}
    return given.add(Team, [{"name": f"Team {i}", **row} for i in range(n)])


@setup("team.create")
def _create_team(given: Any, n: int) -> Call:
    return Call(rows=[{"name": f"Team {i}"} for i in range(n)])


@setup("team.edit")
def _edit_team(given: Any, n: int) -> Call:
    return Call(teams(given, n), {"description": "Night shift", "unit": given.unit("Below")})


@setup("team.deactivate", "team.delete")
def _teams(given: Any, n: int) -> Call:
    return Call(teams(given, n))


@setup("team.activate")
def _inactive_teams(given: Any, n: int) -> Call:
    return Call(teams(given, n, is_active=False))


@setup("team.add_members")
def _add_team_members(given: Any, n: int) -> Call:
    return Call(teams(given, n), {"users": [user(given, "dora"), user(given, "egon")]})


@setup("team.remove_members")
def _remove_team_members(given: Any, n: int) -> Call:
    made, dora = teams(given, n), user(given, "dora")
    given.add(TeamMembership, [{"team": one, "user": dora} for one in made])
    return Call(made, {"users": [dora]})


@setup("token.create")
def _create_token(given: Any, n: int) -> Call:
    return Call(rows=[{"name": f"Token {i}"} for i in range(n)])


@setup("token.revoke")
def _revoke(given: Any, n: int) -> Call:
    row = {"user": given.admin.user, "scopes": ["*"]}
    rows = [{"name": f"Token {i}", "digest": f"{i:064d}", **row} for i in range(n)]
    return Call(given.add(ApiToken, rows))


def units(given: Any, n: int, **columns: Any) -> list[BusinessUnit]:
    row = {"parent": given.admin.unit, **columns}
    path = given.admin.unit_path
    return given.add(
        BusinessUnit, [{"name": f"Unit {i}", "path": f"{path}{i:032x}/", **row} for i in range(n)]
    )


@setup("unit.create")
def _create_unit(given: Any, n: int) -> Call:
    return Call(rows=[{"name": f"Unit {i}"} for i in range(n)])


@setup("unit.edit")
def _edit_unit(given: Any, n: int) -> Call:
    return Call(units(given, n), {"parent": given.unit("Below")})


@setup("unit.deactivate")
def _deactivate_unit(given: Any, n: int) -> Call:
    return Call(units(given, n))


@setup("unit.activate")
def _activate_unit(given: Any, n: int) -> Call:
    return Call(units(given, n, is_active=False))


def users(given: Any, n: int, **columns: Any) -> list[User]:
    row = {"full_name": "Somebody", "unit": given.admin.unit, "password": "!", **columns}
    return given.add(User, [{"username": f"user{i}", **row} for i in range(n)])


@setup("user.create")
def _create_user(given: Any, n: int) -> Call:
    return Call(rows=[{"username": f"user{i}", "full_name": "Somebody"} for i in range(n)])


@setup("user.edit")
def _edit_user(given: Any, n: int) -> Call:
    return Call(users(given, n), {"full_name": "Somebody else", "unit": given.unit("Below")})


@setup("user.choose_language")
def _choose_language(given: Any, n: int) -> Call:
    return Call(users(given, n), {"language": "ro", "time_zone": "Europe/Bucharest"})


@setup("user.choose_password")
def _choose_password(given: Any, n: int) -> Call:
    mine = User.objects.get(pk=given.admin.user)
    set_password(mine, by=given.admin, password="tall green hedges")
    return Call(
        [mine], {"present": "tall green hedges", "password": "correct horse battery staple"}
    )


@setup("user.set_password")
def _set_password(given: Any, n: int) -> Call:
    return Call(users(given, n), {"password": "correct horse battery staple"})


@setup("user.deactivate")
def _deactivate_user(given: Any, n: int) -> Call:
    return Call(users(given, n))


@setup("user.activate")
def _activate_user(given: Any, n: int) -> Call:
    return Call(users(given, n, is_active=False))


@setup("run.undo")
def _undo_run(given: Any, n: int) -> Call:
    cases = given.cases(n)
    return Call([Run(resolve(one, by=given.admin, resolution="Done").run) for one in cases])
