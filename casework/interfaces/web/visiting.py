"""Visiting: the records somebody looked at last, as links."""

from typing import Any

from casework.cases.models import Case
from casework.interfaces.web.places import where
from casework.kernel.actor import Actor
from casework.workplace.visits import recent, visited

ICONS = {"case": "case", "account": "building", "contact": "person", "activity": "activity",
         "user": "person", "team": "person", "queue": "queue"}  # fmt: skip
SHOWN = 7


def looked_at(request: Any, record: Any) -> None:
    """Note that the reader looks at a record's page."""
    if request.method == "GET":
        visited(request.user, record)


def recently(actor: Actor, count: int = SHOWN) -> list[dict[str, str]]:
    """The records that the actor looked at last."""
    return [
        {"name": _name(one.record), "to": where(one.record), "icon": ICONS.get(one.record.NOUN, "")}
        for one in recent(actor, count)
    ]


def _name(record: Any) -> str:
    if isinstance(record, Case):
        return f"{record.title} ({record.number})"
    return getattr(record, "full_name", "") or str(record)
