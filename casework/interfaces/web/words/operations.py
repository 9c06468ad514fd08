"""What operations are called on a screen: as a command, and as the title of their dialog."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.interfaces.web.words.commands_admin import ADMIN_COMMANDS
from casework.interfaces.web.words.workplace import OWN_COMMANDS, OWN_NOUNS


@dataclass(frozen=True)
class Command:
    """``label`` on the button that opens the dialog, ``title`` above it, ``confirm`` below."""

    label: Any
    title: Any
    confirm: Any
    icon: str = ""
    done: Any = ""


COMMANDS: dict[str, Command] = {
    "case.open": Command(_("New case"), _("New case"), _("Save"), "plus", _("Case opened")),
    "case.edit": Command(_("Save"), _("Edit case"), _("Save"), "save", _("Case saved")),
    "case.resolve": Command(
        _("Resolve"), _("Resolve case"), _("Resolve"), "check", _("Case resolved")
    ),
    "case.cancel": Command(
        _("Cancel case"), _("Confirm cancellation"), _("Confirm"), "ban", _("Case cancelled")
    ),
    "case.assign": Command(
        _("Assign"), _("Assign to team or user"), _("Assign"), "person", _("Case assigned")
    ),
    "case.merge": Command(
        _("Merge cases"), _("Merge cases"), _("Merge"), "merge", _("Cases merged")
    ),
    "case.reopen": Command(_("Reopen"), _("Reopen case"), _("Reopen"), "undo", _("Case reopened")),
    "case.set_parent": Command(
        _("Set parent"), _("Set parent case"), _("Set"), "tree", _("Parent case set")
    ),
    "case.create_child": Command(
        _("Create child case"), _("Create child case"), _("Create"), "child", _("Child created")
    ),
    "case.confirm_closed": Command(
        _("Confirm closing"),
        _("Confirm that the case is closed"),
        _("Confirm"),
        "check",
        _("Closing confirmed"),
    ),
    "case.delete": Command(_("Delete"), _("Delete case"), _("Delete"), "trash", _("Case deleted")),
    "queue_item.add": Command(
        _("Add to queue"), _("Add to queue"), _("Add"), "queue", _("Added to the queue")
    ),
    "queue_item.add_activities": Command(
        _("Add to queue"), _("Add to queue"), _("Add"), "queue", _("Added to the queue")
    ),
    "queue_item.pick": Command(_("Pick"), _("Pick"), _("Pick"), "hand", _("Picked")),
    "queue_item.release": Command(
        _("Release"), _("Give back to the queue"), _("Release"), "release", _("Released")
    ),
    "queue_item.route": Command(
        _("Route"), _("Route to queue, user or team"), _("Route"), "route", _("Routed")
    ),
    "queue_item.remove": Command(
        _("Remove from queue"), _("Remove from queue"), _("Remove"), "x", _("Removed")
    ),
    "activity.log": Command(_("Log"), _("Log an activity"), _("Log"), "plus", _("Logged")),
    "activity.plan": Command(_("Plan"), _("Plan an activity"), _("Plan"), "plus", _("Planned")),
    "activity.edit": Command(_("Edit"), _("Edit activity"), _("Save"), "pencil", _("Saved")),
    "activity.complete": Command(
        _("Complete"), _("Complete activity"), _("Complete"), "check", _("Completed")
    ),
    "activity.cancel": Command(
        _("Cancel activity"),
        _("Cancel activity"),
        _("Confirm"),
        "ban",
        pgettext_lazy("activity", "Cancelled"),
    ),
    "activity.reopen": Command(
        _("Reopen"), _("Reopen activity"), _("Reopen"), "undo", _("Reopened")
    ),
    "activity.assign": Command(
        _("Assign"), _("Assign to team or user"), _("Assign"), "person", _("Assigned")
    ),
    "activity.delete": Command(
        _("Delete"), _("Delete activity"), _("Delete"), "trash", _("Deleted")
    ),
    "attachment.attach": Command(
        _("Attach"), _("Attach a file"), _("Attach"), "clip", _("Attached")
    ),
    "attachment.detach": Command(
        _("Remove file"), _("Remove file"), _("Remove"), "trash", _("Removed")
    ),
    "account.create": Command(
        _("New account"), _("New account"), _("Save"), "plus", _("Account created")
    ),
    "account.edit": Command(_("Edit"), _("Edit account"), _("Save"), "pencil", _("Saved")),
    "contact.create": Command(
        _("New contact"), _("New contact"), _("Save"), "plus", _("Contact created")
    ),
    "contact.edit": Command(_("Edit"), _("Edit contact"), _("Save"), "pencil", _("Saved")),
    "account.assign": Command(
        _("Assign"), _("Assign to team or user"), _("Assign"), "person", _("Assigned")
    ),
    "account.deactivate": Command(
        _("Deactivate"), _("Deactivate account"), _("Deactivate"), "ban", _("Deactivated")
    ),
    "account.activate": Command(
        _("Activate"), _("Activate account"), _("Activate"), "check", _("Activated")
    ),
    "account.delete": Command(_("Delete"), _("Delete account"), _("Delete"), "trash", _("Deleted")),
    "contact.assign": Command(
        _("Assign"), _("Assign to team or user"), _("Assign"), "person", _("Assigned")
    ),
    "contact.deactivate": Command(
        _("Deactivate"), _("Deactivate contact"), _("Deactivate"), "ban", _("Deactivated")
    ),
    "contact.activate": Command(
        _("Activate"), _("Activate contact"), _("Activate"), "check", _("Activated")
    ),
    "contact.delete": Command(_("Delete"), _("Delete contact"), _("Delete"), "trash", _("Deleted")),
    "dashboard.create": Command(
        _("New dashboard"), _("New dashboard"), _("Save"), "plus", _("Dashboard saved")
    ),
    "dashboard.edit": Command(
        _("Edit"), _("Edit dashboard"), _("Save"), "pencil", _("Dashboard saved")
    ),
    "dashboard.share": Command(
        _("Share"), _("Share dashboard"), _("Share"), "person", _("Dashboard shared")
    ),
    "dashboard.delete": Command(
        _("Delete"), _("Delete dashboard"), _("Delete"), "trash", _("Dashboard deleted")
    ),
    "run.undo": Command(_("Undo"), _("Undo"), _("Undo"), "undo", _("Taken back")),
    **{name: Command(*words) for name, words in (ADMIN_COMMANDS | OWN_COMMANDS).items()},
}

NOUNS: dict[str, Any] = {
    "account": _("Account"),
    "activity": _("Activity"),
    "attachment": _("Attachment"),
    "case": _("Case"),
    "column": _("Custom column"),
    "contact": _("Contact"),
    "grant": pgettext_lazy("noun", "Grant"),
    "membership": _("Membership"),
    "policy": _("Policy"),
    "privilege": _("Privilege"),
    "queue": _("Queue"),
    "queue_item": _("Queue item"),
    "queue_membership": _("Queue membership"),
    "resolution": _("Case resolution"),
    "role": _("Role"),
    "run": _("Run"),
    "status": _("Status reason"),
    "subject": _("Subject"),
    "team": _("Team"),
    "token": _("Token"),
    "transition": _("Transition"),
    "unit": _("Business unit"),
    "user": _("User"),
    **OWN_NOUNS,
}


def command_of(operation: str) -> Command:
    """The words of an operation; one that is not ours keeps the name that programs give it."""
    return COMMANDS.get(operation) or Command(operation, operation, operation, "", operation)
