"""Stories: the timeline of a case, and the history of any record."""

from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.history.changes import history, history_of
from casework.history.timeline import timeline
from casework.interfaces.calling import find_records
from casework.interfaces.reading.asking import Asked
from casework.kernel.actor import Actor
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput

SAID = {"timeline": ("kinds", "before", "limit"), "history": ("column", "before", "limit")}


def story(model: Any, name: str, key: str, asked: Asked, actor: Actor) -> dict[str, Any]:
    """The timeline or the history of a record: ``items``, and the address of the page before."""
    for each, _value in asked.pairs:
        if each not in SAID[name]:
            shown = each[:50].encode("ascii", "replace").decode().replace("\0", "?")
            known = ", ".join(SAID[name])
            raise InvalidInput(field=shown, problem=_("is not one of {known}").format(known=known))
    record = find_records(model, [key], actor)[key]
    return stories_of(model)[name](record, asked, actor)


def _timeline(case: Any, asked: Asked, actor: Actor) -> dict[str, Any]:
    """Activities, notes, resolutions and events of a case as one story, newest first."""
    kinds = [one for one in asked.one("kinds").split(",") if one] or None
    limit = _whole("limit", asked.one("limit") or "10")
    page = timeline(case, actor, kinds=kinds, before=asked.one("before") or None, limit=limit)
    return {"items": page.entries, "next": _next(asked, page.next)}


def _history(case: Any, asked: Asked, actor: Actor) -> dict[str, Any]:
    """Every change of a column of a case and of what belongs to it, the last recorded first."""
    return _changes(history, case, asked, actor)


def _history_of(record: Any, asked: Asked, actor: Actor) -> dict[str, Any]:
    """Every change of a column of a record, the last recorded first."""
    return _changes(history_of, record, asked, actor)


def _changes(told: Any, record: Any, asked: Asked, actor: Actor) -> dict[str, Any]:
    before = _whole("before", said) if (said := asked.one("before")) else None
    limit = _whole("limit", asked.one("limit") or "50")
    column = asked.one("column")
    if column:
        known = _columns(type(record))
        if column not in known:
            raise InvalidInput(field="column", problem=_("is no column that has a history"))
        column = known[column]
    page = told(record, actor, before=before, limit=limit, column=column)
    return {"items": page.changes, "next": _next(asked, page.next)}


def _columns(model: Any) -> dict[str, str]:
    """What events call the columns of a record, and of what belongs to it."""
    models = [one for one in RECORDS.values() if one.CASE] if model is Case else [model]
    columns = [column for one in models for column in one.on_record()]
    return {name: one.attname for one in columns for name in (one.name, one.attname)}


STORIES = {"timeline": _timeline, "history": _history}


def stories_of(model: Any) -> dict[str, Any]:
    """The stories that are told of the records of a noun."""
    if model is Case:
        return STORIES
    return {"history": _history_of} if model.NOUN in RECORDS else {}


def _whole(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InvalidInput(field=name, problem=_("must be a whole number"))
    return int(text)


def _next(asked: Asked, before: Any) -> str | None:
    return None if before is None else asked.following("before", before)
