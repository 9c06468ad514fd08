"""History: every change of a column of a record; of a case, with what belongs to it."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from casework.history.seeing import (
    case_seen,
    checked_limit,
    events_of,
    events_of_record,
    names_of,
)
from casework.kernel.actor import Actor
from casework.kernel.history import decoded
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput, NotFound

MOST = 500
EMPTY: tuple[Any, ...] = (None, "", {}, [])


@dataclass(frozen=True)
class Change:
    """One column of one record, from ``before`` to ``after``; ``at`` is in UTC."""

    at: datetime.datetime
    who: str
    interface: str
    operation: str
    event: str
    record_type: str
    record: UUID
    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Changes:
    """Changes, the last recorded first; ``next`` is the ``before`` of the following page."""

    changes: list[Change]
    next: int | None


def history(
    case: Any, actor: Actor, *, before: int | None = None, limit: int = 50, column: str = ""
) -> Changes:
    """What was changed about a case: who, when, by which interface, from what to what.

    Newest first in the order of recording, ``limit`` events (1 to 500) at a time; ``before`` is
    the ``next`` of the page shown last, ``column`` one column alone. A new record tells its columns
    that are not empty, an erased one what they were. Only what the actor may read is told. Raises
    NotFound, InvalidInput.
    """
    checked_limit(limit, MOST)
    key, nouns = case_seen(case, actor)
    return _page(events_of(key, nouns), before, limit, column)


def history_of(
    record: Any, actor: Actor, *, before: int | None = None, limit: int = 50, column: str = ""
) -> Changes:
    """What was changed about a record of any noun with a history; as ``history`` of a case, but of
    this record alone. Raises NotFound, InvalidInput."""
    checked_limit(limit, MOST)
    model = type(record)
    if not model.objects.filter(pk=record.pk).visible_to(actor).exists():
        raise NotFound(noun=model.NOUN, key=str(record.pk), targets=[record.pk])
    return _page(events_of_record(record.pk), before, limit, column)


def _page(rows: Any, before: int | None, limit: int, column: str) -> Changes:
    if before is not None:
        if isinstance(before, bool) or not isinstance(before, int):
            raise InvalidInput(field="before", problem=_("must be a whole number"))
        rows = rows.filter(pk__lt=before)
    if column:
        rows = rows.filter(Q(before__has_key=column) | Q(after__has_key=column))
    found: list[Any] = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    names = names_of(row.who for row in shown)
    changes = [change for row in shown for change in _changes(row, names.get(row.who, ""))]
    told = [one for one in changes if column in ("", one.column)]
    return Changes(told, shown[-1].pk if len(found) > limit else None)


def _changes(row: Any, who: str) -> list[Change]:
    model = RECORDS[row.record_type]
    before, after = decoded(model, row.before) or {}, decoded(model, row.after) or {}
    return [
        Change(
            row.moment, who, row.run.interface, row.run.operation, row.kind, row.record_type,
            row.record_id, name, before.get(name), after.get(name),
        )
        for name in sorted({**before, **after})
        if before.get(name) != after.get(name)
        and (before.get(name) not in EMPTY or after.get(name) not in EMPTY)
    ]  # fmt: skip
