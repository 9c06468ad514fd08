"""Privileges of roles: what, and how far."""

import pytest

from casework.kernel.refusals import InvalidInput
from casework.models import Role, RolePrivilege
from casework.people.changing_roles import create
from casework.people.guarding import BeyondOwn, LastAdministrator
from casework.people.privileges import known
from casework.people.privileges_of_roles import remove_privilege, set_privilege
from casework.people.roles import ROLES
from tests.conftest import AGENT, MANAGER, acting


def of(role):
    return dict(RolePrivilege.objects.filter(role=role).values_list("privilege", "depth"))


@pytest.fixture
def role(given, admin):
    [key] = create(by=admin, name="Reader").records
    return Role.objects.get(pk=key)


def test_a_privilege_is_set_changed_and_removed(given, admin, role):
    """Red without `present` in set_privilege, or the deletion in remove_privilege."""
    set_privilege(role, by=admin, privilege="case.read", depth=2)
    set_privilege(role, by=admin, privilege="import", depth=4)
    set_privilege(role, by=admin, privilege="case.read", depth=3)
    again = set_privilege(role, by=admin, privilege="case.read", depth=3)
    assert (of(role), again.run) == ({"case.read": 3, "import": 4}, None)

    remove_privilege(role, by=admin, privilege="case.read")
    absent = remove_privilege(role, by=admin, privilege="case.read")
    assert (of(role), absent.run) == ({"import": 4}, None)


def test_a_table_sets_each_role_its_own(given, admin, role):
    """Red without `at` in set_privilege."""
    [other] = create(by=admin, name="Writer").records

    set_privilege.table(
        [
            {"id": role.pk, "privilege": "case.read", "depth": 1},
            {"id": other, "privilege": "case.edit", "depth": 2},
        ],
        by=admin,
    )

    assert (of(role), of(other)) == ({"case.read": 1}, {"case.edit": 2})


@pytest.mark.parametrize(
    ("privilege", "depth"), [("case.explode", 1), ("case.*", 1), ("case.read", 5), ("", 1)]
)
def test_what_is_no_privilege_or_no_depth_is_refused(given, admin, role, privilege, depth):
    """Red without refuse_unknown_privilege, or without `fitting`, in set_privilege."""
    with pytest.raises(InvalidInput):
        set_privilege(role, by=admin, privilege=privilege, depth=depth)

    assert of(role) == {}


def test_nobody_gives_more_than_they_hold(given, admin, role):
    """Red without refuse_beyond_own in set_privilege: holders elsewhere count, too."""
    manager = Role.objects.get(name=MANAGER)
    set_privilege(manager, by=admin, privilege="role.set_privilege", depth=4)
    below = given.unit("Below")
    mina = given.user("mina", MANAGER, unit=below)

    set_privilege(role, by=mina, privilege="case.resolve", depth=3)
    with pytest.raises(BeyondOwn):
        set_privilege(role, by=mina, privilege="case.resolve", depth=4)
    with pytest.raises(BeyondOwn):
        set_privilege(role, by=mina, privilege="user.create", depth=1)
    with pytest.raises(BeyondOwn):
        set_privilege(Role.objects.get(name="Auditor"), by=mina, privilege="*", depth=4)
    given.user("at the top", "Reader")
    with pytest.raises(BeyondOwn):
        set_privilege(role, by=mina, privilege="case.edit", depth=3)

    assert of(role) == {"case.resolve": 3}


def test_somebody_always_may_do_everything(given, admin):
    """Red without refuse_without_administrator in set_privilege and remove_privilege."""
    everything = Role.objects.get(name="System Administrator")

    with pytest.raises(LastAdministrator):
        set_privilege(everything, by=admin, privilege="*", depth=3)
    with pytest.raises(LastAdministrator):
        remove_privilege(everything, by=admin, privilege="*")

    assert of(everything) == {"*": 4}


def test_every_privilege_that_ships_is_one(given):
    """Red with a misspelt privilege in roles.ROLES."""
    shipped = {name for _text, privileges in ROLES.values() for name in privileges}

    assert shipped - known() == set()


def test_a_privilege_holds_from_the_next_request(given, admin, alice):
    """Red without the row in set_privilege."""
    assert not alice.holds("case.delete")

    set_privilege(Role.objects.get(name=AGENT), by=admin, privilege="case.delete", depth=1)

    assert acting("alice").holds("case.delete")
