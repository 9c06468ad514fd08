"""What the operations, columns and events of everybody's own tools are called on a screen."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# operation -> on its button, above its dialog, below it, its icon, once it is done
OWN_COMMANDS: dict[str, tuple[Any, Any, Any, str, Any]] = {
    "case.repair": (_("Repair"), _("Repair case"), _("Repair"), "check", _("Case repaired")),
    "organisation.found": (_("Organisation founded"),) * 3 + ("", ""),
    "preference.change": (
        _("Change settings"), _("Change own settings"), _("Save"), "save", _("Settings saved"),
    ),
    "quick_text.create": (
        _("New quick text"), _("New quick text"), _("Save"), "plus", _("Quick text saved"),
    ),
    "quick_text.edit": (
        _("Edit"), _("Edit quick text"), _("Save"), "pencil", _("Quick text saved"),
    ),
    "quick_text.share": (
        _("Share"), _("Share quick text"), _("Share"), "person", _("Quick text shared"),
    ),
    "quick_text.delete": (
        _("Delete"), _("Delete quick text"), _("Delete"), "trash", _("Quick text deleted"),
    ),
    "user.choose_language": (
        _("Choose language"), _("Choose own language"), _("Save"), "save", _("Language chosen"),
    ),
    "user.choose_password": (
        _("Choose password"), _("Choose own password"), _("Save"), "save", _("Password chosen"),
    ),
    "view.create": (_("New view"), _("New view"), _("Save"), "plus", _("View saved")),
    "view.edit": (_("Edit"), _("Edit view"), _("Save"), "pencil", _("View saved")),
    "view.share": (_("Share"), _("Share view"), _("Share"), "person", _("View shared")),
    "view.delete": (_("Delete"), _("Delete view"), _("Delete"), "trash", _("View deleted")),
}  # fmt: skip
OWN_NOUNS: dict[str, Any] = {
    "dashboard": _("Dashboard"),
    "mention": _("Mention"),
    "organisation": _("Organisation"),
    "preference": _("Own settings"),
    "quick_text": _("Quick text"),
    "view": pgettext_lazy("noun", "View"),
}
OWN_COLUMNS: dict[str, Any] = {
    "after_operation": _("After an operation"),
    "age": _("Age"),
    "changed": _("Values changed since"),
    "columns": _("Columns"),
    "widths": _("Widths of columns"),
    "content": _("File"),
    "default_dashboard": _("First dashboard"),
    "default_for_role": _("First dashboard of the role"),
    "default_view": _("First view"),
    "density": _("Row density"),
    "digest": _("Check sum"),
    "filter": pgettext_lazy("noun", "Filter"),
    "item": _("Case or activity"),
    "last_login": _("Last sign-in"),
    "layout": _("Layout"),
    "newest_first": _("Newest first"),
    "notify_by": _("Ways of notice"),
    "path": _("Path"),
    "present": _("Present password"),
    "shared_with": _("Shared with"),
    "shortcuts": _("Keyboard shortcuts"),
    "shortcuts_on": _("Keyboard shortcuts on"),
    "sort": _("Sorted by"),
    "text": _("Text"),
    "theme": _("Colours"),
    "values": _("Values"),
}
OWN_EVENTS: dict[str, Any] = {
    "account.activated": _("Account activated"),
    "account.assigned": _("Account assigned"),
    "account.created": _("Account created"),
    "account.deactivated": _("Account deactivated"),
    "account.deleted": _("Account deleted"),
    "account.link_removed": _("Link to a deleted record removed"),
    "contact.activated": _("Contact activated"),
    "contact.assigned": _("Contact assigned"),
    "contact.created": _("Contact created"),
    "contact.deactivated": _("Contact deactivated"),
    "contact.deleted": _("Contact deleted"),
    "contact.edited": _("Contact changed"),
    "dashboard.created": _("Dashboard created"),
    "dashboard.deleted": _("Dashboard deleted"),
    "dashboard.edited": _("Dashboard changed"),
    "dashboard.replaced": _("Another dashboard is the first"),
    "dashboard.shared": _("Dashboard shared"),
    "mention.added": _("Somebody mentioned"),
    "mention.removed": _("Mention removed"),
    "preference.changed": _("Own settings changed"),
    "quick_text.created": _("Quick text created"),
    "quick_text.deleted": _("Quick text deleted"),
    "quick_text.edited": _("Quick text changed"),
    "quick_text.shared": _("Quick text shared"),
    "resolution.repaired": _("Resolution repaired"),
    "view.created": _("View created"),
    "view.deleted": _("View deleted"),
    "view.edited": _("View changed"),
    "view.shared": _("View shared"),
}
