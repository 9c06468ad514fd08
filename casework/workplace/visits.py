"""Visits: the records somebody looked at last."""

import functools
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.kernel import bulk
from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared
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
    if BEYOND(key_of(user), way=(MOST,)):
        mine = _of(user)
        bulk.drop(mine.filter(pk__in=mine.order_by("-seen_at", "-pk").values("pk")[MOST:]))


def recent(actor: Actor, limit: int = 10) -> list[Seen]:
    """The records the actor looked at last, the latest first; only what is there and in sight.

    One query, and one for each noun among them.
    """
    visits = VISITS(key_of(actor.user))
    keys: dict[str, list[UUID]] = {}
    for noun, record, _at in visits:
        keys.setdefault(noun, []).append(record)
    found: dict[UUID, Any] = {}
    for noun, some in keys.items():
        if noun in NOUNS:
            rows = _records(NOUNS[noun])(frozenset(some), actor=actor)
            found.update({row.pk: row for row in rows})
    seen = [Seen(found[record], at) for _noun, record, at in visits if record in found]
    return seen[:limit]


@functools.cache
def _records(model: Any) -> Prepared:
    """Records as much as is needed to name them; what else is asked of one is read then."""
    names = {field.name for field in model._meta.concrete_fields}
    columns = names & {model.KEY, "title", "full_name", "subject", "name", "number"}

    def make(keys: frozenset[UUID], actor: Actor) -> Any:
        return model.objects.visible_to(actor).filter(pk__among=keys).only("pk", *columns)

    return Prepared(make, model)


VISITS = Prepared(
    lambda user: _of(user).order_by("-seen_at", "-pk").values_list("noun", "record", "seen_at")
)
BEYOND = Prepared(
    lambda user, most: _of(user).order_by("-seen_at", "-pk").values_list("pk")[most:][:1]
)


def _of(user: Any) -> Any:
    return Visit._base_manager.filter(user=key_of(user))
