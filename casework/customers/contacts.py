"""Contacts: the people we serve, alone or for an account."""

from dataclasses import dataclass
from typing import Any

from casework.customers.making import NewCustomer, make, wanted_owners
from casework.customers.models import INACTIVE, Account, Contact, CustomerState
from casework.customers.using import let_go, refuse_cases
from casework.kernel.arguments import UNSET, Unset
from casework.kernel.operations import creation, operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.organisation.editing import changes
from casework.people.models import Team, User
from casework.people.owning import give

PLAIN = (
    "full_name", "first_name", "last_name", "account", "email", "phone", "mobile", "job_title",
    "street", "city", "postal_code", "country", "description",
)  # fmt: skip


@dataclass(kw_only=True)
class NewContact(NewCustomer):
    """A contact to be made.

    ``full_name`` is made of first and last name when absent; the owner ``user`` or ``team`` is
    the actor when neither is given.
    """

    full_name: str = ""
    first_name: str = ""
    last_name: str = ""
    account: Account | None = None
    mobile: str = ""
    job_title: str = ""


@creation("contact.create", makes=Contact, row=NewContact)
def create(work: Work, rows: list[NewContact]) -> WorkingSet:
    """Make contacts.

    ``custom`` holds values of the organisation's own columns. Refuses with forbidden,
    owner-inactive, invalid-input (spec 2.7).
    """
    for row in rows:
        if row.full_name == "" and isinstance(row.first_name, str | None):
            row.full_name = " ".join(part for part in (row.first_name, row.last_name) if part)
    return make(work, Contact, rows, PLAIN)


@operation("contact.edit", on=Contact)
def edit(
    work: Work,
    contacts: WorkingSet,
    *,
    full_name: str | Unset = UNSET,
    first_name: str | Unset = UNSET,
    last_name: str | Unset = UNSET,
    account: Account | Unset | None = UNSET,
    email: str | Unset = UNSET,
    phone: str | Unset = UNSET,
    mobile: str | Unset = UNSET,
    job_title: str | Unset = UNSET,
    street: str | Unset = UNSET,
    city: str | Unset = UNSET,
    postal_code: str | Unset = UNSET,
    country: str | Unset = UNSET,
    description: str | Unset = UNSET,
    custom: dict[str, Any] | Unset = UNSET,
) -> None:
    """Change contacts; what is not given stays.

    The full name changes only when it is given itself. ``custom`` holds values of the
    organisation's own columns; None empties one. Refuses with invalid-input (spec 2.7).
    """
    given = {
        "full_name": full_name, "first_name": first_name, "last_name": last_name,
        "account": account, "email": email, "phone": phone, "mobile": mobile,
        "job_title": job_title, "street": street, "city": city, "postal_code": postal_code,
        "country": country, "description": description,
    }  # fmt: skip
    columns = changes(work, contacts, "contact", given, custom)
    work.change(work.differing(contacts, columns), "contact.edited", **columns)


@operation("contact.assign", on=Contact)
def assign(
    work: Work, contacts: WorkingSet, *, user: User | None = None, team: Team | None = None
) -> None:
    """Give contacts to a user or a team; the owner's business unit follows.

    Their cases stay with their owners. Refuses with forbidden, owner-inactive, invalid-input when
    not exactly one of user and team is given (spec 3.7).
    """
    give(work, contacts, wanted_owners(work, contacts, user, team), "contact.assigned")


@operation("contact.deactivate", on=Contact, settled=lambda ask: INACTIVE)
def deactivate(work: Work, contacts: WorkingSet) -> None:
    """Open no new cases for contacts. The cases they have go on."""
    work.change(contacts, "contact.deactivated", state=CustomerState.INACTIVE)


@operation("contact.activate", on=Contact, settled=lambda ask: ~INACTIVE)
def activate(work: Work, contacts: WorkingSet) -> None:
    """Open new cases for contacts again."""
    work.change(contacts, "contact.activated", state=CustomerState.ACTIVE)


@operation("contact.delete", on=Contact)
def delete(work: Work, contacts: WorkingSet) -> None:
    """Erase contacts that no case names, for mistakes and for privacy.

    Accounts whose primary contact it was have none then. Refuses with customer-has-cases and
    their count, whether the case is for the contact or only names it.
    """
    refuse_cases(work, contacts, "contact", "primary_contact")
    let_go(work, contacts)
    work.delete(contacts, "contact.deleted")
