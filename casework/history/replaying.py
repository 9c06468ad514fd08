"""Replaying: what a table of transitions would have refused, had it been enforced."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from casework.cases.models import Case, StatusReason, Transition
from casework.cases.transitions import dead_ends
from casework.kernel.actor import Actor
from casework.kernel.history import Event
from casework.kernel.refusals import NAMED, Forbidden, InvalidInput
from casework.kernel.work import Work

MOST_DAYS = 3_660
LOOKED_AT = 500  # events in which cases are looked for to be named


@dataclass(frozen=True)
class Step:
    """A step from one status to another: how many cases took it, and the numbers of the first."""

    from_code: int
    to_code: int
    count: int
    cases: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Replay:
    """``steps`` were taken since a moment (UTC); ``refused`` are those that are not allowed now."""

    since: datetime.datetime
    steps: int
    refused: list[Step]


def replay(actor: Actor, *, days: int, allowed: Iterable[tuple[int, int]] | None = None) -> Replay:
    """Every change of a case's status in the last ``days``, held against the transitions.

    ``allowed`` is another table to try; the present one if absent, enforced or not. Only cases the
    actor may see are counted; takings back obey no transitions and are left out (answers 17).
    Raises Forbidden without transition.read, InvalidInput.
    """
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise InvalidInput(field="days", problem=_("is 1 to {most}").format(most=MOST_DAYS))
    work = _reading(actor)
    since = work.at - datetime.timedelta(days=days)
    rows = _changes(actor).filter(run__at__gte=since)
    counted = rows.order_by("was", "became").values_list("was", "became")
    counted = counted.annotate(count=Count("pk"))
    table = set(Transition.objects.values_list("from_code", "to_code"))
    known = table if allowed is None else set(allowed)
    steps = [Step(was, became, count) for was, became, count in counted]
    wrong = [one for one in steps if (one.from_code, one.to_code) not in known]
    named = _named(rows, wrong)
    refused = [
        Step(one.from_code, one.to_code, one.count, named.get((one.from_code, one.to_code), []))
        for one in wrong
    ]
    refused.sort(key=lambda one: (-one.count, one.from_code, one.to_code))
    return Replay(since, sum(one.count for one in steps), refused)


def check(actor: Actor) -> list[StatusReason]:
    """The active statuses from which no case could be closed (spec 3.11); none is as it should be.

    Raises Forbidden without transition.read.
    """
    _reading(actor)
    return dead_ends()


def _reading(actor: Actor) -> Work:
    if not actor.holds("transition.read"):
        raise Forbidden(privilege="transition.read")
    return Work("transition.replay", actor, preview=True)


def _changes(actor: Actor) -> Any:
    seen = Case.objects.filter(pk=OuterRef("record_id")).visible_to(actor)
    back = Q(kind__endswith=".undone") | Q(kind__endswith=".redone")
    rows = Event.objects.filter(Exists(seen), ~back, record_type=Case.NOUN)
    rows = rows.annotate(
        was=Cast(KeyTextTransform("status", "before"), IntegerField()),
        became=Cast(KeyTextTransform("status", "after"), IntegerField()),
    )
    return rows.filter(was__isnull=False, became__isnull=False).exclude(was=F("became"))


def _named(rows: Any, wrong: list[Step]) -> dict[tuple[int, int], list[str]]:
    """The numbers of some of the last cases of each step: two statements for all steps."""
    if not wrong:
        return {}
    either = Q()
    for one in wrong:
        either |= Q(was=one.from_code, became=one.to_code)
    found = (
        rows.filter(either).order_by("-pk").values_list("was", "became", "record_id")[:LOOKED_AT]
    )
    cases: dict[tuple[int, int], dict[UUID, None]] = {}
    for was, became, key in found:
        some = cases.setdefault((was, became), {})
        if len(some) < NAMED:
            some[key] = None
    keys = {key for some in cases.values() for key in some}
    numbers = dict(Case.objects.filter(pk__among=sorted(keys)).values_list("pk", "number"))
    return {step: [numbers[key] for key in some] for step, some in cases.items()}
