"""Timeline: activities, notes, resolutions and events of a case as one story, newest first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.activities.models import Activity, Kind
from casework.cases.models import CaseResolution
from casework.history.seeing import case_seen, checked_limit, names_of
from casework.history.sources import ACTIVITIES, EVENTS, NUMBERS, RESOLUTIONS
from casework.kernel.actor import Actor
from casework.kernel.history import decoded
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput

RESOLUTION, EVENT = "resolution", "event"
KINDS = (*Kind.values, RESOLUTION, EVENT)
MOST = 50


@dataclass(frozen=True)
class Entry:
    """One thing that happened, or is to happen.

    ``kind`` is a kind of activity, ``resolution`` or ``event``; ``at`` (UTC) when it ended, or
    came about; ``who`` the person; ``merged_from`` the number of the case it was first told on,
    None where it is this one. An activity has ``state``, ``status``, ``minutes`` and ``due_at``;
    an event has ``event`` (its kind), ``interface`` and the columns ``before`` and ``after``.
    """

    at: datetime.datetime
    kind: str
    record_type: str
    record: UUID
    who: str
    subject: str = ""
    description: str = ""
    state: int | None = None
    status: int | None = None
    minutes: int | None = None
    due_at: datetime.datetime | None = None
    merged_from: str | None = None
    event: str = ""
    interface: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


@dataclass(frozen=True)
class Page:
    """Entries, newest first; ``next`` is the ``before`` of the following page, None at the end."""

    entries: list[Entry]
    next: str | None


@dataclass(frozen=True)
class _Place:
    """Where an entry lies in the story: by time, then by source, then by id."""

    at: datetime.datetime
    rank: int
    key: Any

    def __lt__(self, other: "_Place") -> bool:
        return (self.at, self.rank, self.key) < (other.at, other.rank, other.key)

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.rank}_{self.key}"


def timeline(
    case: Any,
    actor: Actor,
    *,
    kinds: Iterable[str] | None = None,
    before: str | None = None,
    limit: int = 10,
) -> Page:
    """The story of a case, newest first, ``limit`` entries (1 to 50) at a time.

    ``kinds`` narrows it to kinds of activity, ``resolution`` and ``event``; ``before`` is the
    ``next`` of the page shown last. It costs the same number of queries for any story. Only what
    the actor may read is told. Raises NotFound, InvalidInput.
    """
    checked_limit(limit, MOST)
    wanted = set(KINDS) if kinds is None else set(kinds)
    if wrong := wanted - set(KINDS):
        problem = _("{value} is not one of {known}")
        known = ", ".join(KINDS)
        raise InvalidInput(field="kinds", problem=problem.format(value=min(wrong), known=known))
    place = None if before is None else _place(before)
    key, nouns = case_seen(case, actor)
    sources = (
        (2, tuple(sorted(wanted & set(Kind.values))), ACTIVITIES, actor),
        (1, tuple(wanted & {RESOLUTION}), RESOLUTIONS, actor),
        (0, tuple(nouns) if EVENT in wanted else (), EVENTS, None),
    )
    found = [
        (_Place(row.moment, rank, row.pk), row)
        for rank, asked, question, by in sources
        if asked
        for row in question(key, *_older(rank, place), actor=by, way=(asked, limit))
    ]
    found.sort(key=lambda one: one[0], reverse=True)
    shown = found[:limit]
    more = str(shown[-1][0]) if len(found) > limit else None
    return Page(_entries(key, actor, [row for _at, row in shown]), more)


def _older(rank: int, place: _Place | None) -> list[Any]:
    """What says where a page begins in a source: until when, and from which entry of then."""
    if place is None:
        return []
    same: list[Any] = [place.at] if rank <= place.rank else []
    return [place.at, *same, *([place.key] if rank == place.rank else [])]


def _place(before: str) -> _Place:
    try:
        at, rank, key = before.rsplit("_", 2)
        moment = datetime.datetime.fromisoformat(at).astimezone(datetime.UTC)
        number = int(rank)
        return _Place(moment, number, UUID(key) if number else int(key))
    except (ValueError, AttributeError, OverflowError):
        problem = _("is no place in a timeline: give the next of a page")
        raise InvalidInput(field="before", problem=problem) from None


def _entries(case: UUID, actor: Actor, rows: list[Any]) -> list[Entry]:
    firsts = {one for row in rows if (one := _first_case(row)) not in (None, case)}
    numbers = dict(NUMBERS(frozenset(firsts), actor=actor)) if firsts else {}
    names = names_of(map(_person, rows))
    entries = []
    for row in rows:
        first = _first_case(row)
        merged = numbers.get(first, _("another case")) if first in firsts else None
        entries.append(_entry(row, names.get(_person(row), ""), merged))
    return entries


def _first_case(row: Any) -> UUID | None:
    if isinstance(row, Activity):
        return row.logged_on_id
    return row.resolved_case_id if isinstance(row, CaseResolution) else None


def _person(row: Any) -> UUID | None:
    if isinstance(row, Activity):
        return row.created_by_id
    return row.resolved_by_id if isinstance(row, CaseResolution) else row.who


def _entry(row: Any, who: str, merged: str | None) -> Entry:
    make = {Activity: _of_activity, CaseResolution: _of_resolution}.get(type(row), _of_event)
    return make(row, who, merged)


def _of_activity(row: Any, who: str, merged: str | None) -> Entry:
    return Entry(
        row.moment, row.kind, row.NOUN, row.pk, who, row.subject, row.description,
        row.state, row.status, row.minutes, row.due_at, merged,
    )  # fmt: skip


def _of_resolution(row: Any, who: str, merged: str | None) -> Entry:
    return Entry(
        row.moment, RESOLUTION, row.NOUN, row.pk, who, row.subject, row.description,
        status=row.resolution_type, minutes=row.total_minutes, merged_from=merged,
    )  # fmt: skip


def _of_event(row: Any, who: str, merged: str | None) -> Entry:
    model = RECORDS[row.record_type]
    return Entry(
        row.moment, EVENT, row.record_type, row.record_id, who,
        event=row.kind,
        interface=row.run.interface,
        before=decoded(model, row.before),
        after=decoded(model, row.after),
    )  # fmt: skip
