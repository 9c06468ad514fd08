"""Customers: the pages of accounts and contacts, with their cases."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases.models import Case
from casework.customers.models import Account, Contact, CustomerState
from casework.interfaces.web import commands, records, sheets
from casework.interfaces.web.facts import made_facts, owner_fact
from casework.interfaces.web.grids import ACCOUNTS, CASES, CONTACTS
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.records import Part
from casework.interfaces.web.related import ALL_CASES, below
from casework.interfaces.web.views import customer_views
from casework.interfaces.web.words.columns import label_of

SHOWN = "20"  # rows of a list in a page
STATES = {CustomerState.ACTIVE: "active", CustomerState.INACTIVE: "inactive"}
RELATED = ("owner_user", "owner_team", "created_by", "modified_by")
ALL_ACCOUNTS = next(one for one in customer_views("name") if one.name == "all")
ALL_CONTACTS = next(one for one in customer_views("full_name") if one.name == "all")


def account(request: Any, key: UUID) -> Any:
    """The page of an account: its cases, its contacts, the accounts below it."""
    return records.page(request, key, OF_AN_ACCOUNT)


def contact(request: Any, key: UUID) -> Any:
    """The page of a contact: the cases for it and those that name it."""
    return records.page(request, key, OF_A_CONTACT)


def _account(record: Account, request: Any, reader: Reader) -> dict[str, Any]:
    number = [(label_of("account", "account_number"), record.account_number)]
    told = _customer(record, reader, number if record.account_number else [])
    if request.GET.get("tab") == "history":
        return told
    actor = request.actor
    rows: Any = Contact.objects.filter(account=record.pk)
    columns = "full_name,job_title,phone,email"
    contacts = below(CONTACTS, ALL_CONTACTS, columns, rows, actor, reader, limit=SHOWN)
    rows = Account.objects.filter(parent=record.pk)
    columns = "name,account_number,city,phone"
    children = below(ACCOUNTS, ALL_ACCOUNTS, columns, rows, actor, reader, limit=SHOWN)
    parts = [
        _cases(record, Case.objects.filter(account=record.pk), request, reader),
        Part("contacts", gettext_lazy("Contacts"), contacts,
             _all("contacts", "account", record, contacts.more),
             _new("contact.create", account=_key(record, request), next=request.path)),
    ]  # fmt: skip
    if children.rows:
        more = _all("accounts", "parent", record, children.more)
        parts.append(Part("children", gettext_lazy("Child accounts"), children, more))
    return {**told, "parts": parts}


def _contact(record: Contact, request: Any, reader: Reader) -> dict[str, Any]:
    told = _customer(record, reader, [])
    if request.GET.get("tab") == "history":
        return told
    rows = Case.objects.filter(Q(contact=record.pk) | Q(primary_contact=record.pk))
    return {**told, "parts": [_cases(record, rows, request, reader)]}


def _customer(record: Any, reader: Reader, first: list[Any]) -> dict[str, Any]:
    return {
        "state": STATES[record.state],
        "state_label": record.get_state_display(),
        "facts": [*first, owner_fact(record), *made_facts(record, reader)],
        "banner": _("No new cases are opened for this customer.")
        if record.state == CustomerState.INACTIVE
        else "",
    }


def _bar(record: Any) -> tuple[str, ...]:
    """The commands on a customer: of those that change its state only the one that changes it."""
    idle = "activate" if record.state == CustomerState.ACTIVE else "deactivate"
    return tuple(f"{record.NOUN}.{verb}" for verb in commands.OF_A_CUSTOMER if verb != idle)


def _cases(record: Any, rows: Any, request: Any, reader: Reader) -> Part:
    """The cases of a customer, the newest first, in every state."""
    columns = "number,title,status,age,owner,priority,created_at"
    found = below(CASES, ALL_CASES, columns, rows, request.actor, reader, limit=SHOWN)
    new = ""
    if record.state == CustomerState.ACTIVE:
        new = _new("case.open", **{record.NOUN: _key(record, request)}, next=request.path)
    return Part("cases", gettext_lazy("Cases"), found,
                _all("cases", record.NOUN, record, found.more), new)  # fmt: skip


def _key(record: Any, request: Any) -> str:
    """The name of a customer, or its id where others bear the name as well."""
    rows = type(record).objects.filter(name_key=record.name_key).visible_to(request.actor)
    return str(record.pk) if len(rows.values_list("pk")[:2]) > 1 else str(record)


def _all(place: str, column: str, record: Any, more: str) -> str:
    return f"/{place}?{urlencode({'view': 'all', column: str(record.pk)})}" if more else ""


def _new(operation: str, **given: str) -> str:
    return f"/do/{operation}?{urlencode(given)}"


OF_AN_ACCOUNT = records.Page(
    Account, RELATED, _bar, _account, sheets.ACCOUNT,
    lambda record: sheets.OF_AN_ACCOUNT,
)  # fmt: skip
OF_A_CONTACT = records.Page(
    Contact, RELATED, _bar, _contact, sheets.CONTACT,
    lambda record: sheets.OF_A_CONTACT,
)  # fmt: skip
