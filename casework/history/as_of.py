"""As of: the records of a noun as they were at a past moment, from the events (answers 3)."""

import contextlib
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.history.traces import Trace, keys_of, traces_in
from casework.kernel.access import ALL, allowed
from casework.kernel.actor import Actor
from casework.kernel.history import Event, decoded
from casework.kernel.identity import stored_id
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput
from casework.kernel.shadows import Shadows, shadows
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

Sight = Literal["today", "then"]
# Where nobody tells which transactions are open: no write is meant to last longer.
UNKNOWN = datetime.timedelta(seconds=60)


@dataclass(frozen=True)
class Moment:
    """A past moment (UTC). ``provisional`` says that a transaction still open may add to it."""

    at: datetime.datetime
    provisional: bool


@contextlib.contextmanager
def as_of(
    model: Any,
    at: datetime.datetime,
    actor: Actor,
    *,
    sight: Sight = "today",
    only: Iterable[UUID] | None = None,
    using: str = "default",
) -> Iterator[Moment]:
    """While it lasts, every question about this noun is answered as of ``at``, in recorded order.

    Sight is judged by today's rights on the rows as they are now: what was erased since is seen
    only by who may read all of the noun. ``then`` judges the rows as they were, by the grants held
    now.
    ``only`` names the records that are asked about, which spares the others. What is written
    within is rolled back. Raises InvalidInput for the future and for a noun without history.
    """
    if model.NOUN not in RECORDS:
        raise InvalidInput(field="as_of", problem=_("is for records that have a history"))
    now = Work("as_of", actor, preview=True, using=using).at
    if at > now:
        raise InvalidInput(field="as_of", problem=_("lies in the future"))
    with shadows(using) as shadow:
        oldest = shadow.oldest_transaction
        unknown = oldest is None and shadow.connection.vendor == "sqlite"
        provisional = at > now - UNKNOWN if unknown else oldest is not None and at >= oldest
        if sight == "today":
            _see_as_today(shadow, model, actor)
            nouns = [model]
        else:
            nouns = [model, *_through(model)]
        for one in nouns:
            _fall(shadow, one, at, only if one is model else None)
        yield Moment(at, provisional)


def _through(model: Any) -> list[Any]:
    """The nouns whose rights this one shares: they are judged as they were, too."""
    return [model._meta.get_field(path).related_model for path in model.THROUGH]


def _see_as_today(shadow: Shadows, model: Any, actor: Actor) -> None:
    condition = allowed(actor, f"{model.NOUN}.read", model)
    if condition is not ALL:
        shadow.see(model._base_manager.using(shadow.using).filter(condition))


def _fall(shadow: Shadows, model: Any, at: datetime.datetime, only: Iterable[UUID] | None) -> None:
    events = Event.objects.using(shadow.using).filter(record_type=model.NOUN, run__at__gt=at)
    if only is not None:
        events = events.filter(record_id__among=list(only))
    traces, rows = _then(model, events, at, shadow.using)
    if only is not None and (named := _named_by(shadow, model, only, rows)):
        # What a record named of its own noun is told as of then, too: its parent's number.
        both = Event.objects.using(shadow.using).filter(record_type=model.NOUN, run__at__gt=at)
        both = both.filter(record_id__among=[*only, *named])
        traces, rows = _then(model, both, at, shadow.using)
    shadow.fall(model, WorkingSet.of_stored(model, keys_of(traces)), rows)


def _then(
    model: Any, events: QuerySet[Event], at: datetime.datetime, using: str
) -> tuple[list[Trace], list[dict[str, Any]]]:
    traces = traces_in(events)
    there = [one for one in traces if not one.made]
    return traces, _rows_then(model, there, at, using)


def _named_by(
    shadow: Shadows, model: Any, only: Iterable[UUID], rows: Iterable[dict[str, Any]]
) -> set[UUID]:
    """The other records of the noun that these name, now or then."""
    own = [one for one in model._meta.concrete_fields if one.related_model is model]
    if not own:
        return set()
    known = WorkingSet(model, only)
    now = known.rows.using(shadow.using).values_list(*(one.attname for one in own))
    named = {key for row in now for key in row} | {row[one.name] for row in rows for one in own}
    return named - {None, *known}


def _rows_then(
    model: Any, traces: list[Trace], at: datetime.datetime, using: str
) -> list[dict[str, Any]]:
    """Whole rows as they were: those of now, or what was erased, with what each column was."""
    if not traces:
        return []
    fields = model._meta.concrete_fields
    known = WorkingSet.of_stored(model, keys_of(traces))
    now = {row["id"]: row for row in known.rows.using(using).values(*(f.attname for f in fields))}
    stamps = _stamps(known, at, using)
    made = []
    for one, key in ((some, stored_id(key)) for some in traces for key in some.records):
        row = {f.attname: f.get_default() for f in fields} | now.get(key, {})
        row |= decoded(model, one.before) or {}
        row |= {"version": one.began, **stamps.get(key, {})}
        row["modified_at"] = row["modified_at"] or row["created_at"]
        made.append({field.name: row[field.attname] for field in fields})
    return made


def _stamps(known: WorkingSet, at: datetime.datetime, using: str) -> dict[UUID, dict[str, Any]]:
    """When and by whom each was changed last at that moment."""
    events = Event.objects.using(using).filter(record_id__among=known, run__at__lte=at)
    rows = events.order_by("version").values_list("record_id", "run__at", "run__actor")
    return {key: {"modified_at": when, "modified_by_id": who} for key, when, who in rows}
