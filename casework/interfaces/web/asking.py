"""Asking: what the dialog of each operation asks, and how its answers become arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import Case, State, Status, StatusReason
from casework.cases.policies import DialogPolicy
from casework.cases.transitions import reachable
from casework.interfaces.calling import find_records, parameters
from casework.interfaces.web.choosing import Chosen
from casework.interfaces.web.forms import Field, field_of, fields_of
from casework.kernel.actor import Actor
from casework.kernel.operations import Operation
from casework.kernel.policies import chosen as policies
from casework.kernel.refusals import InvalidInput, NotFound
from casework.people.models import Team, User
from casework.queues.models import Queue

Given = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a dialog is about while its questions are made."""

    operation: Operation
    chosen: Chosen
    actor: Actor
    post: Any


@dataclass(frozen=True)
class Dialog:
    """The questions of an operation, what makes arguments of the answers, and its template.

    ``fewest`` records are needed to open it.
    """

    fields: Callable[[Asked], list[Field]] = lambda asked: fields_of(asked.operation)
    given: Callable[[Asked, Given], Given] = lambda asked, given: given
    template: str = ""
    fewest: int = 1


def _statuses(asked: Asked, state: State) -> list[tuple[str, str]]:
    """The statuses that may follow: all of the state where there are several cases (S15)."""
    if asked.chosen.count == 1:
        rows = reachable(asked.chosen.records[0], state)
    else:
        reasons = StatusReason.objects.filter(state=state, is_active=True)
        rows = list(reasons.order_by("position", "code"))
    first = [one for one in rows if one.is_default] + [one for one in rows if not one.is_default]
    return [(str(one.code), one.label) for one in first]


def _named(asked: Asked, *names: str, **special: Any) -> list[Field]:
    known = parameters(asked.operation)
    return [field_of(asked.operation, known[name], **special.get(name, {})) for name in names]


def _has_children(asked: Asked) -> bool:
    return bool(Case.objects.filter(parent__in=asked.chosen.keys, state=State.ACTIVE)[:1])


def _closure(asked: Asked) -> list[Field]:
    if not asked.actor.holds("case.override_closure") or not _has_children(asked):
        return []
    fields = _named(asked, "closure")
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
    return [*_named(asked, *names, **special), *_closure(asked)]


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
    return [*_named(asked, "status", "into", status=statuses, into=into), *_closure(asked)]


def _cancel_given(asked: Asked, given: Given) -> Given:
    given = _numbers(given, "status")
    if given.get("status") != Status.MERGED:
        given.pop("into", None)
    return given


def _assign(asked: Asked) -> list[Field]:
    whom = Field("whom", _("Assign to"), "radio", value="other")
    whom.options = [("me", _("Me")), ("other", _("User or team"))]
    to = Field("to", _("User or team"), "record", noun="owner")
    more = _named(asked, "note") if "note" in parameters(asked.operation) else []
    return [whom, to, *more]


def owner_given(asked: Asked, given: Given) -> Given:
    """A user or a team from one field for both; raises InvalidInput for the name of neither."""
    if asked.post.get("whom", "other") == "me":
        return {**given, "user": str(asked.actor.user)}
    to = asked.post.get("to", "").strip()
    if not to:
        raise InvalidInput(field="to", problem=_("is required"))
    kind, _colon, key = to.partition(":")
    if kind in ("user", "team") and key:
        return {**given, kind: key}
    for noun, model in (("user", User), ("team", Team)):
        try:
            [found] = find_records(model, [to], asked.actor).values()
        except NotFound:
            continue
        return {**given, noun: str(found.pk)}
    problem = _("no user and no team is called {name}").format(name=to)
    raise InvalidInput(field="to", problem=problem)


def _queue(asked: Asked) -> list[Field]:
    rows = Queue.objects.filter(is_active=True).visible_to(asked.actor).order_by("name_key")
    options = [(str(key), name) for key, name in rows.values_list("pk", "name")]
    return _named(asked, "queue", queue={"kind": "choice", "options": options})


def _reopen(asked: Asked) -> list[Field]:
    statuses = {"kind": "choice", "options": _statuses(asked, State.ACTIVE)}
    return _named(asked, "status", "bring_back", status=statuses)


def _nothing(asked: Asked) -> list[Field]:
    return []


DIALOGS: dict[str, Dialog] = {
    "case.resolve": Dialog(_resolve, _resolve_given),
    "case.cancel": Dialog(_cancel, _cancel_given),
    "case.assign": Dialog(_assign, owner_given),
    "activity.assign": Dialog(_assign, owner_given),
    "account.assign": Dialog(_assign, owner_given),
    "contact.assign": Dialog(_assign, owner_given),
    "case.merge": Dialog(template="dialogs/merge.html", fewest=2),
    "case.set_parent": Dialog(),
    "case.reopen": Dialog(_reopen, lambda asked, given: _numbers(given, "status")),
    "queue_item.add": Dialog(_queue),
    "queue_item.add_activities": Dialog(_queue),
    "run.undo": Dialog(_nothing),
}


def dialog_of(operation: Operation) -> Dialog:
    """The dialog of an operation; one made of its arguments where it has none of its own."""
    return DIALOGS.get(operation.name, Dialog(fewest=0 if operation.creates else 1))
