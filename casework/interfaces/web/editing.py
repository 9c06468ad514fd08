"""Editing: the columns of a case as a form on its page, and saving what was changed in it."""

from typing import Any, cast

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from casework.cases.models import Case, State
from casework.cases.transitions import reachable
from casework.customers.models import Account, Contact
from casework.interfaces.calling import call, find_records, parameters
from casework.interfaces.web.forms import (
    Field,
    answered,
    differs,
    field_of,
    present,
    problems_into,
)
from casework.interfaces.web.noticing import DID
from casework.interfaces.web.words.columns import label_of
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS, Result
from casework.kernel.refusals import InvalidInput, NotFound, Refusal, Stale
from casework.organisation.models import CustomColumn

SUMMARY = ("title", "customer", "primary_contact", "subject", "priority", "status", "description")
DETAILS = (
    "origin", "case_type", "severity", "satisfaction", "product", "serial_number", "email",
    "follow_up_by", "is_escalated", "first_response_sent",
)  # fmt: skip
TYPES = {"long_text": "long", "number": "number", "date": "date", "choice": "choice",
         "yes_no": "yes_no"}  # fmt: skip


def fields_of(case: Case, names: tuple[str, ...]) -> list[Field]:
    """The questions of a tab of the case page, with what the case says now."""
    operation = OPERATIONS["case.edit"]
    known = parameters(operation)
    made = []
    for name in names:
        if name == "customer":
            made.append(_customer(case))
            continue
        one = field_of(operation, known[name])
        if name == "status":
            one.kind, one.options = "choice", _statuses(case)
        one.required = name == "title"
        made.append(present(one, case))
    return made


def _customer(case: Case) -> Field:
    one = Field("customer", label_of("case", "customer"), "record", True, noun="customer")
    one.value, one.keep = str(case.account or case.contact or ""), True
    return one


def _statuses(case: Case) -> list[tuple[str, str]]:
    rows = reachable(case, State.ACTIVE) if case.state == State.ACTIVE else []
    present = (str(case.status), case.status_label)  # type: ignore[attr-defined]
    return [present, *((str(one.code), one.label) for one in rows)]


def custom_fields(case: Case) -> list[Field]:
    """The questions for the organisation's own columns."""
    made = []
    for column in CustomColumn.objects.filter(table="case", is_active=True).order_by("name"):
        one = Field(f"custom.{column.name}", column.label, TYPES.get(column.type, "text"))
        value = (case.custom or {}).get(column.name)
        one.value = value if isinstance(value, bool) else "" if value is None else str(value)
        one.options = [("", ""), *((str(each), str(each)) for each in column.choices or ())]
        one.keep = True
        made.append(one)
    return made


def given_of(case: Case, fields: list[Field], post: Any, actor: Actor) -> dict[str, Any]:
    """What was changed in the form: only what differs from what it was when it was shown."""
    changed = [one for one in fields if differs(one, post)]
    plain = [one for one in changed if "." not in one.name and one.name != "customer"]
    given = answered(OPERATIONS["case.edit"], plain, post, {})
    for one in changed:
        if one.name == "customer":
            one.value = post["customer"]
            given |= customer_given(post["customer"], actor)
        elif one.name.startswith("custom."):
            one.value = post.get(one.name, "")
            given.setdefault("custom", {})[one.name[7:]] = _custom(one, post)
    if isinstance(given.get("status"), str) and given["status"].isdecimal():
        given["status"] = int(given["status"])
    return given


def _custom(one: Field, post: Any) -> Any:
    if one.kind == "yes_no":
        return one.name in post
    text = post.get(one.name, "").strip()
    if text == "":
        return None
    if one.kind == "number":
        try:
            return int(text) if text.lstrip("-").isdecimal() else float(text)
        except ValueError:
            return text
    return text


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


def save(request: Any, case: Case, fields: list[Field]) -> Any:
    """Save what was changed; answers where to go on, or the problems to be shown.

    With a version that is no longer the case's nothing is written: what was typed stays in the
    fields and what somebody else has written stands beside it.
    """
    now = {one.name: str(one.value) for one in fields}
    try:
        given = given_of(case, fields, request.POST, request.actor)
        if not given:
            return HttpResponseRedirect(request.POST.get("next") or f"/cases/{case.number}")
        version = request.POST.get("version", "")
        result = call(
            OPERATIONS["case.edit"], [case.pk], given, by=request.actor,
            if_match=int(version) if version.isdecimal() and len(version) < 10 else None,
        )  # fmt: skip
    except Stale as refusal:
        _beside(now, fields, request.POST)
        return refusal.status, [_("Somebody else saved this case while you were typing. What "
                                  "you typed is kept; what they wrote stands beside it. Save again "
                                  "to put yours in its place.")]  # fmt: skip
    except InvalidInput as refusal:
        errors = refusal.facts.get("errors") or [
            {"field": refusal.facts["field"], "problem": str(refusal.facts["problem"])}
        ]
        return refusal.status, problems_into(fields, errors) or [_("Please look at the fields.")]
    except Refusal as refusal:
        return refusal.status, [refusal.text]
    there = f"/cases/{case.number}?tab={request.POST.get('tab', 'summary')}"
    run = cast(Result, result).run
    return HttpResponseRedirect(f"{there}&{DID}={run}" if run else there, status=303)


def _beside(now: dict[str, str], fields: list[Field], post: Any) -> None:
    for one in fields:
        was = post.get(f"{one.name}:was", now[one.name])
        if was != now[one.name]:
            told = now[one.name] or "–"
            one.help = _("Now saved by somebody else: {value}").format(value=told)
        one.value = post.get(one.name, now[one.name])
