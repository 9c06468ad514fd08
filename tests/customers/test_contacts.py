"""Contacts: made, changed, given to others, closed and erased."""

import pytest

from casework.cases.open import open_case
from casework.cases.opening import CustomerInactive
from casework.customers.contacts import activate, assign, create, deactivate, delete, edit
from casework.customers.using import CustomerHasCases
from casework.kernel.refusals import InvalidInput
from casework.models import Contact
from casework.organisation.columns import define
from tests.conftest import fresh


def test_a_contact_is_made_with_all_its_columns(given, alice):
    """Red without PLAIN in contacts."""
    account = given.account()
    plain = {
        "full_name": "Țară, Ana", "first_name": "Ana", "last_name": "Țară", "phone": "1",
        "email": "ana@example.com", "mobile": "2", "job_title": "Buyer", "street": "Lung 1",
        "city": "Iași", "postal_code": "700", "country": "RO", "description": "Prefers mornings",
    }  # fmt: skip

    [key] = create(by=alice, **plain, account=account).records

    contact = Contact.objects.get(pk=key)
    assert {name: getattr(contact, name) for name in plain} == plain
    assert (contact.name_key, contact.account_id, contact.owner_user_id, contact.unit_id) == (
        "tara, ana", account.pk, alice.user, alice.unit,
    )  # fmt: skip


def test_a_full_name_is_made_of_its_parts(given, alice):
    """Red without the joining in contacts.create; nobody is nameless."""
    create(by=alice, first_name="Ana", last_name="Pop")
    create(by=alice, last_name="Rus")

    with pytest.raises(InvalidInput) as refused:
        create(by=alice, email="somebody@example.com")

    assert set(Contact.objects.values_list("full_name", flat=True)) == {"Ana Pop", "Rus"}
    assert refused.value.facts["field"] == "full_name"


def test_what_is_given_changes_and_the_rest_stays(given, admin, alice):
    """Red without organisation.editing in contacts.edit."""
    define(by=admin, table="contact", name="vip", label="VIP", type="yes_no")
    contact = given.contact("Ana", phone="1", account=given.account())

    edit(contact, by=alice, account=None, mobile="2", custom={"vip": True})
    again = edit(contact, by=alice, mobile="2")

    after = fresh(contact)
    assert (after.full_name, after.phone, after.mobile, after.account_id, after.custom) == (
        "Ana", "1", "2", None, {"vip": True},
    )  # fmt: skip
    assert again.run is None


def test_a_contact_is_given_to_a_team(given, carol):
    """Red without owning.give in contacts.assign."""
    contact, team = given.contact(), given.team("Sales")

    assign(contact, by=carol, team=team)

    assert (fresh(contact).owner_user_id, fresh(contact).owner_team_id) == (None, team.pk)


def test_a_closed_contact_gets_no_new_cases(given, carol):
    """Red without the state in contacts.deactivate."""
    contact = given.contact()

    deactivate(contact, by=carol)
    with pytest.raises(CustomerInactive):
        open_case(by=carol, title="Cold", contact=contact)
    activate(contact, by=carol)

    open_case(by=carol, title="Cold", contact=contact)


def test_a_contact_that_a_case_names_is_not_erased(given, carol):
    """Red without either column of refuse_cases in contacts.delete."""
    account = given.account()
    customer, named = given.contact(), given.contact(account=account)
    case = given.case(contact=customer)
    naming = given.case(account=account, primary_contact=named)

    for contact, stands_in_the_way in ((customer, case), (named, naming)):
        with pytest.raises(CustomerHasCases) as refused:
            delete(contact, by=carol)
        assert refused.value.records == [stands_in_the_way]


def test_an_erased_contact_is_nobodys_primary_contact(given, carol):
    """Red without let_go in contacts.delete."""
    contact = given.contact()
    account = given.account(primary_contact=contact)

    delete(contact, by=carol)

    assert not Contact.objects.filter(pk=contact.pk).exists()
    assert fresh(account).primary_contact_id is None
