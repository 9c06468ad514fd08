"""Past: every change of a record, and the record as it was at any moment."""

from itertools import groupby
from typing import Any

from casework.cases.models import Case
from casework.history.changes import Change, history, history_of
from casework.interfaces.reading import Asked, past, record
from casework.interfaces.web.forms import moment
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.story import INTERFACES
from casework.interfaces.web.wording import SILENT, Wording
from casework.interfaces.web.words.columns import label_of
from casework.interfaces.web.words.events import sentence_of
from casework.kernel.refusals import Refusal

PAGE = 50  # events


def changes_of(record: Any, request: Any, reader: Reader) -> dict[str, Any]:
    """A page of the field history, and what the record was at the moment that was asked for.

    The history of a case tells of what belongs to it as well.
    """
    said = request.GET.get("before", "")
    before = int(said) if said.isdecimal() and len(said) < 18 else None
    told_of = history if isinstance(record, Case) else history_of
    page = told_of(record, request.actor, before=before, limit=PAGE)
    told = [
        (one.record_type, one.column, value)
        for one in page.changes
        for value in (one.before, one.after)
    ]
    wording = Wording(told, request.actor, reader)
    groups = [
        {
            "at": reader.time(at),
            "who": who,
            "interface": INTERFACES.get(interface, interface),
            "event": sentence_of(event),
            "columns": [
                {
                    "column": label_of(one.record_type, one.column),
                    "before": wording.of(one.record_type, one.column, one.before),
                    "after": wording.of(one.record_type, one.column, one.after),
                }
                for one in together
                if one.column not in SILENT
            ],
        }
        for (at, who, interface, event, _record), together in groupby(page.changes, _at_once)
    ]
    shown = [one for one in groups if one["columns"]]
    return {"changes": shown, "next": page.next, **_then(record, request, reader)}


def _at_once(one: Change) -> tuple[Any, ...]:
    """What the columns have in common that one event changed."""
    return one.at, one.who, one.interface, one.event, one.record


def _then(one: Any, request: Any, reader: Reader) -> dict[str, Any]:
    typed = request.GET.get("as_of", "")
    if not typed:
        return {"as_of": "", "then": []}
    asked = Asked("", [("as_of", moment(typed))])
    try:
        with past(type(one), asked, request.actor, [one.pk]) as told:
            was, _version = record(type(one), one.pk, request.actor)
    except (Refusal, type(one).DoesNotExist) as refusal:
        text = refusal.text if isinstance(refusal, Refusal) else ""
        return {"as_of": typed, "then": [], "then_problem": text, "was_not": not text}
    names = [name for name in was if name not in SILENT and not name.endswith(("_code", "_label"))]
    rows = [(label_of(one.NOUN, name), _words(was[name], was, name, reader)) for name in names]
    shown = [(label, value) for label, value in rows if value]
    return {"as_of": typed, "then": shown, "then_at": reader.time(told["as_of"]),
            "provisional": told["provisional"]}  # fmt: skip


def _words(value: Any, was: dict[str, Any], name: str, reader: Reader) -> str:
    if f"{name}_label" in was:
        return str(was[f"{name}_label"] or "")
    if isinstance(value, dict):
        return str(value.get("number") or value.get("name") or "")
    if hasattr(value, "hour"):
        return reader.moment(value)
    if hasattr(value, "year"):
        return reader.date(value)
    return "" if value is None or value is False else str(value)
