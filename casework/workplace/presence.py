"""Presence: who else has a case open now, and who is changing it."""

import datetime
from dataclasses import dataclass
from typing import Any

from casework.kernel import bulk
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
    rows = _all().filter(case=key_of(case), seen_at__gt=now() - AWAY).exclude(user=key_of(user))
    rows = rows.filter(user__is_active=True).select_related("user")
    return [
        Other(one.user, one.editing, one.seen_at)
        for one in rows.order_by("-editing", "user__username")
    ]


def _all() -> Any:
    return Presence._base_manager
