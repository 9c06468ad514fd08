"""Users: made, changed, deactivated, and given a password."""

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.kernel.history import Event, Run
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import BusinessUnit, Role, RolePrivilege, User
from casework.people.acting import SYSTEM, UserInactive
from casework.people.granting import grant
from casework.people.guarding import BeyondOwn, LastAdministrator, SystemUser
from casework.people.moving import UnitInactive
from casework.people.naming import NameTaken
from casework.people.units import deactivate as close_unit
from casework.people.users import (
    NotOneself,
    activate,
    choose_language,
    create,
    deactivate,
    edit,
    set_password,
)
from tests.conftest import MANAGER, acting, fresh


def person(actor):
    return User.objects.get(pk=actor.user)


def test_a_user_is_made_with_no_role_and_no_password(given, admin):
    """Red without make_password(None), or without the actor's unit, in users.create."""
    result = create(
        by=admin, username="dora", full_name="Dora Ștefan", email="dora@example.com", language="ro",
        time_zone="Europe/Bucharest",
    )  # fmt: skip

    dora = User.objects.get(pk=result.records[0])
    assert (dora.username, dora.name_key, dora.unit_id, dora.language, dora.time_zone) == (
        "dora", "dora stefan", admin.unit, "ro", "Europe/Bucharest",
    )  # fmt: skip
    assert dora.is_active
    assert not dora.has_usable_password()
    assert acting("dora").grants == ()


def test_nothing_secret_of_a_user_goes_on_record(given, admin):
    """Red without SECRET of User in writing, or without `secret` of user.set_password."""
    made = create(by=admin, username="dora", full_name="Dora")
    set_password(made.records, by=admin, password="tall green hedges")

    dora = User.objects.get(username="dora")
    event = Event.objects.get(record_id=dora.pk, kind="user.password_set")
    run = Run.objects.get(pk=event.run_id)
    created = Event.objects.get(record_id=dora.pk, kind="user.created")
    assert check_password("tall green hedges", dora.password)
    assert dora.password.startswith("argon2")
    assert (event.before, event.after, event.version, run.arguments) == ({}, {}, 2, {})
    assert {"password", "last_login"} & created.after.keys() == set()


@pytest.mark.parametrize("weak", ["short", "password123", "190283746152"])
def test_a_weak_password_is_refused_with_the_reason(given, admin, bob, weak):
    """Red without validate_password in set_password."""
    with pytest.raises(InvalidInput) as refused:
        set_password(person(bob), by=admin, password=weak)

    assert refused.value.facts["field"] == "password"
    assert not person(bob).has_usable_password()


def test_a_table_gives_each_user_a_password(given, admin, alice, bob):
    """Red without ByRecord in set_password."""
    set_password.table(
        [
            {"id": alice.user, "password": "tall green hedges"},
            {"id": bob.user, "password": "small blue windows"},
        ],
        by=admin,
    )

    assert check_password("tall green hedges", person(alice).password)
    assert check_password("small blue windows", person(bob).password)


def test_nobody_sets_the_password_of_somebody_who_holds_more(given, admin, bob):
    """Red without refuse_stronger in set_password."""
    given.user("helper", MANAGER)
    [role] = Role.objects.filter(name=MANAGER)
    given.add(RolePrivilege, [{"role": role, "privilege": "user.set_password", "depth": 4}])
    helper = acting("helper")

    with pytest.raises(BeyondOwn):
        set_password(person(admin), by=helper, password="tall green hedges")
    set_password(person(bob), by=helper, password="tall green hedges")

    assert not person(admin).has_usable_password()


def test_a_name_is_given_once(given, admin, bob):
    """Red without refuse_taken in users.create; also within one table."""
    with pytest.raises(NameTaken) as refused:
        create(by=admin, username="bob", full_name="Another")
    with pytest.raises(NameTaken):
        create.table(
            [{"username": "eve", "full_name": "Eve"}, {"username": "eve", "full_name": "Eve 2"}],
            by=admin,
        )

    assert refused.value.records == [person(bob)]
    assert not User.objects.filter(username="eve").exists()


def test_only_a_role_with_the_privilege_makes_users(given, alice):
    """Red without the privilege of creations in Operation.perform."""
    with pytest.raises(Forbidden) as refused:
        create(by=alice, username="eve", full_name="Eve")

    assert str(refused.value) == (
        "You may not do this (user.create); a role with that privilege may."
    )


def test_what_is_no_time_zone_or_language_is_refused(given, admin, bob):
    """Red without _check_time_zone."""
    with pytest.raises(InvalidInput) as refused:
        create(by=admin, username="eve", full_name="Eve", time_zone="Mars/Olympus")
    with pytest.raises(InvalidInput):
        edit(person(bob), by=admin, time_zone="Mars/Olympus")
    with pytest.raises(InvalidInput):
        edit(person(bob), by=admin, language="fr")

    assert refused.value.facts["field"] == "time_zone"


def test_a_user_who_moves_takes_along_the_records_owned(given, admin, alice):
    """Red without moving.follow; nobody touched these records, so their stamps stay."""
    far = given.unit("Far")
    case, other = given.case(owner=alice), given.case()
    before = fresh(case).modified_at

    edit(person(alice), by=admin, unit=far, full_name="Alice Far")

    assert (person(alice).unit_id, person(alice).full_name) == (far.pk, "Alice Far")
    assert (fresh(case).unit_id, fresh(case).modified_at) == (far.pk, before)
    assert fresh(other).unit_id == other.unit_id


def test_nobody_is_put_into_a_closed_unit(given, admin, bob):
    """Red without refuse_inactive_units."""
    far = given.unit("Far")
    close_unit(far, by=admin)

    with pytest.raises(UnitInactive):
        edit(person(bob), by=admin, unit=far)
    with pytest.raises(UnitInactive):
        create(by=admin, username="eve", full_name="Eve", unit=far)


def test_editing_as_it_is_already_changes_nothing(given, admin, bob):
    """Red without work.differing in users.edit."""
    result = edit(person(bob), by=admin, full_name="Bob", language="en")

    assert (result.run, person(bob).version) == (None, 1)


def test_whoever_is_deactivated_acts_no_more_and_keeps_what_is_owned(given, admin, alice):
    """Red without is_active in users.deactivate."""
    case = given.case(owner=alice)

    deactivate(person(alice), by=admin)
    again = deactivate(person(alice), by=admin)

    with pytest.raises(UserInactive):
        acting("alice")
    assert (again.run, again.unchanged) == (None, [alice.user])
    assert fresh(case).owner_user_id == alice.user

    activate(person(alice), by=admin)
    assert acting("alice").grants == alice.grants


def test_the_last_administrator_stays(given, admin, bob):
    """Red without refuse_without_administrator in users.deactivate."""
    [everything] = Role.objects.filter(name="System Administrator")
    with pytest.raises(LastAdministrator):
        deactivate(person(admin), by=admin)

    grant(everything, by=admin, user=person(bob))
    deactivate(person(admin), by=admin)

    assert not person(admin).is_active
    with pytest.raises(LastAdministrator):
        deactivate(person(bob), by=acting("bob"))


def test_the_product_itself_is_never_changed(given, admin):
    """Red without NOT_SYSTEM in the rules of users."""
    system = User.objects.get(username=SYSTEM)

    for change in (
        lambda: edit(system, by=admin, full_name="Eve"),
        lambda: deactivate(system, by=admin),
        lambda: set_password(system, by=admin, password="tall green hedges"),
    ):
        with pytest.raises(SystemUser):
            change()

    assert fresh(system).version == 1


def test_a_thousand_users_cost_the_statements_of_one(given, admin):
    """Red with any loop over rows that asks the database."""

    def cost(how_many):
        rows = [{"username": f"u{how_many}-{n}", "full_name": f"U {n}"} for n in range(how_many)]
        with CaptureQueriesContext(connection) as made:
            create.table(rows, by=admin)
        unit = given.unit(f"Unit {how_many}")
        users = User.objects.filter(username__startswith=f"u{how_many}-")
        with CaptureQueriesContext(connection) as edited:
            edit(users, by=admin, time_zone="Asia/Jakarta", unit=unit)
        with CaptureQueriesContext(connection) as gone:
            deactivate(users, by=admin)
        return len(made), len(edited), len(gone)

    assert cost(1) == cost(1000)


def test_nobody_gives_more_reach_or_wakes_somebody_stronger(given, admin, bob):
    """Red without refuse_beyond_own in users.edit, or refuse_stronger in users.activate."""
    below = given.unit("Below")
    given.user("mina", MANAGER, unit=below)
    [role] = Role.objects.filter(name=MANAGER)
    names = ("user.edit", "user.activate")
    given.add(RolePrivilege, [{"role": role, "privilege": one, "depth": 4} for one in names])
    [everything] = Role.objects.filter(name="System Administrator")
    grant(everything, by=admin, user=person(bob))
    deactivate(person(bob), by=admin)
    mina = acting("mina")

    with pytest.raises(BeyondOwn):
        edit(person(mina), by=mina, unit=BusinessUnit.objects.get(parent=None))
    with pytest.raises(BeyondOwn):
        activate(person(bob), by=mina)
    edit(person(mina), by=mina, unit=given.unit("Lower", parent=below))

    assert (person(mina).unit.name, person(bob).is_active) == ("Lower", False)


def test_everybody_chooses_the_language_and_the_zone_for_themselves_alone(given, admin, bob, alice):
    """Red without ONESELF, or without EVERYBODY in actor_for."""
    choose_language(person(bob), by=bob, language="ro", time_zone="Europe/Bucharest")

    assert (person(bob).language, person(bob).time_zone) == ("ro", "Europe/Bucharest")
    with pytest.raises(NotOneself):
        choose_language(person(alice), by=bob, language="id")
    choose_language(person(alice), by=admin, language="id")
    assert (person(alice).language, person(alice).time_zone) == ("id", "UTC")


@pytest.mark.parametrize("columns", [{"language": "fr"}, {"time_zone": "Cluj"}])
def test_a_language_that_does_not_ship_is_not_chosen(given, bob, columns):
    """Red without _check_time_zone in choose_language."""
    with pytest.raises(InvalidInput) as refused:
        choose_language(person(bob), by=bob, **columns)

    assert refused.value.facts["field"] == next(iter(columns))
