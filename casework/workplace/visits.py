"""Visits: the records somebody looked at last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.kernel import bulk
from casework.kernel.actor import Actor
from casework.kernel.records import NOUNS
from casework.workplace.passing import Visit, key_of, now

MOST = 50  # of one person; the oldest go


@dataclass(frozen=True)
class Seen:
    """A record, and when it was looked at last."""

    record: Any
    at: datetime


def visited(user: Any, record: Any) -> None:
    """Note that somebody looks at a record."""
    row = {"user_id": key_of(user), "noun": record.NOUN, "record": record.pk, "seen_at": now()}
    bulk.keep(Visit, [row], unique=["user_id", "record"])
    mine = _of(user)
    bulk.drop(mine.filter(pk__in=mine.order_by("-seen_at", "-pk").values("pk")[MOST:]))


def recent(actor: Actor, limit: int = 10) -> list[Seen]:
    """The records the actor looked at last, the latest first; only what is there and in sight.

    One query, and one for each noun among them.
    """
    visits = list(_of(actor.user).order_by("-seen_at", "-pk"))
    keys: dict[str, list[UUID]] = {}
    for one in visits:
        keys.setdefault(one.noun, []).append(one.record)
    found: dict[UUID, Any] = {}
    for noun, some in keys.items():
        if noun in NOUNS:
            rows = NOUNS[noun].objects.visible_to(actor).filter(pk__in=some)
            found.update({row.pk: row for row in rows})
    seen = [Seen(found[one.record], one.seen_at) for one in visits if one.record in found]
    return seen[:limit]


def _of(user: Any) -> Any:
    return Visit._base_manager.filter(user=key_of(user))
