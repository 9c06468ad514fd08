"""Accounts: made, changed, given to others, closed and erased."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.open import open_case
from casework.cases.opening import CustomerInactive
from casework.customers.accounts import activate, assign, create, deactivate, delete, edit
from casework.customers.families import AccountCycle
from casework.customers.using import AccountInUse, CustomerHasCases
from casework.kernel.history import Event, decoded
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import Account, User
from casework.organisation.columns import define
from casework.people.owning import OwnerInactive
from casework.people.teams import deactivate as close_team
from tests.conftest import fresh


def person(actor):
    return User.objects.get(pk=actor.user)


def test_an_account_is_made_with_all_its_columns(given, alice):
    """Red without PLAIN, or without the owner, in customers.making.make."""
    contact, above = given.contact(), given.account()
    plain = {
        "name": "Căldură SRL", "account_number": "A-7", "email": "office@example.com",
        "phone": "+40 1", "website": "example.com", "street": "Lung 1", "city": "Iași",
        "postal_code": "700", "country": "RO", "description": "Heats", "employees": 12,
    }  # fmt: skip

    result = create(by=alice, **plain, primary_contact=contact, parent=above)

    account = Account.objects.get(pk=result.records[0])
    assert {name: getattr(account, name) for name in plain} == plain
    assert (account.name_key, account.primary_contact_id, account.parent_id, account.state) == (
        "caldura srl", contact.pk, above.pk, 0,
    )  # fmt: skip
    assert (account.owner_user_id, account.owner_team_id, account.unit_id) == (
        alice.user, None, alice.unit,
    )  # fmt: skip


def test_an_account_is_made_only_for_whom_the_privilege_reaches(given, alice):
    """Red without refuse_beyond in customers.making.make; skip makes the others."""
    far = given.user("far", unit=given.unit("Far"))
    rows = [{"name": "Near"}, {"name": "Far", "user": person(far)}]

    with pytest.raises(Forbidden):
        create.table(rows, by=alice)
    result = create.table(rows, by=alice, on_refusal="skip")

    assert list(Account.objects.values_list("name", flat=True)) == ["Near"]
    assert len(result.left_out) == 1


def test_only_what_differs_is_changed_and_recorded(given, alice):
    """Red without work.differing in accounts.edit."""
    account, same = given.account("Old", city="Iași"), given.account("New", city="Iași")

    result = edit([account, same], by=alice, name="New", city="Iași")

    event = Event.objects.get(run=result.run)
    assert (event.record_id, decoded(Account, event.before), decoded(Account, event.after)) == (
        account.pk,
        {"name": "Old", "name_key": "old", "city": "Iași"},
        {"name": "New", "name_key": "new", "city": "Iași"},
    )
    assert fresh(same).version == 1


def test_a_table_changes_each_account_its_own_way(given, alice):
    """Red without ByRecord in organisation.editing."""
    one, other = given.account("One", city="Cluj"), given.account("Other")

    edit.table([{"id": one.pk, "name": "First"}, {"id": other.pk, "city": "Iași"}], by=alice)

    assert set(Account.objects.values_list("name", "city")) == {
        ("First", "Cluj"),
        ("Other", "Iași"),
    }


def test_columns_of_ones_own_are_checked_and_merged(given, admin, alice):
    """Red without custom.checked in make, or the merging in organisation.editing."""
    define(by=admin, table="account", name="region", label="Region", type="text", is_required=True)
    define(by=admin, table="account", name="seats", label="Seats", type="number")

    with pytest.raises(InvalidInput) as refused:
        create(by=alice, name="Nowhere")
    [key] = create(by=alice, name="North", custom={"region": "north", "seats": 3}).records
    edit([key], by=alice, custom={"seats": None})
    unchanged = edit([key], by=alice, custom={"region": "north"})
    with pytest.raises(InvalidInput):
        edit([key], by=alice, custom={"region": None})
    with pytest.raises(InvalidInput):
        edit([key], by=alice, custom={"seats": "many"})

    assert refused.value.facts["field"] == "region"
    assert (Account.objects.get(pk=key).custom, unchanged.run) == ({"region": "north"}, None)


def test_custom_values_differ_from_row_to_row(given, admin, alice):
    """Red without ByRecord in organisation.editing.changes."""
    define(by=admin, table="account", name="seats", label="Seats", type="number")
    one, other = given.account(custom={"seats": 1}), given.account(custom={"seats": 1})

    edit.table([{"id": one.pk, "custom": {"seats": 2}}, {"id": other.pk, "name": "Kept"}], by=alice)

    assert (fresh(one).custom, fresh(other).custom) == ({"seats": 2}, {"seats": 1})


def test_no_account_lies_below_itself(given, alice):
    """Red without refuse_cycles in accounts.edit; two rows of one table make no cycle either."""
    top = given.account("Top")
    middle = given.account("Middle", parent=top)
    low, free = given.account("Low", parent=middle), given.account("Free")

    for account, parent in ((top, low), (middle, middle)):
        with pytest.raises(AccountCycle) as refused:
            edit(account, by=alice, parent=parent)
        assert refused.value.records == [account]
    with pytest.raises(AccountCycle):
        edit.table([{"id": top.pk, "parent": free}, {"id": free.pk, "parent": low}], by=alice)
    edit(low, by=alice, parent=free)
    edit(middle, by=alice, parent=None)

    assert [fresh(one).parent_id for one in (top, middle, low)] == [None, None, free.pk]


def test_the_owner_changes_and_the_unit_follows(given, admin, alice):
    """Red without owning.give in accounts.assign."""
    account, team = given.account(), given.team("Sales", unit=given.unit("Far"))

    assign(account, by=admin, team=team)
    again = assign(account, by=admin, team=team)

    assert (fresh(account).owner_user_id, fresh(account).owner_team_id, fresh(account).unit_id) == (
        None, team.pk, team.unit_id,
    )  # fmt: skip
    assert again.run is None
    close_team(team, by=admin)
    with pytest.raises(OwnerInactive):
        assign(given.account(), by=admin, team=team)
    with pytest.raises(InvalidInput):
        assign(account, by=admin)


def test_an_agent_neither_assigns_nor_erases(given, alice):
    """Red without the privilege in the kernel's guard."""
    account = given.account()

    for change in (
        lambda: assign(account, by=alice, user=person(alice)),
        lambda: deactivate(account, by=alice),
        lambda: delete(account, by=alice),
    ):
        with pytest.raises(Forbidden):
            change()


def test_a_closed_account_gets_no_new_cases(given, carol):
    """Red without the state in accounts.deactivate."""
    account = given.account()

    deactivate(account, by=carol)
    again = deactivate(account, by=carol)
    with pytest.raises(CustomerInactive):
        open_case(by=carol, title="Cold", account=account)
    activate(account, by=carol)
    open_case(by=carol, title="Cold", account=account)

    assert (again.run, again.unchanged) == (None, [account.pk])


def test_an_account_that_anything_hangs_on_is_not_erased(given, carol):
    """Red without refuse_cases and refuse_members; skip erases the others."""
    busy, employer, above, free = (given.account(name) for name in "abcd")
    cases = given.cases(2, account=busy)
    contact = given.contact(account=employer)
    below = given.account(parent=above)

    with pytest.raises(CustomerHasCases) as over_cases:
        delete(busy, by=carol)
    with pytest.raises(AccountInUse) as over_contacts:
        delete(employer, by=carol)
    with pytest.raises(AccountInUse) as over_accounts:
        delete(above, by=carol)
    result = delete([busy, employer, above, free], by=carol, on_refusal="skip")

    assert (over_cases.value.count, over_cases.value.records) == (2, cases)
    assert (over_contacts.value.records, over_accounts.value.records) == ([contact], [below])
    assert result.records == [free.pk]
    assert not Account.objects.filter(pk=free.pk).exists()
    delete([above, below], by=carol)
    assert Event.objects.filter(kind="account.deleted").count() == 3


def test_cases_out_of_sight_are_counted_and_not_named(given, admin):
    """Red without visible_to in work.refuse."""
    below = given.unit("Below")
    mina = given.user("mina", "Customer Service Manager", unit=below)
    account = given.account(owner_user=mina.user, unit=below)
    given.case(account=account)

    with pytest.raises(CustomerHasCases) as refused:
        delete(account, by=mina)

    assert (refused.value.count, refused.value.records) == (1, [])


def test_a_thousand_accounts_cost_the_statements_of_one(given, admin, alice):
    """Red with any loop over rows that asks the database."""
    define(by=admin, table="account", name="region", label="Region", type="text")

    def cost(how_many):
        rows = [{"name": f"{how_many}/{n}", "custom": {"region": "n"}} for n in range(how_many)]
        with CaptureQueriesContext(connection) as made:
            keys = create.table(rows, by=alice).records
        changes = [{"id": key, "city": "Iași", "custom": {"region": "s"}} for key in keys]
        with CaptureQueriesContext(connection) as edited:
            edit.table(changes, by=alice)
        with CaptureQueriesContext(connection) as closed:
            deactivate(keys, by=admin)
        with CaptureQueriesContext(connection) as erased:
            delete(keys, by=admin)
        return [len(one) for one in (made, edited, closed, erased)]

    assert cost(1) == cost(1000)
