"""The bell: up to when somebody has seen what concerns him."""

import datetime
from typing import Any

from casework.kernel import bulk
from casework.workplace.passing import BellSeen, key_of, now


def bell_seen_at(user: Any) -> datetime.datetime | None:
    """Up to when somebody has seen what concerns him; None for never."""
    rows = BellSeen._base_manager.filter(user=key_of(user))
    return rows.values_list("seen_at", flat=True).first()


def see_bell(user: Any, at: datetime.datetime | None = None) -> None:
    """Note that somebody has seen all that concerned him, up to now."""
    row = {"user_id": key_of(user), "seen_at": at or now()}
    bulk.keep(BellSeen, [row], unique=["user_id"])
