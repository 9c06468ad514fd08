"""Opening: a case for a customer, numbered and active."""

import re

import pytest

from casework.cases.families import TooDeep
from casework.cases.models import Case, State
from casework.cases.open import open_case
from casework.cases.opening import ContactMismatch, CustomerInactive, CustomerNeeded
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase
from casework.kernel.history import Event
from casework.kernel.refusals import Conflict, Forbidden, InvalidInput
from casework.models import Account
from tests.conftest import AGENT, acting


def test_a_case_begins_active_owned_by_its_opener_with_the_usual_values(given, alice):
    """Red without the rows of opening.open_rows."""
    account = given.account()

    result = open_case(by=alice, title="Printer prints blank pages", account=account)

    case = Case.objects.get(pk=result.records[0])
    assert (case.state, case.status, case.priority, case.severity, case.owner_user_id) == (
        State.ACTIVE, 1, 2, 1, alice.user,
    )  # fmt: skip
    assert re.fullmatch(r"CAS-0\d{4}-([A-Z]\d){3}", case.number)
    assert list(Event.objects.filter(run=result.run).values_list("kind", "version")) == [
        ("case.opened", 1)
    ]


def test_numbers_grow_and_the_prefix_is_policy(given, alice):
    """Red without numbering.give_numbers."""
    given.policy(number_prefix="HELP")
    account = given.account()

    rows = [{"title": f"Case {n}", "account": account} for n in range(3)]
    open_case(rows, by=alice)

    numbers = Case.objects.order_by("number").values_list("number", flat=True)
    assert [number.rsplit("-", 1)[0] for number in numbers] == [
        "HELP-01001", "HELP-01002", "HELP-01003",
    ]  # fmt: skip


def test_only_importers_bring_numbers_along(given, alice):
    """Red without the check of `number` in opening.open_rows."""
    account = given.account()

    with pytest.raises(InvalidInput) as refused:
        open_case(by=alice, title="Mine", account=account, number="CAS-1")
    open_case(by=given.admin, title="Theirs", account=account, number="INC0000045")
    with pytest.raises(Conflict):
        open_case(by=given.admin, title="Again", account=account, number="INC0000045")

    assert refused.value.facts["field"] == "number"
    assert Case.objects.get().number == "INC0000045"


@pytest.mark.spec("S5")
def test_no_case_is_opened_closed(given, alice):
    """Red without status_in in opening.open_rows."""
    account = given.account()

    for code in (5, 6, 2000, 99):
        with pytest.raises(InvalidInput) as refused:
            open_case(by=alice, title="Sly", account=account, status=code)
        assert refused.value.facts["field"] == "status"

    assert not Case.objects.exists()


def test_a_case_is_for_exactly_one_customer(given, alice):
    """Red without opening.check_customer."""
    for wrong in ({}, {"account": given.account(), "contact": given.contact()}):
        with pytest.raises(CustomerNeeded):
            open_case(by=alice, title="For whom?", **wrong)


def test_the_contact_belongs_to_the_customer(given, alice):
    """Red without ContactMismatch in opening."""
    account = given.account()
    insider, outsider = given.contact(account=account), given.contact()

    with pytest.raises(ContactMismatch):
        open_case(by=alice, title="Hm", account=account, primary_contact=outsider)
    open_case(by=alice, title="Yes", account=account, primary_contact=insider)

    assert Case.objects.count() == 1


def test_nothing_new_for_a_customer_who_is_no_longer_served(given, alice):
    """Red without CustomerInactive in opening."""
    account = given.account(state=1)

    with pytest.raises(CustomerInactive) as refused:
        open_case(by=alice, title="Late", account=account)

    assert refused.value.records == [account]


def test_a_title_is_required_and_bounded(given, alice):
    """Red without columns.fitting."""
    account = given.account()

    for title in ("", "x" * 201, "nul\0", "\ud800"):
        with pytest.raises(InvalidInput) as refused:
            open_case(by=alice, title=title, account=account)
        assert refused.value.facts["field"] == "title"


def test_bad_rows_of_a_table_are_left_out_by_name(given, alice):
    """Red without `targets` on the refusals of opening."""
    account = given.account()
    rows = [
        {"title": "Good", "account": account},
        {"title": "No customer"},
        {"title": "Bad status", "account": account, "status": 5},
    ]

    result = open_case(rows, by=alice, on_refusal="skip")

    assert list(Case.objects.values_list("title", flat=True)) == ["Good"]
    assert [one.code for one in result.left_out.values()] == ["customer-needed", "invalid-input"]


def test_rows_whose_values_do_not_fit_are_left_out_too(given, alice):
    """Red without `fitting_each` in Work.add."""
    account = given.account()
    long = {"title": "x" * 201, "account": account}
    rows = [{"title": "Good", "account": account}, long, {**long, "title": ""}, long]

    result = open_case(rows, by=alice, on_refusal="skip")

    assert list(Case.objects.values_list("title", flat=True)) == ["Good"]
    assert [one.facts["field"] for one in result.left_out.values()] == ["title"] * 3
    assert len({one.text for one in result.left_out.values()}) == 2


def test_a_child_keeps_to_the_rules_of_its_parent(given, alice):
    """Red without opening._check_parents."""
    given.policy(family_levels=1)
    top = given.case()
    child = given.case(parent=top)
    closed = given.case()
    resolve(closed, by=alice, resolution="Done")

    with pytest.raises(TooDeep):
        open_case(by=alice, title="Too deep", account=given.account(), parent=child)
    with pytest.raises(ClosedCase):
        open_case(by=acting("alice", "web"), title="Late", account=given.account(), parent=closed)


def test_a_parent_beyond_the_privilege_is_refused(given):
    """Red without the privilege in opening._check_parents."""
    near = given.user("dora", AGENT, unit=given.unit("Near"))
    far = given.user("dan", unit=given.unit("Far"))
    parent = given.case(owner=far)

    with pytest.raises(Forbidden) as refused:
        open_case(by=near, title="Child", account=given.account(), parent=parent)

    assert (refused.value.facts["privilege"], refused.value.records) == ("case.create_child", [])
    assert not Case.objects.filter(parent=parent).exists()


def test_an_owner_beyond_the_privilege_is_refused(given, alice, bob):
    """Red without owning.refuse_beyond, or with a privilege for nobody."""
    far = given.user("far", unit=given.unit("Far"))
    account = given.account()

    with pytest.raises(Forbidden):
        open_case(by=bob, title="Nobody's", account=account)
    with pytest.raises(Forbidden):
        open_case(by=alice, title="Theirs", account=account, user=far.user)

    assert Account.objects.count() == 1
    assert not Case.objects.exists()
