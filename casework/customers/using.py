"""What hangs on a customer, and what becomes of it when the customer is to be erased."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.customers.models import Account, Contact
from casework.kernel.records import RECORDS
from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


class CustomerHasCases(Refusal):
    """Deleting a customer who has cases, which would tell of nobody then."""

    code = "customer-has-cases"
    message = _(
        "The customer has {count} cases: {records}. Delete them or give them another customer, or "
        "deactivate the customer."
    )


class AccountInUse(Refusal):
    """Deleting an account with contacts or accounts below it."""

    code = "account-in-use"
    message = _(
        "{count} contacts or accounts belong to the account: {records}. Move them first, or "
        "deactivate the account."
    )


def refuse_cases(work: Work, customers: WorkingSet, *columns: str) -> None:
    """Refuse customers whom a case names in one of these columns."""
    named = Q()
    for column in columns:
        named |= Q(**{f"{column}__among": customers})
    cases = RECORDS["case"]
    work.refuse(
        cases.objects.filter(named), CustomerHasCases, targets=_named_by(work, cases, columns)
    )


def refuse_members(work: Work, accounts: WorkingSet) -> None:
    """Refuse accounts that contacts or other accounts belong to."""
    contacts = Contact.objects.filter(account__among=accounts)
    work.refuse(contacts, AccountInUse, targets=_named_by(work, Contact, ("account",)))
    below = Account.objects.filter(parent__among=accounts).exclude(pk__among=accounts)
    work.refuse(below, AccountInUse, targets=_named_by(work, Account, ("parent",)))


def let_go(work: Work, contacts: WorkingSet) -> None:
    """Take contacts that go away from the accounts whose primary contact they are."""
    accounts = work.gather(Account.objects.filter(primary_contact__among=contacts))
    work.change(accounts, "account.link_removed", primary_contact=None)


def _named_by(
    work: Work, model: Any, columns: Iterable[str]
) -> Callable[[list[UUID]], Iterable[UUID]]:
    names = [f"{column}_id" for column in columns]
    rows = model.objects.using(work.using)
    return lambda keys: {
        key for row in rows.filter(pk__among=keys).values_list(*names) for key in row if key
    }
