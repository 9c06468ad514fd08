"""Sheets: what can be edited on the page of each noun, and what is asked in a way of its own."""

from typing import Any

from django.utils.translation import gettext as _

from casework.activities.models import STATUSES, Activity, ActivityState, Kind
from casework.cases.models import Case, State
from casework.cases.transitions import reachable
from casework.customers.models import Account, Contact
from casework.interfaces.calling import find_records, parameters
from casework.interfaces.web.editing import Sheet
from casework.interfaces.web.forms import Field, field_of
from casework.interfaces.web.naming import names
from casework.interfaces.web.words.columns import label_of
from casework.interfaces.web.words.statuses import activity_status
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import InvalidInput, NotFound

SUMMARY = ("title", "customer", "primary_contact", "subject", "priority", "status", "description")
DETAILS = (
    "origin", "case_type", "severity", "satisfaction", "product", "serial_number", "email",
    "follow_up_by", "is_escalated", "first_response_sent",
)  # fmt: skip
OF_AN_ACCOUNT = (
    "name", "account_number", "primary_contact", "parent", "email", "phone", "website",
    "employees", "street", "city", "postal_code", "country", "description",
)  # fmt: skip
OF_A_CONTACT = (
    "full_name", "first_name", "last_name", "account", "job_title", "email", "phone", "mobile",
    "street", "city", "postal_code", "country", "description",
)  # fmt: skip
PLANNED = ("subject", "status", "priority", "starts_at", "due_at", "minutes")
OF_AN_ACTIVITY: dict[str, tuple[str, ...]] = {
    Kind.NOTE: ("subject", "description"),
    Kind.TASK: (*PLANNED, "description"),
    Kind.APPOINTMENT: (*PLANNED, "description"),
    Kind.PHONE_CALL: (*PLANNED, "is_incoming", "description"),
    Kind.EMAIL: (
        "subject", "status", "priority", "due_at", "minutes", "sender", "recipients",
        "is_incoming", "description",
    ),
}  # fmt: skip


def _customer(case: Case, actor: Actor) -> Field:
    one = Field("customer", label_of("case", "customer"), "record", True, noun="customer")
    model: Any = Account if case.account_id else Contact
    key: Any = case.account_id or case.contact_id
    one.value, one.keep = names(model, {key}, actor).get(key, _("not visible to you")), True
    return one


def customer_given(text: str, actor: Actor) -> dict[str, Any]:
    """An account or a contact from one field for both. Raises InvalidInput, Ambiguous."""
    said = text.strip()
    kind, _colon, key = said.partition(":")
    if kind in ("account", "contact") and key:
        other = "contact" if kind == "account" else "account"
        return {kind: key, other: None}
    if not said:
        raise InvalidInput(field="customer", problem=_("is required"))
    for noun, model, other in (
        ("account", Account, "contact"),
        ("contact", Contact, "account"),
    ):
        try:
            [found] = find_records(model, [said], actor).values()
        except NotFound:
            continue
        return {noun: str(found.pk), other: None}
    problem = _("no account and no contact is called {name}").format(name=said)
    raise InvalidInput(field="customer", problem=problem)


def _status_field(edit: str, value: int, options: list[tuple[str, str]]) -> Field:
    operation = OPERATIONS[edit]
    one = field_of(operation, parameters(operation)["status"])
    one.kind, one.options, one.value, one.keep = "choice", options, str(value), True
    return one


def _case_status(case: Case, actor: Actor) -> Field:
    rows = reachable(case, State.ACTIVE) if case.state == State.ACTIVE else []
    present = (str(case.status), case.status_label)  # type: ignore[attr-defined]
    options = [present, *((str(one.code), _(one.label)) for one in rows)]
    return _status_field("case.edit", case.status, options)


def _activity_status(activity: Activity, actor: Actor) -> Field:
    states = [ActivityState.OPEN, ActivityState.SCHEDULED]
    codes = [code for state in states for code in STATUSES[activity.kind].get(state, ())]
    if activity.status not in codes:
        codes = [activity.status, *codes]
    options = [(str(code), activity_status(activity.kind, code)) for code in codes]
    return _status_field("activity.edit", activity.status, options)


def _status_given(text: str, actor: Actor) -> dict[str, Any]:
    return {"status": int(text) if text.isdecimal() and len(text) < 12 else text}


CASE = Sheet(
    "case.edit", ("title",),
    {"customer": _customer, "status": _case_status},
    {"customer": customer_given, "status": _status_given},
)  # fmt: skip
ACCOUNT = Sheet("account.edit", ("name",))
CONTACT = Sheet("contact.edit", ("full_name",))
ACTIVITY = Sheet(
    "activity.edit", ("subject", "minutes"), {"status": _activity_status},
    {"status": _status_given},
)  # fmt: skip
