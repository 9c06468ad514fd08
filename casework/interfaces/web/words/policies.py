"""What policies are called on a screen, and what each does."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# policy -> what it is called, and a sentence of what it does
POLICY_WORDS: dict[str, tuple[Any, Any]] = {
    "case.number_prefix": (
        _("Prefix"),
        _("Letters or digits that new case numbers begin with. Numbers given already stay."),
    ),
    "case.closure": (
        _("When a parent is closed"),
        _("Its child cases stay as they are, must be closed first, or close with it; or the last "
          "child that is closed closes the parent."),
    ),
    "case.closure_by_type": (
        _("When a parent of a type is closed"),
        _("Another rule for parents of one case type."),
    ),
    "case.cascade_needs": (
        _("Closing children along needs the right to close"),
        _("Every child as well, or the parent alone."),
    ),
    "case.enforce_transitions": (
        _("Enforce transitions"),
        _("A status may be followed only by those allowed to follow it. Check and replay the "
          "table before."),
    ),
    "case.update_closed": (
        _("Programs may change closed cases"),
        _("Which closed cases the API and imports may still change."),
    ),
    "case.lock_closed_for_people": (
        _("Closed cases are read-only for people"),
        _("Nobody changes a closed case on the screen; it is reopened first."),
    ),
    "case.merge_limit": (
        _("Cases merged at once"),
        _("How many cases at most, the one that goes on counted with them."),
    ),
    "case.merge_into_own_parent": (
        _("A case may be merged into its own parent"),
        _("Otherwise a parent and its child are not merged with each other."),
    ),
    "case.family_levels": (
        _("Levels below a parent"),
        _("How deep a family of cases may be. 0 is no bound."),
    ),
    "case.family_children": (
        _("Children of a parent"),
        _("How many child cases a parent may have. 0 is no bound."),
    ),
    "case.inherited_columns": (
        _("Columns that a child case takes from its parent"),
        _("They are filled in when a child case is created, and can be changed then."),
    ),
    "case.delete_children": (
        _("When a parent is deleted"),
        _("Its child cases stand against it, are deleted with it, or go on without a parent."),
    ),
    "case.assign_moves": (
        _("Activities that follow a case to its new owner"),
        _("None, those still open, or all."),
    ),
    "case.assign_children": (
        _("Child cases follow their parent to its new owner"),
        _("Assigning a parent assigns its active child cases as well."),
    ),
    "case.assign_moves_queue_item": (
        _("The queue item follows a case to its new owner"),
        _("Who gets a case that waits in a queue is put down as working on it."),
    ),
    "dialogs.resolve": (
        _("Resolve dialog"),
        _("Type and text only; with minutes and a description; or the fields chosen below."),
    ),
    "dialogs.resolve_fields": (
        _("Fields of the resolve dialog"),
        _("Asked for where the dialog is set to the fields chosen here."),
    ),
    "dialogs.open_activities_tab": (
        _("Tab with open activities"),
        _("Where the number in the warning about open activities leads."),
    ),
    "dialogs.merge_columns": (
        _("Columns of the merge dialog"),
        _("What is shown of each case side by side."),
    ),
    "process.labels": (
        _("Names of the stages"),
        _("Left empty, a stage has its usual name."),
    ),
    "process.fields": (
        _("Fields of each stage"),
        _("What the process bar asks for while a case is in the stage."),
    ),
    "process.actions": (
        _("Actions of each stage"),
        _("Buttons on the process bar while a case is in the stage."),
    ),
    "queue.picking_changes_owner": (
        _("Who picks becomes the owner"),
        _("Picking an item makes the one who picks it the owner of its case or activity."),
    ),
    "queue.releasing_gives_to_queue_owner": (
        _("What is released goes to the owner of the queue"),
        _("Giving an item back makes the owner of the queue that of its case or activity."),
    ),
    "activity.attachment_bytes": (
        _("Largest file, in bytes"),
        _("A larger file is refused."),
    ),
    "activity.blocked_extensions": (
        _("Refused endings of file names"),
        _("One on each line, without the dot."),
    ),
    "activity.allowed_media_types": (
        _("Media types that are taken"),
        _("One on each line, such as image/*. With none here all are taken."),
    ),
    "undo.window_days": (
        _("Days for undoing"),
        _("For how many days a run can be taken back. 0 is not at all."),
    ),
    "retry.keep_days": (
        _("Days that answers are kept"),
        _("For how long the same request with the same idempotency key is answered the same."),
    ),
    "progress.from_records": (
        _("Records from which progress is told"),
        _("Runs on fewer records say nothing before they are done."),
    ),
}  # fmt: skip

CHOICE_WORDS: dict[str, Any] = {
    "independent": _("Child cases stay as they are"),
    "refuse": _("Child cases must be closed first"),
    "cascade": _("Child cases close with it"),
    "last_child": _("The last child closes the parent"),
    "every record": _("Every record"),
    "parent is enough": _("The parent is enough"),
    "resolved and cancelled": _("Resolved and cancelled"),
    "resolved": _("Resolved"),
    "cancelled": _("Cancelled"),
    "none": pgettext_lazy("closed cases", "None"),
    "delete": _("Child cases are deleted too"),
    "set free": _("Child cases go on without a parent"),
    "nothing": pgettext_lazy("activities", "None"),
    "open activities": _("Open activities"),
    "all activities": _("All activities"),
    "minimal": _("Type and text"),
    "legacy": _("With minutes and description"),
    "chosen": _("The fields chosen below"),
    "activities": _("Activities"),
    "summary": _("Summary"),
    "details": _("Details"),
    "relationships": _("Case relationships"),
}
CHOICE_SPECIAL: dict[tuple[str, str], Any] = {
    ("case.delete_children", "refuse"): _("Child cases stand against it"),
}


def words_of(policy: str) -> tuple[str, str]:
    """What a policy (group.name) is called and does; one that nobody gave words to, as it is."""
    if policy in POLICY_WORDS:
        label, about = POLICY_WORDS[policy]
        return str(label), str(about)
    return policy, ""


def choice_of(policy: str, value: str) -> str:
    """What a choice of a policy is called."""
    return str(CHOICE_SPECIAL.get((policy, value)) or CHOICE_WORDS.get(value) or value)
