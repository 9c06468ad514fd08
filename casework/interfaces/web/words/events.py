"""What events are called on a screen: as sentences of a story, and counted in a preview."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.interfaces.web.words.administration import ADMIN_EFFECTS, ADMIN_EVENTS
from casework.interfaces.web.words.workplace import OWN_EVENTS

UNDONE = ".undone"  # behind the kind of an event that took another back
EVENTS: dict[str, Any] = {
    "account.edited": _("Account changed"),
    "activity.assigned": _("Activity assigned"),
    "activity.cancelled": _("Activity cancelled"),
    "activity.completed": _("Activity completed"),
    "activity.deleted": _("Activity deleted"),
    "activity.edited": _("Activity changed"),
    "activity.logged": _("Activity logged"),
    "activity.moved": _("Activity moved from a merged case"),
    "activity.planned": _("Activity planned"),
    "activity.reopened": _("Activity reopened"),
    "attachment.attached": _("File attached"),
    "attachment.deleted": _("File deleted"),
    "attachment.detached": _("File removed"),
    "attachment.moved": _("File moved from a merged case"),
    "case.assigned": _("Case assigned"),
    "case.cancelled": _("Case cancelled"),
    "case.closing_confirmed": _("Closing confirmed"),
    "case.deleted": _("Case deleted"),
    "case.edited": _("Case changed"),
    "case.link_removed": _("Link to a deleted record removed"),
    "case.merged": _("Merged into another case"),
    "case.opened": _("Case opened"),
    "case.parent_set": _("Parent case changed"),
    "case.reopened": _("Case reopened"),
    "case.repaired": _("Case repaired"),
    "case.resolved": _("Case resolved"),
    "queue_item.added": _("Added to a queue"),
    "queue_item.deleted": _("Queue item deleted"),
    "queue_item.left": _("Left the queue"),
    "queue_item.moved": _("Queue item moved from a merged case"),
    "queue_item.picked": _("Picked from the queue"),
    "queue_item.released": _("Given back to the queue"),
    "queue_item.removed": _("Removed from the queue"),
    "queue_item.routed": _("Routed to another queue"),
    "resolution.deleted": _("Resolution deleted"),
    "resolution.withdrawn": _("Resolution withdrawn"),
    "resolution.moved": _("Resolution moved from a merged case"),
    "resolution.recorded": _("Resolution recorded"),
}

# counted, as a preview says it: what would happen to how many
EFFECTS: dict[str, Callable[[int], str]] = {
    "activity.assigned": lambda n: ngettext(
        "{count} activity gets a new owner", "{count} activities get a new owner", n
    ),
    "activity.cancelled": lambda n: ngettext(
        "{count} open activity is cancelled", "{count} open activities are cancelled", n
    ),
    "activity.completed": lambda n: ngettext(
        "{count} activity is completed", "{count} activities are completed", n
    ),
    "activity.deleted": lambda n: ngettext(
        "{count} activity is deleted", "{count} activities are deleted", n
    ),
    "activity.logged": lambda n: ngettext("{count} note is added", "{count} notes are added", n),
    "activity.moved": lambda n: ngettext(
        "{count} activity moves along", "{count} activities move along", n
    ),
    "activity.reopened": lambda n: ngettext(
        "{count} activity is open again", "{count} activities are open again", n
    ),
    "attachment.deleted": lambda n: ngettext(
        "{count} file is deleted", "{count} files are deleted", n
    ),
    "attachment.moved": lambda n: ngettext(
        "{count} file moves along", "{count} files move along", n
    ),
    "case.assigned": lambda n: ngettext(
        "{count} case gets a new owner", "{count} cases get a new owner", n
    ),
    "case.cancelled": lambda n: ngettext(
        "{count} case is cancelled", "{count} cases are cancelled", n
    ),
    "case.deleted": lambda n: ngettext("{count} case is deleted", "{count} cases are deleted", n),
    "case.edited": lambda n: ngettext("{count} case changes", "{count} cases change", n),
    "case.merged": lambda n: ngettext(
        "{count} case is merged away", "{count} cases are merged away", n
    ),
    "case.opened": lambda n: ngettext("{count} case is opened", "{count} cases are opened", n),
    "case.parent_set": lambda n: ngettext(
        "{count} case gets another parent", "{count} cases get another parent", n
    ),
    "case.reopened": lambda n: ngettext(
        "{count} case is active again", "{count} cases are active again", n
    ),
    "case.resolved": lambda n: ngettext(
        "{count} case is resolved", "{count} cases are resolved", n
    ),
    "queue_item.added": lambda n: ngettext(
        "{count} item enters the queue", "{count} items enter the queue", n
    ),
    "queue_item.deleted": lambda n: ngettext(
        "{count} queue item is deleted", "{count} queue items are deleted", n
    ),
    "queue_item.left": lambda n: ngettext(
        "{count} item leaves its queue", "{count} items leave their queues", n
    ),
    "queue_item.moved": lambda n: ngettext(
        "{count} queue item moves along", "{count} queue items move along", n
    ),
    "queue_item.picked": lambda n: ngettext(
        "{count} item is picked", "{count} items are picked", n
    ),
    "queue_item.released": lambda n: ngettext(
        "{count} item goes back to its queue", "{count} items go back to their queues", n
    ),
    "queue_item.removed": lambda n: ngettext(
        "{count} item is removed from its queue", "{count} items are removed from their queues", n
    ),
    "queue_item.routed": lambda n: ngettext(
        "{count} item goes to another queue", "{count} items go to another queue", n
    ),
    "resolution.moved": lambda n: ngettext(
        "{count} resolution moves along", "{count} resolutions move along", n
    ),
    "resolution.recorded": lambda n: ngettext(
        "{count} resolution is recorded", "{count} resolutions are recorded", n
    ),
}


EVENTS |= ADMIN_EVENTS | OWN_EVENTS
EFFECTS |= ADMIN_EFFECTS


def sentence_of(kind: str) -> str:
    """What happened, as the story of a case says it."""
    whole = kind.removesuffix(UNDONE)
    told = str(EVENTS.get(whole, whole))
    return _now("Taken back: {event}").format(event=told) if whole != kind else told


def effect_of(kind: str, count: int) -> str:
    """What would happen to so many records, as a preview says it."""
    if kind in EFFECTS:
        return EFFECTS[kind](count).format(count=count)
    return f"{sentence_of(kind)}: {count}"
