"""What every opening of cases does: alone, as a child, from a file."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases.families import refuse_misfits
from casework.cases.hierarchy import lock_families
from casework.cases.models import Case, State
from casework.cases.numbering import give_numbers
from casework.cases.rules import NOT_MERGED, OPEN_TO_CHANGE, status_in
from casework.customers.models import Account, Contact, CustomerState
from casework.kernel.by_record import ByRecord
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.rules import Ask
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.organisation import custom
from casework.people.owning import owners, refuse_beyond

PLAIN = (
    "title", "description", "subject", "priority", "severity", "origin", "case_type", "product",
    "serial_number", "email", "follow_up_by", "account", "contact", "primary_contact", "parent",
    "number",
)  # fmt: skip


class CustomerNeeded(InvalidInput):
    """A case without a customer, or with two."""

    code = "customer-needed"
    message = gettext_lazy("A case is for one customer: give an account or a contact, not both.")


class ContactMismatch(InvalidInput):
    """A contact who does not belong to the customer (spec 3.1)."""

    code = "contact-mismatch"
    message = gettext_lazy(
        "The contact does not belong to the customer of the case. Choose another, or leave it out."
    )


class CustomerInactive(Refusal):
    """A new case for a customer who is no longer served."""

    code = "customer-inactive"
    message = gettext_lazy("The customer {records} is deactivated. Activate it first.")


def open_rows(work: Work, rows: Sequence[Any], privilege: str) -> WorkingSet:
    """Open cases from rows: checked as a set, then numbered and written."""
    owned = owners(work, {row.id: (row.user, row.team) for row in rows})
    refuse_beyond(work, privilege, owned)
    if any(row.number for row in rows) and not work.actor.holds("import"):
        at_fault = [row.id for row in rows if row.number]
        problem = _("is given by Casework; only an importer brings numbers along")
        raise InvalidInput(field="number", problem=problem, targets=at_fault)
    _check_customers(work, rows)
    _check_parents(work, rows)
    wanted = {row.id: row.status for row in rows if row.status is not None}
    default = status_in(work, State.ACTIVE, None, "status")
    if wanted:
        status_in(work, State.ACTIVE, ByRecord(wanted), "status")
    customs = custom.checked(work, "case", {row.id: row.custom for row in rows}, creating=True)
    return work.add(
        Case,
        [
            {
                "id": row.id,
                **{name: getattr(row, name) for name in PLAIN},
                **owned[row.id].columns,
                "status": default if row.status is None else row.status,
                "custom": customs[row.id],
            }
            for row in rows
        ],
        "case.opened",
        late=lambda fitted: give_numbers(work, fitted),
    )


def check_customer(account: Any, contact: Any, row: UUID) -> None:
    """One customer, an account or a contact."""
    if (account is None) == (contact is None):
        raise CustomerNeeded(field="account", problem=_("is required"), targets=[row])


def check_customers(work: Work, cases: WorkingSet, columns: dict[str, Any]) -> None:
    """The customers cases would have after a change: one each, with a contact that belongs."""
    names = ("account", "contact", "primary_contact")
    present = work.facts(cases, *(f"{name}_id" for name in names))
    rows = []
    for key, row in present.items():
        after = {name: getattr(row, f"{name}_id") for name in names}
        for name in names:
            if name in columns:
                value = columns[name]
                after[name] = (
                    value.values.get(key, after[name]) if isinstance(value, ByRecord) else value
                )
        rows.append(SimpleNamespace(id=key, **after))
    _check_customers(work, rows, new=False)


def _check_customers(work: Work, rows: Sequence[Any], *, new: bool = True) -> None:
    accounts = {_key(row.account) for row in rows} - {None}
    people = {_key(one) for row in rows for one in (row.contact, row.primary_contact)} - {None}
    for row in rows:
        check_customer(row.account, row.contact, row.id)
    belongs: dict[UUID, UUID | None] = {}
    inactive: set[UUID] = set()
    if accounts:
        found = Account.objects.using(work.using).filter(pk__among=accounts)
        inactive |= {k for k, s in found.values_list("pk", "state") if s == CustomerState.INACTIVE}
    if people:
        persons = Contact.objects.using(work.using).filter(pk__among=people)
        for key, account, state in persons.values_list("pk", "account_id", "state"):
            belongs[key] = account
            if state == CustomerState.INACTIVE:
                inactive.add(key)
    for row in rows:
        customer = _key(row.account) or _key(row.contact)
        if new and customer in inactive:
            model = Account if row.account else Contact
            named = model.objects.filter(pk=customer).visible_to(work.actor)
            raise CustomerInactive(named, count=1, targets=[row.id])
        primary = _key(row.primary_contact)
        if primary and primary != _key(row.contact) and belongs.get(primary) != _key(row.account):
            raise ContactMismatch(field="primary_contact", problem="", targets=[row.id])


def _check_parents(work: Work, rows: Sequence[Any]) -> None:
    parents = {row.id: key for row in rows if (key := _key(row.parent))}
    if not parents:
        return
    above = WorkingSet(Case, parents.values())
    if not work.preview:
        lock_families(work, above, {})
    held = work.hold(Case, above, lambda gone: {row for row, key in parents.items() if key in gone})
    by_parent: dict[UUID, list[UUID]] = {}
    for row, parent in parents.items():
        by_parent.setdefault(parent, []).append(row)
    try:
        work.guard(held, "case.create_child", (NOT_MERGED, OPEN_TO_CHANGE), Ask(work, {}))
    except Refusal as refusal:
        refusal.targets = {row for key in refusal.targets or () for row in by_parent[key]}
        raise
    refuse_misfits(work, parents, new=True)


def _key(value: Any) -> UUID | None:
    return getattr(value, "pk", value)
