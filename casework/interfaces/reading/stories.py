"""Stories: the timeline and the history of a case."""

from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.history.changes import history
from casework.history.timeline import timeline
from casework.interfaces.calling import find
from casework.interfaces.reading.asking import Asked
from casework.kernel.actor import Actor
from casework.kernel.refusals import InvalidInput

SAID = frozenset({"kinds", "before", "limit"})


def story(name: str, key: str, asked: Asked, actor: Actor) -> dict[str, Any]:
    """The timeline or the history of a case: ``items``, and the address of the page before."""
    for each, _value in asked.pairs:
        if each not in SAID:
            shown = each[:50].encode("ascii", "replace").decode().replace("\0", "?")
            raise InvalidInput(field=shown, problem=_("is not one of kinds, before, limit"))
    [case] = find(Case, [key], actor)
    return STORIES[name](case, asked, actor)


def _timeline(case: Any, asked: Asked, actor: Actor) -> dict[str, Any]:
    """Activities, notes, resolutions and events of a case as one story, newest first."""
    kinds = [one for one in asked.one("kinds").split(",") if one] or None
    limit = _whole("limit", asked.one("limit") or "10")
    page = timeline(case, actor, kinds=kinds, before=asked.one("before") or None, limit=limit)
    return {"items": page.entries, "next": _next(asked, page.next)}


def _history(case: Any, asked: Asked, actor: Actor) -> dict[str, Any]:
    """Every change of a column of a case and of what belongs to it, the last recorded first."""
    before = _whole("before", said) if (said := asked.one("before")) else None
    limit = _whole("limit", asked.one("limit") or "50")
    page = history(case, actor, before=before, limit=limit)
    return {"items": page.changes, "next": _next(asked, page.next)}


STORIES = {"timeline": _timeline, "history": _history}


def _whole(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InvalidInput(field=name, problem=_("must be a whole number"))
    return int(text)


def _next(asked: Asked, before: Any) -> str | None:
    return None if before is None else asked.following("before", before)
