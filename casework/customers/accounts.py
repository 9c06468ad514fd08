"""Accounts: the organisations we serve."""

from dataclasses import dataclass
from typing import Any

from casework.customers.families import refuse_cycles
from casework.customers.making import NewCustomer, make, wanted_owners
from casework.customers.models import INACTIVE, Account, Contact, CustomerState
from casework.customers.using import refuse_cases, refuse_members
from casework.kernel.arguments import UNSET, Unset
from casework.kernel.operations import creation, operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.organisation.editing import changes
from casework.people.models import Team, User
from casework.people.naming import at
from casework.people.owning import give

PLAIN = (
    "name", "account_number", "email", "phone", "website", "street", "city", "postal_code",
    "country", "description", "employees", "primary_contact", "parent",
)  # fmt: skip


@dataclass(kw_only=True)
class NewAccount(NewCustomer):
    """An account to be made; the owner ``user`` or ``team`` is the actor when neither is given."""

    name: str
    account_number: str = ""
    website: str = ""
    employees: int | None = None
    primary_contact: Contact | None = None
    parent: Account | None = None


@creation("account.create", makes=Account, row=NewAccount)
def create(work: Work, rows: list[NewAccount]) -> WorkingSet:
    """Make accounts. Several may bear one name: the account number tells them apart.

    ``custom`` holds values of the organisation's own columns. Refuses with forbidden,
    owner-inactive, invalid-input (spec 2.7).
    """
    return make(work, Account, rows, PLAIN)


@operation("account.edit", on=Account)
def edit(
    work: Work,
    accounts: WorkingSet,
    *,
    name: str | Unset = UNSET,
    account_number: str | Unset = UNSET,
    email: str | Unset = UNSET,
    phone: str | Unset = UNSET,
    website: str | Unset = UNSET,
    street: str | Unset = UNSET,
    city: str | Unset = UNSET,
    postal_code: str | Unset = UNSET,
    country: str | Unset = UNSET,
    description: str | Unset = UNSET,
    employees: int | Unset | None = UNSET,
    primary_contact: Contact | Unset | None = UNSET,
    parent: Account | Unset | None = UNSET,
    custom: dict[str, Any] | Unset = UNSET,
) -> None:
    """Change accounts; what is not given stays.

    ``custom`` holds values of the organisation's own columns; None empties one. Refuses with
    account-cycle, invalid-input (spec 2.7).
    """
    given = {
        "name": name, "account_number": account_number, "email": email, "phone": phone,
        "website": website, "street": street, "city": city, "postal_code": postal_code,
        "country": country, "description": description, "employees": employees,
        "primary_contact": primary_contact, "parent": parent,
    }  # fmt: skip
    if parent is not UNSET:
        refuse_cycles(work, {key: at(parent, key) for key in accounts})
    columns = changes(work, accounts, "account", given, custom)
    work.change(work.differing(accounts, columns), "account.edited", **columns)


@operation("account.assign", on=Account)
def assign(
    work: Work, accounts: WorkingSet, *, user: User | None = None, team: Team | None = None
) -> None:
    """Give accounts to a user or a team; the owner's business unit follows.

    Their cases and contacts stay with their owners. Refuses with forbidden, owner-inactive,
    invalid-input when not exactly one of user and team is given (spec 3.7).
    """
    give(work, accounts, wanted_owners(work, accounts, user, team), "account.assigned")


@operation("account.deactivate", on=Account, settled=lambda ask: INACTIVE)
def deactivate(work: Work, accounts: WorkingSet) -> None:
    """Open no new cases for accounts. The cases they have go on."""
    work.change(accounts, "account.deactivated", state=CustomerState.INACTIVE)


@operation("account.activate", on=Account, settled=lambda ask: ~INACTIVE)
def activate(work: Work, accounts: WorkingSet) -> None:
    """Open new cases for accounts again."""
    work.change(accounts, "account.activated", state=CustomerState.ACTIVE)


@operation("account.delete", on=Account)
def delete(work: Work, accounts: WorkingSet) -> None:
    """Erase accounts that nothing hangs on, for mistakes and for privacy.

    Refuses with customer-has-cases, and with account-in-use over contacts or accounts below, each
    with their count.
    """
    refuse_cases(work, accounts, "account")
    refuse_members(work, accounts)
    work.delete(accounts, "account.deleted")
