"""Changing: several operations as one change of a form: shown first, then done all or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from casework.interfaces.calling import Asking, call, call_table
from casework.interfaces.web.foretelling import Foretold, foretold
from casework.interfaces.web.noticing import DID
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import with_query
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS, Result
from casework.kernel.previews import Preview, WorldChanged
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.trying import in_transaction


@dataclass(frozen=True)
class Step:
    """One operation of a change: on records by their keys, or (a creation) from rows.

    ``after_others`` is one that cannot be shown alone, for it depends on those before it.
    """

    operation: str
    keys: Sequence[UUID | str] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] = ()
    after_others: bool = False


@dataclass
class Change:
    """What a form tells of its change: ``lines`` (what, before, after), what is foretold, what
    stands against it.

    ``nothing`` says that the form was sent as it had been shown.
    """

    lines: list[tuple[str, str, str]] = field(default_factory=list)
    foretold: list[Foretold | None] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    changed: bool = False
    nothing: bool = False
    refusal: InvalidInput | None = None
    status: int = 200

    @property
    def fingerprint(self) -> str:
        """What confirms exactly this change."""
        return ",".join(one.fingerprint if one else "" for one in self.foretold)

    @property
    def may(self) -> bool:
        """Whether there is something to confirm."""
        return bool(self.lines) and not self.problems


def change(
    request: Any, steps: Sequence[Step], lines: list[tuple[str, str, str]], there: str
) -> Change | HttpResponse:
    """Show what the steps would do, or (``step=confirm``) do them in one transaction.

    Answers the way on once it is done, with the notice of the last run; ``also`` names the others.
    """
    if not steps:
        return Change(nothing=True)
    actor, post = request.actor, request.POST
    if post.get("step") == "confirm":
        prints = post.get("fingerprint", "").split(",")
        try:
            runs = _done(steps, actor, prints if len(prints) == len(steps) else [None] * len(steps))
        except WorldChanged:
            shown = _foreseen(steps, lines, actor)
            shown.changed, shown.status = True, 409
            return shown
        except Refusal as refusal:
            return _refused(lines, refusal)
        more = {DID: runs[-1]} if runs else {}
        if len(runs) > 1:
            more["also"] = ",".join(runs[:-1])
        return HttpResponseRedirect(with_query(there, **more), status=303)
    return _foreseen(steps, lines, actor)


def _done(steps: Sequence[Step], actor: Actor, prints: Sequence[str | None]) -> list[str]:
    def all_of_them() -> list[str]:
        results = [
            _called(step, actor, Asking(expecting=known or None))
            for step, known in zip(steps, prints, strict=True)
        ]
        return [str(one.run) for one in results if isinstance(one, Result) and one.run]

    return in_transaction(all_of_them)


def _foreseen(steps: Sequence[Step], lines: list[tuple[str, str, str]], actor: Actor) -> Change:
    made, reader = Change(lines), Reader()
    for step in steps:
        if step.after_others:
            made.foretold.append(None)
            continue
        try:
            shown = _called(step, actor, Asking(preview=True))
        except Refusal as refusal:
            return _refused(lines, refusal)
        if isinstance(shown, Preview):
            made.foretold.append(foretold(shown, actor, reader))
    return made


def _called(step: Step, actor: Actor, asking: Asking) -> Result | Preview:
    operation = OPERATIONS[step.operation]
    if step.rows:
        return call_table(operation, step.rows, by=actor, asking=asking)
    return call(operation, list(step.keys), step.given, by=actor, asking=asking)


def _refused(lines: list[tuple[str, str, str]], refusal: Refusal) -> Change:
    made = Change(lines, status=refusal.status)
    if isinstance(refusal, InvalidInput):
        made.refusal = refusal
        made.problems.append(_("Something is still to be put right; see the fields."))
    else:
        made.problems.append(refusal.text)
    return made


def errors_of(refusal: InvalidInput) -> list[dict[str, str]]:
    """What is wrong with the fields of a form, each by the name of its field."""
    found: list[dict[str, str]] = refusal.facts.get("errors") or [
        {"field": refusal.facts["field"], "problem": str(refusal.facts["problem"])}
    ]
    return found
