"""Preferring: how the one who reads wishes to see and do things."""

import json
from typing import Any

from casework.kernel.prepared import Prepared
from casework.workplace.models import Preference

# what the keys of the hub are called where they are chosen otherwise, and what they are at first
SHORTCUTS: dict[str, str] = {
    "search": "/", "new": "c", "next_row": "j", "previous_row": "k", "select": "x", "resolve": "r",
    "assign": "a", "merge": "m", "note": "n", "edit": "e", "undo": "u", "copy": ".", "help": "?",
}  # fmt: skip


def preference_of(request: Any) -> Preference:
    """The preferences of who reads; those of nobody where none are kept. One query for a page."""
    kept = getattr(request, "preference", None)
    if kept is None:
        rows = KEPT(request.actor.user)
        kept = request.preference = next(iter(rows), None) or Preference()
    return kept


KEPT = Prepared(lambda user: Preference.objects.filter(user=user).order_by("pk")[:1])


def keys_of(preference: Preference) -> str:
    """The keys that were chosen otherwise, for the script: the usual key of each by the new."""
    chosen = {name: key for name, key in preference.shortcuts.items() if name in SHORTCUTS}
    moved = {key: SHORTCUTS[name] for name, key in chosen.items() if key != SHORTCUTS[name]}
    return json.dumps(moved) if moved else ""
