"""Edit: change what a case says; move between active status reasons."""

import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.cases.models import Case, State, StatusReason, Subject
from casework.cases.opening import check_customers
from casework.cases.rules import (
    NOT_MERGED,
    OPEN_TO_CHANGE,
    TransitionNotAllowed,
    may_become,
    status_in,
)
from casework.customers.models import Account, Contact
from casework.kernel.access import NONE
from casework.kernel.arguments import UNSET, Unset
from casework.kernel.by_record import ByRecord
from casework.kernel.columns import LARGEST
from casework.kernel.operations import operation
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.organisation.editing import changes


class ResolveInstead(Refusal):
    """Writing a closed status into a case, which only resolving and cancelling may (S5)."""

    code = "resolve-instead"
    message = _("A status cannot be closed by editing {records}: resolve or cancel the case.")


class StatusOfClosedCase(Refusal):
    """An active status for a closed case, which only reopening gives."""

    code = "reopen-instead"
    message = _("{records} is closed: reopen it to give it an active status.")


def _may_move(ask: Ask) -> Q | None:
    if ask.params.get("status", UNSET) in (UNSET, None):
        return None
    condition = may_become(State.ACTIVE, "status")(ask)
    if condition is None:
        return None
    wanted = ask.params["status"]
    # Rows of a table that name no status stay where they are.
    stays = ~Q(pk__among=list(wanted.values)) if isinstance(wanted, ByRecord) else NONE
    return condition | _same_status(ask) | stays


def _same_status(ask: Ask) -> Q:
    wanted = ask.params["status"]
    if isinstance(wanted, ByRecord):
        made = wanted.of(Case._meta.get_field("status"))
        ask.work.maps.append(made)
        return Q(status=made)
    return Q(status=wanted)


RULES = (
    NOT_MERGED,
    OPEN_TO_CHANGE,
    Rule("may move to this status", _may_move, TransitionNotAllowed),
)


@operation("case.edit", on=Case, rules=RULES)
def edit(
    work: Work,
    cases: WorkingSet,
    *,
    title: str | Unset = UNSET,
    description: str | Unset = UNSET,
    account: Account | Unset | None = UNSET,
    contact: Contact | Unset | None = UNSET,
    primary_contact: Contact | Unset | None = UNSET,
    subject: Subject | Unset | None = UNSET,
    priority: int | Unset = UNSET,
    severity: int | Unset = UNSET,
    origin: int | Unset | None = UNSET,
    case_type: int | Unset | None = UNSET,
    satisfaction: int | Unset | None = UNSET,
    stage: int | Unset = UNSET,
    product: str | Unset = UNSET,
    serial_number: str | Unset = UNSET,
    email: str | Unset = UNSET,
    follow_up_by: datetime.date | Unset | None = UNSET,
    is_escalated: bool | Unset = UNSET,
    first_response_sent: bool | Unset = UNSET,
    status: int | Unset = UNSET,
    custom: dict[str, Any] | Unset = UNSET,
) -> None:
    """Change columns of cases, or move them between active statuses.

    What is not given stays. ``status`` is one of state Active: closing is done by resolving or
    cancelling (S5). Closed cases are locked for people, and for programs where the setting says
    so (S11, S12); a merged one always. ``custom`` holds values of the organisation's own columns;
    None empties one. Refuses with merged-away, closed-case, resolve-instead, reopen-instead,
    transition-not-allowed, customer-needed, contact-mismatch, invalid-input.
    """
    given = {
        "title": title, "description": description, "account": account, "contact": contact,
        "primary_contact": primary_contact, "subject": subject, "priority": priority,
        "severity": severity, "origin": origin, "case_type": case_type,
        "satisfaction": satisfaction, "stage": stage, "product": product,
        "serial_number": serial_number, "email": email, "follow_up_by": follow_up_by,
        "is_escalated": is_escalated, "first_response_sent": first_response_sent,
        "status": status,
    }  # fmt: skip
    if status is not UNSET:
        _check_status(work, cases, status)
    columns = changes(work, cases, "case", given, custom)
    if {"account", "contact", "primary_contact"} & columns.keys():
        check_customers(work, cases, columns)
    if is_escalated is not UNSET:
        columns["escalated_at"] = _escalated(work, cases, is_escalated)
    work.change(work.differing(cases, columns), "case.edited", **columns)


def _check_status(work: Work, cases: WorkingSet, status: Any) -> None:
    given = status.values.values() if isinstance(status, ByRecord) else (status,)
    codes = [code for code in given if isinstance(code, int) and 0 <= code <= LARGEST]
    closed = StatusReason.objects.using(work.using).filter(code__in=codes)
    if closed.exclude(state=State.ACTIVE).exists():
        wrong = set(closed.exclude(state=State.ACTIVE).values_list("code", flat=True))
        at_fault = (
            [key for key, code in status.values.items() if code in wrong]
            if isinstance(status, ByRecord)
            else cases
        )
        work.refuse(WorkingSet(Case, at_fault), ResolveInstead, targets=lambda keys: keys)
    status_in(work, State.ACTIVE, status, "status")
    inactive = cases.rows.exclude(state=State.ACTIVE)
    work.refuse(inactive, StatusOfClosedCase, targets=lambda keys: keys)


def _escalated(work: Work, cases: WorkingSet, flag: Any) -> Any:
    """When it was escalated: now for those that were not, as it was for those that are."""
    present = work.facts(cases, "is_escalated", "escalated_at")
    wanted = flag.values if isinstance(flag, ByRecord) else dict.fromkeys(cases, flag)
    for key, value in wanted.items():
        if not isinstance(value, bool):
            raise InvalidInput(field="is_escalated", problem=str(value), targets=[key])
    times = {}
    for key, row in present.items():
        raised = wanted.get(key, row.is_escalated)
        moment = (work.moments or {}).get(key, (work.at, None))[0]
        times[key] = (row.escalated_at or moment) if raised else None
    return ByRecord(times)
