"""What concerns somebody, in a sentence: who did what, or whose day has come."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.history import concerning

CONCERNS: dict[str, Any] = {
    concerning.ASSIGNED: _("{who} gave you a case"),
    concerning.REOPENED: _("{who} reopened your case"),
    concerning.MERGED: _("{who} merged your case"),
    concerning.CHANGED: _("{who} changed your case"),
    concerning.ACTIVITY: _("{who} wrote on your case"),
    concerning.MENTIONED: _("{who} mentioned you"),
    concerning.DUE: _("To follow up"),
}
ICONS = {
    concerning.ASSIGNED: "person", concerning.REOPENED: "undo", concerning.MERGED: "merge",
    concerning.CHANGED: "pencil", concerning.ACTIVITY: "note", concerning.MENTIONED: "bell",
    concerning.DUE: "clock",
}  # fmt: skip


def sentence(kind: str, who: str) -> str:
    """What happened, in a sentence."""
    return str(CONCERNS[kind]).format(who=who or _("Somebody"))
