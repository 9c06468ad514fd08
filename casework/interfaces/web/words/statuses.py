"""What the statuses of activities are called on a screen (spec 2.4)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.activities.models import Kind

STATUSES: dict[str, dict[int, Any]] = {
    Kind.TASK: {
        2: _("Not Started"), 3: _("In Progress"), 4: _("Waiting on someone else"),
        5: _("Completed"), 6: _("Canceled"), 7: _("Deferred"),
    },
    Kind.PHONE_CALL: {1: _("Open"), 2: _("Made"), 3: _("Canceled"), 4: _("Received")},
    Kind.EMAIL: {
        1: _("Draft"), 2: _("Completed"), 3: _("Sent"), 4: _("Received"), 5: _("Canceled"),
        6: _("Pending Send"), 7: _("Sending"), 8: _("Failed"),
    },
    Kind.APPOINTMENT: {
        1: _("Free"), 2: _("Tentative"), 3: _("Completed"), 4: _("Canceled"), 5: _("Busy"),
        6: _("Out of Office"),
    },
    Kind.NOTE: {1: _("Completed")},
}  # fmt: skip


def activity_status(kind: str, code: int) -> str:
    """The status of an activity in words; a code nobody gave words to, as it is."""
    return str(STATUSES.get(kind, {}).get(code, code))
