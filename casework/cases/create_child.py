"""Create child: a new case below another, with the columns it inherits."""

from typing import Any

from casework.cases.hierarchy import lock_families
from casework.cases.models import Case, Subject
from casework.cases.open import NewCase
from casework.cases.opening import open_rows
from casework.cases.policies import CasePolicy
from casework.cases.rules import NOT_MERGED, OPEN_TO_CHANGE
from casework.customers.models import Account, Contact
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User


@operation("case.create_child", on=Case, rules=(NOT_MERGED, OPEN_TO_CHANGE), lock=lock_families)
def create_child(
    work: Work,
    cases: WorkingSet,
    *,
    title: str | None = None,
    account: Account | None = None,
    contact: Contact | None = None,
    description: str | None = None,
    subject: Subject | None = None,
    priority: int | None = None,
    user: User | None = None,
    team: Team | None = None,
) -> None:
    """Open one child below each case, copying the columns the policy names (spec 3.9).

    What is given wins over what is inherited; nothing is kept in step afterwards. Refuses with
    what opening and setting a parent refuse.
    """
    names = [name for name in work.policy(CasePolicy).inherited_columns if name != "custom"]
    attnames = {field.name: field.attname for field in Case._meta.concrete_fields}
    always = ("account_id", "contact_id", "title", "custom")
    present = work.facts(cases, *{*(attnames[name] for name in names), *always})
    given: dict[str, Any] = {
        "title": title, "description": description, "subject": subject, "priority": priority,
        "user": user, "team": team,
    }  # fmt: skip
    rows = []
    for key, row in present.items():
        made = {name: getattr(row, attnames[name]) for name in names}
        # A case cannot be without a title and a customer: these are copied always.
        made.setdefault("title", row.title)
        made["account"], made["contact"] = row.account_id, row.contact_id
        customer = [
            one.values.get(key) if isinstance(one, ByRecord) else one for one in (account, contact)
        ]
        if any(one is not None for one in customer):
            made["account"], made["contact"] = customer
            made.pop("primary_contact", None)
        if "custom" in work.policy(CasePolicy).inherited_columns:
            made["custom"] = {
                name: value for name, value in row.custom.items() if value is not None
            }
        for name, value in given.items():
            one = value.values.get(key) if isinstance(value, ByRecord) else value
            if one is not None:
                made[name] = one
        rows.append(NewCase(parent=key, **made))  # type: ignore[arg-type]
    open_rows(work, rows, "case.open")
