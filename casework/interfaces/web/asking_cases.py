"""Asking about cases: the questions of the dialogs on cases and queues."""

from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import Case, State, Status, StatusReason
from casework.cases.policies import CasePolicy, DialogPolicy
from casework.cases.transitions import reachable
from casework.interfaces.web.asking import (
    Asked,
    Dialog,
    Given,
    assign_fields,
    named,
    owner_given,
)
from casework.interfaces.web.forms import Field, present
from casework.interfaces.web.sheets import customer_given
from casework.interfaces.web.words.columns import label_of
from casework.kernel.policies import chosen as policies
from casework.queues.models import Queue


def _statuses(asked: Asked, state: State) -> list[tuple[str, str]]:
    """The statuses that may follow: all of the state where there are several cases (S15)."""
    if asked.chosen.count == 1:
        rows = reachable(asked.chosen.records[0], state)
    else:
        reasons = StatusReason.objects.filter(state=state, is_active=True)
        rows = list(reasons.order_by("position", "code"))
    first = [one for one in rows if one.is_default] + [one for one in rows if not one.is_default]
    return [(str(one.code), _(one.label)) for one in first]


def _has_children(asked: Asked) -> bool:
    return bool(Case.objects.filter(parent__in=asked.chosen.keys, state=State.ACTIVE)[:1])


def _closure(asked: Asked) -> list[Field]:
    if not asked.actor.holds("case.override_closure") or not _has_children(asked):
        return []
    fields = named(asked, "closure")
    fields[0].options[0] = ("", _("as the settings say"))
    return fields


LEGACY = ["resolution_type", "resolution", "total", "billable", "description"]


def _resolve(asked: Asked) -> list[Field]:
    """The variant that an administrator chose (S7, S8)."""
    policy = policies()[DialogPolicy]
    names = {
        "minimal": ["resolution_type", "resolution"],
        "legacy": LEGACY,
        "chosen": [*policy.resolve_fields],
    }[policy.resolve]
    if "resolution" not in names:
        names = [*names, "resolution"]
    statuses = {"kind": "choice", "options": _statuses(asked, State.RESOLVED)}
    minutes = {"help": _("Left empty, the minutes of the activities are counted.")}
    special = {"resolution_type": statuses, "total": minutes}
    return [*named(asked, *names, **special), *_closure(asked)]


def _resolve_given(asked: Asked, given: Given) -> Given:
    given = _numbers(given, "resolution_type")
    if asked.post.get("cancel_open_activities") == "true":
        given["cancel_open_activities"] = True
    return given


def _numbers(given: Given, *names: str) -> Given:
    for name in names:
        text = given.get(name)
        if isinstance(text, str) and text.isdecimal() and len(text) < 12:
            given[name] = int(text)
    return given


def _cancel(asked: Asked) -> list[Field]:
    statuses = {"kind": "choice", "options": _statuses(asked, State.CANCELLED)}
    into = {"help": _("Needed for the status Merged: the case that goes on.")}
    return [*named(asked, "status", "into", status=statuses, into=into), *_closure(asked)]


def _cancel_given(asked: Asked, given: Given) -> Given:
    given = _numbers(given, "status")
    if given.get("status") != Status.MERGED:
        given.pop("into", None)
    return given


def _queue(asked: Asked) -> list[Field]:
    rows = Queue.objects.filter(is_active=True).visible_to(asked.actor).order_by("name_key")
    options = [(str(key), name) for key, name in rows.values_list("pk", "name")]
    return named(asked, "queue", queue={"kind": "choice", "options": options})


def _reopen(asked: Asked) -> list[Field]:
    statuses = {"kind": "choice", "options": _statuses(asked, State.ACTIVE)}
    return named(asked, "status", "bring_back", status=statuses)


OPENED = ("title", "priority", "origin", "case_type", "subject", "description", "primary_contact")


def _open(asked: Asked) -> list[Field]:
    """What is known at the first word of a customer; all else is said on the page of the case."""
    beside = [name for name in ("parent", "user", "team") if asked.post.get(name)]
    first, *others = named(asked, *OPENED, *beside)
    customer = Field("customer", label_of("case", "customer"), "record", True, noun="customer")
    customer.help = _("An account or a contact.")
    for one in (customer, *others):
        one.value = asked.post.get(one.name, one.value)
    return [first, customer, *others]


def _open_given(asked: Asked, given: Given) -> Given:
    if asked.post.get("customer") is None:
        return given
    found = customer_given(asked.post["customer"], asked.actor)
    return _numbers({**given, **{n: v for n, v in found.items() if v}}, "priority", "origin")


def _below(asked: Asked, given: Given) -> list[Any]:
    """Of several cases the one that is to be the parent is no child (Associate child cases)."""
    parent = given.get("parent") or ""
    return [
        key
        for key in asked.chosen.keys
        if parent != str(key) and parent not in {str(one) for one in asked.chosen.records
                                                 if one.pk == key}
    ]  # fmt: skip


INHERITED = ("title", "description", "subject", "priority")


def _child(asked: Asked) -> list[Field]:
    """What the child takes over from its parent is there already, to be said in other words."""
    fields = named(asked, *INHERITED)
    if asked.chosen.count == 1:
        taken = policies()[CasePolicy].inherited_columns
        for one in fields:
            if one.name in taken or one.name == "title":
                present(one, asked.chosen.records[0])
                one.value = one.value if one.name != "subject" else _subject(asked)
    return fields


def _subject(asked: Asked) -> str:
    subject = asked.chosen.records[0].subject
    return str(subject) if subject else ""


def _nothing(asked: Asked) -> list[Field]:
    return []


CASES: dict[str, Dialog] = {
    "case.open": Dialog(_open, _open_given, fewest=0),
    "case.create_child": Dialog(_child, lambda asked, given: _numbers(given, "priority")),
    "case.resolve": Dialog(_resolve, _resolve_given),
    "case.cancel": Dialog(_cancel, _cancel_given),
    "case.assign": Dialog(assign_fields, owner_given),
    "activity.assign": Dialog(assign_fields, owner_given),
    "account.assign": Dialog(assign_fields, owner_given),
    "contact.assign": Dialog(assign_fields, owner_given),
    "case.merge": Dialog(template="dialogs/merge.html", fewest=2),
    "case.set_parent": Dialog(template="dialogs/parent.html", keys=_below),
    "case.reopen": Dialog(_reopen, lambda asked, given: _numbers(given, "status")),
    "queue_item.add": Dialog(_queue),
    "queue_item.add_activities": Dialog(_queue),
    "run.undo": Dialog(_nothing),
}
