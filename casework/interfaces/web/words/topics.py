"""The headings under which people look for settings."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """A heading under which people look for settings, and the policies below it."""

    name: str
    label: Any
    about: Any
    policies: tuple[str, ...]


TOPICS = (
    Topic(
        "families",
        _("Parent and child cases"),
        _("What closing a parent means for its children, and what children take from it."),
        ("case.closure", "case.closure_by_type", "case.cascade_needs", "case.inherited_columns",
         "case.family_levels", "case.family_children", "case.delete_children",
         "case.assign_children"),
    ),
    Topic(
        "resolving",
        _("Resolving cases"),
        _("What the dialog asks, and where the warning about open activities leads."),
        ("dialogs.resolve", "dialogs.resolve_fields", "dialogs.open_activities_tab"),
    ),
    Topic(
        "closed",
        _("Closed cases"),
        _("Who may still change a case that is resolved or cancelled."),
        ("case.update_closed", "case.lock_closed_for_people"),
    ),
    Topic(
        "merging",
        _("Merging cases"),
        _("How many cases are merged at once, and what is shown to choose among them."),
        ("case.merge_limit", "case.merge_into_own_parent", "dialogs.merge_columns"),
    ),
    Topic(
        "numbering",
        _("Case numbers"),
        _("What the number of a new case begins with."),
        ("case.number_prefix",),
    ),
    Topic(
        "transitions",
        _("Status transitions"),
        _("Whether a status may follow only where it was allowed to."),
        ("case.enforce_transitions",),
    ),
    Topic(
        "process",
        _("Process flow"),
        _("The stages of a case: their names, the fields each asks for, the actions it offers."),
        ("process.labels", "process.fields", "process.actions"),
    ),
    Topic(
        "assigning",
        _("Assigning cases"),
        _("What goes to the new owner together with a case."),
        ("case.assign_moves", "case.assign_moves_queue_item"),
    ),
    Topic(
        "queues",
        _("Working from queues"),
        _("Whether picking and releasing change who owns a case."),
        ("queue.picking_changes_owner", "queue.releasing_gives_to_queue_owner"),
    ),
    Topic(
        "files",
        _("Activities and files"),
        _("Which files may be attached, and how large they may be."),
        ("activity.attachment_bytes", "activity.blocked_extensions",
         "activity.allowed_media_types"),
    ),
    Topic(
        "undo",
        _("Undo"),
        _("For how long what was done can be taken back."),
        ("undo.window_days",),
    ),
    Topic(
        "programs",
        _("Programs and long runs"),
        _("What programs that work with Casework can rely on."),
        ("retry.keep_days", "progress.from_records"),
    ),
)  # fmt: skip
OTHER = Topic("other", _("Other settings"), _("Settings that have no heading of their own."), ())
