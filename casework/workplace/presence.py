"""Presence: who else has a case open now, and who is changing it."""

import datetime
from dataclasses import dataclass
from typing import Any

from casework.kernel import bulk
from casework.kernel.prepared import Prepared
from casework.people.models import User
from casework.workplace.passing import Presence, key_of, now

AWAY = datetime.timedelta(seconds=60)  # not heard of for so long
FORGOTTEN = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Other:
    """Somebody else who has the case open."""

    user: User
    editing: bool
    seen_at: datetime.datetime


def present(user: Any, case: Any, editing: bool = False) -> None:
    """Note that somebody has a case open; said again at least every half minute while it is so."""
    at = now()
    row = {"user_id": key_of(user), "case": key_of(case), "seen_at": at, "editing": editing}
    bulk.keep(Presence, [row], unique=["case", "user_id"])
    bulk.drop(_all().filter(user=key_of(user), seen_at__lt=at - FORGOTTEN))


def gone(user: Any, case: Any) -> None:
    """Note that somebody has closed a case's page."""
    bulk.drop(_all().filter(user=key_of(user), case=key_of(case)))


def others(case: Any, user: Any) -> list[Other]:
    """Who else has the case open, seen within the last minute; those who change it first."""
    rows = OTHERS(key_of(case), now() - AWAY, key_of(user))
    return [Other(one.user, one.editing, one.seen_at) for one in rows]


def _others(case: Any, since: datetime.datetime, user: Any) -> Any:
    rows = _all().filter(case=case, seen_at__gt=since).exclude(user=user)
    rows = rows.filter(user__is_active=True).select_related("user")
    return rows.order_by("-editing", "user__username")


OTHERS = Prepared(_others)


def _all() -> Any:
    return Presence._base_manager
