"""Foretelling: what an operation would do, as a dialog shows it before it is confirmed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from casework.interfaces.web.called import has_name
from casework.interfaces.web.places import where
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.words.events import effect_of
from casework.kernel.actor import Actor
from casework.kernel.previews import Foreseen, Preview
from casework.people.models import User
from casework.people.sight import sight
from casework.queues.models import Queue, QueueItem

NAMED = 10  # records under a line of a preview


@dataclass(frozen=True)
class Line:
    """One line of a preview: a sentence with a count, and the first records it is about."""

    text: str
    records: list[tuple[str, str]]
    more: int


@dataclass(frozen=True)
class Foretold:
    """A preview in words; ``fingerprint`` confirms it.

    ``size`` counts what would be written; ``beyond`` is whether more would change than what was
    asked for.
    """

    lines: list[Line]
    advice: list[str]
    left_out: list[tuple[str, str]]
    unchanged: int
    gaining: list[str]
    losing: list[str]
    fingerprint: str
    size: int
    beyond: bool


def foretold(preview: Preview, actor: Actor, reader: Reader) -> Foretold:
    """A preview in the reader's words; what they may not see is counted and not named."""
    seen = sight(preview, actor)
    names = _names(preview)
    queues = _queues(preview, actor)
    return Foretold(
        [_line(one, reader, queues) for one in preview.effects],
        [str(one.text) for one in preview.advice],
        [(names.get(key, str(key)), refusal.text) for key, refusal in preview.left_out.items()],
        len(preview.unchanged),
        _people(seen.gaining, seen.gaining_count),
        _people(seen.losing, seen.losing_count),
        preview.fingerprint,
        sum(one.count for one in preview.effects),
        sum(one.count for one in preview.effects) > len(preview.records),
    )


def _line(one: Foreseen, reader: Reader, queues: dict[Any, Queue]) -> Line:
    text = effect_of(one.kind, one.count)
    if minutes := one.sums.get("total_minutes"):
        text = _("{text} ({time} in all)").format(text=text, time=reader.duration(minutes))
    named = [_named(each, queues) for each in one.records[:NAMED]]
    records = [(str(each), where(each)) for each in named if each is not None]
    return Line(text, records, max(0, one.count - len(records)) if records else 0)


def _named(record: Any, queues: dict[Any, Queue]) -> Any:
    """What a record is told by: an item of a queue has no name but that of its queue."""
    if record.NOUN == QueueItem.NOUN:
        return queues.get(record.queue_id)
    return record if has_name(record) else None


def _queues(preview: Preview, actor: Actor) -> dict[Any, Queue]:
    items = [
        each.queue_id
        for one in preview.effects
        for each in one.records[:NAMED]
        if each.NOUN == QueueItem.NOUN
    ]
    return Queue.objects.visible_to(actor).in_bulk(items) if items else {}


def _names(preview: Preview) -> dict[Any, str]:
    return {
        getattr(record, "pk", None): str(record)
        for refusal in preview.left_out.values()
        for record in refusal.records
    }


def _people(users: list[User], count: int) -> list[str]:
    named = [one.full_name or one.username for one in users]
    hidden = count - len(named)
    return [*named, _("{count} more").format(count=hidden)] if hidden > 0 else named
