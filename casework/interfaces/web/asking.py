"""Asking: what the dialog of each operation asks, and how its answers become arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from casework.interfaces.calling import find_records, parameters
from casework.interfaces.web.choosing import Chosen
from casework.interfaces.web.forms import Field, field_of, fields_of, present
from casework.kernel.actor import Actor
from casework.kernel.operations import Operation
from casework.kernel.refusals import InvalidInput, NotFound
from casework.people.models import Team, User

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

    ``fewest`` records are needed to open it; ``keys`` are those it is done to, all that were chosen
    but for one that became an answer.
    """

    fields: Callable[[Asked], list[Field]] = lambda asked: _fields(asked)
    given: Callable[[Asked, Given], Given] = lambda asked, given: given
    template: str = ""
    fewest: int = 1
    keys: Callable[[Asked, Given], list[Any]] = lambda asked, given: asked.chosen.keys


def named(asked: Asked, *names: str, **special: Any) -> list[Field]:
    """The questions for these arguments; ``special`` says by name what is asked in another way."""
    known = parameters(asked.operation)
    return [field_of(asked.operation, known[name], **special.get(name, {})) for name in names]


def assign_fields(asked: Asked) -> list[Field]:
    """Me, or a user or a team looked for in one field (S33)."""
    whom = Field("whom", _("Assign to"), "radio", value="other")
    whom.options = [("me", _("Me")), ("other", _("User or team"))]
    to = Field("to", _("User or team"), "record", noun="owner")
    more = named(asked, "note") if "note" in parameters(asked.operation) else []
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


def _fields(asked: Asked) -> list[Field]:
    """The questions of an operation without a dialog of its own. One that changes a record shows
    what is there, and only what is changed is sent."""
    fields = [one for one in fields_of(asked.operation) if one.name != "custom"]
    known = parameters(asked.operation)
    if asked.chosen.count == 1 and fields and all(known[one.name].may_skip for one in fields):
        [record] = asked.chosen.records
        owners = {"user": "owner_user", "team": "owner_team"}
        for one in fields:
            present(one, record, one.name if hasattr(record, one.name) else owners[one.name])
    return fields
