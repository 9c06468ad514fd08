"""Open a case for a customer."""

import datetime
from dataclasses import dataclass
from typing import Any

from casework.cases.models import Case, Subject
from casework.cases.opening import open_rows
from casework.customers.models import Account, Contact
from casework.kernel.arguments import NewRow
from casework.kernel.operations import creation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User


@dataclass(kw_only=True)
class NewCase(NewRow):
    """A case to be opened.

    The customer is an ``account`` or a ``contact``, exactly one; the owner ``user`` or ``team``
    is the actor when neither is given; ``status`` is one of state Active; ``number`` is given
    only by importers.
    """

    title: str
    account: Account | None = None
    contact: Contact | None = None
    primary_contact: Contact | None = None
    description: str = ""
    subject: Subject | None = None
    priority: int = 2
    severity: int = 1
    origin: int | None = None
    case_type: int | None = None
    product: str = ""
    serial_number: str = ""
    email: str = ""
    follow_up_by: datetime.date | None = None
    status: int | None = None
    parent: Case | None = None
    user: User | None = None
    team: Team | None = None
    number: str = ""
    custom: dict[str, Any] | None = None


@creation("case.open", makes=Case, row=NewCase)
def open_case(work: Work, rows: list[NewCase]) -> WorkingSet:
    """Open cases for customers, active from the start and numbered (spec 3.1).

    Refuses with invalid-input, customer-needed, contact-mismatch, customer-inactive, forbidden,
    and what set_parent refuses when a parent is given.
    """
    return open_rows(work, rows, "case.open")
