"""What the operations of administration are called on a screen."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# operation -> on its button, above its dialog, below it, its icon, once it is done
ADMIN_COMMANDS: dict[str, tuple[Any, Any, Any, str, Any]] = {
    "queue.create": (
        _("New queue"), _("New queue"), _("Save"), "plus",
        _("Queue created"),
    ),
    "queue.edit": (
        _("Edit"), _("Edit queue"), _("Save"), "pencil",
        _("Queue saved"),
    ),
    "queue.activate": (
        _("Activate"), _("Activate queue"), _("Activate"), "check",
        _("Queue activated"),
    ),
    "queue.deactivate": (
        _("Deactivate"), _("Deactivate queue"), _("Deactivate"), "ban",
        _("Queue deactivated"),
    ),
    "queue.delete": (
        _("Delete"), _("Delete queue"), _("Delete"), "trash",
        _("Queue deleted"),
    ),
    "role.create": (
        _("New role"), _("New role"), _("Save"), "plus",
        _("Role created"),
    ),
    "role.edit": (
        _("Edit"), _("Edit role"), _("Save"), "pencil",
        _("Role saved"),
    ),
    "role.delete": (
        _("Delete"), _("Delete role"), _("Delete"), "trash",
        _("Role deleted"),
    ),
    "subject.create": (
        _("New subject"), _("New subject"), _("Save"), "plus",
        _("Subject created"),
    ),
    "subject.edit": (
        _("Edit"), _("Edit subject"), _("Save"), "pencil",
        _("Subject saved"),
    ),
    "subject.activate": (
        _("Activate"), _("Activate subject"), _("Activate"), "check",
        _("Subject activated"),
    ),
    "subject.deactivate": (
        _("Deactivate"), _("Deactivate subject"), _("Deactivate"), "ban",
        _("Subject deactivated"),
    ),
    "subject.delete": (
        _("Delete"), _("Delete subject"), _("Delete"), "trash",
        _("Subject deleted"),
    ),
    "team.create": (
        _("New team"), _("New team"), _("Save"), "plus",
        _("Team created"),
    ),
    "team.edit": (
        _("Edit"), _("Edit team"), _("Save"), "pencil",
        _("Team saved"),
    ),
    "team.activate": (
        _("Activate"), _("Activate team"), _("Activate"), "check",
        _("Team activated"),
    ),
    "team.deactivate": (
        _("Deactivate"), _("Deactivate team"), _("Deactivate"), "ban",
        _("Team deactivated"),
    ),
    "team.delete": (
        _("Delete"), _("Delete team"), _("Delete"), "trash",
        _("Team deleted"),
    ),
    "unit.create": (
        _("New business unit"), _("New business unit"), _("Save"), "plus",
        _("Business unit created"),
    ),
    "unit.edit": (
        _("Edit"), _("Edit business unit"), _("Save"), "pencil",
        _("Business unit saved"),
    ),
    "unit.activate": (
        _("Activate"), _("Activate business unit"), _("Activate"), "check",
        _("Business unit activated"),
    ),
    "unit.deactivate": (
        _("Deactivate"), _("Deactivate business unit"), _("Deactivate"), "ban",
        _("Business unit deactivated"),
    ),
    "user.create": (
        _("New user"), _("New user"), _("Save"), "plus",
        _("User created"),
    ),
    "user.edit": (
        _("Edit"), _("Edit user"), _("Save"), "pencil",
        _("User saved"),
    ),
    "user.activate": (
        _("Activate"), _("Activate user"), _("Activate"), "check",
        _("User activated"),
    ),
    "user.deactivate": (
        _("Deactivate"), _("Deactivate user"), _("Deactivate"), "ban",
        _("User deactivated"),
    ),
    "status.create": (
        _("New status reason"), _("New status reason"), _("Save"), "plus",
        _("Status reason created"),
    ),
    "status.edit": (
        _("Edit"), _("Edit status reason"), _("Save"), "pencil",
        _("Status reason saved"),
    ),
    "status.activate": (
        _("Activate"), _("Activate status reason"), _("Activate"), "check",
        _("Status reason activated"),
    ),
    "status.deactivate": (
        _("Deactivate"), _("Deactivate status reason"), _("Deactivate"), "ban",
        _("Status reason deactivated"),
    ),
    "token.create": (
        _("New token"), _("New token"), _("Make it"), "plus",
        _("Token made"),
    ),
    "token.revoke": (
        _("Revoke"), _("Revoke token"), _("Revoke"), "ban",
        _("Token revoked"),
    ),
    "column.define": (
        _("New column"), _("New custom column"), _("Save"), "plus",
        _("Custom column defined"),
    ),
    "column.edit": (
        _("Edit"), _("Edit custom column"), _("Save"), "pencil",
        _("Custom column saved"),
    ),
    "column.retire": (
        _("Retire"), _("Retire custom column"), _("Retire"), "ban",
        _("Custom column retired"),
    ),
    "column.restore": (
        _("Restore"), _("Restore custom column"), _("Restore"), "undo",
        _("Custom column restored"),
    ),
    "policy.change": (
        _("Change settings"), _("Change settings"), _("Save"), "gear",
        _("Settings saved"),
    ),
    "queue.add_members": (
        _("Add members"), _("Add members to queue"), _("Add"), "plus",
        _("Members added"),
    ),
    "queue.remove_members": (
        _("Remove members"), _("Remove members from queue"), _("Remove"), "x",
        _("Members removed"),
    ),
    "team.add_members": (
        _("Add members"), _("Add members to team"), _("Add"), "plus",
        _("Members added"),
    ),
    "team.remove_members": (
        _("Remove members"), _("Remove members from team"), _("Remove"), "x",
        _("Members removed"),
    ),
    "role.grant": (
        _("Give role"), _("Give role to user or team"), _("Give"), "plus",
        _("Role given"),
    ),
    "role.take": (
        _("Take back"), _("Take role back"), _("Take back"), "x",
        _("Role taken back"),
    ),
    "role.set_privilege": (
        _("Set privilege"), _("Set privilege of role"), _("Set"), "eye",
        _("Privileges saved"),
    ),
    "role.remove_privilege": (
        _("Remove privilege"), _("Remove privilege of role"), _("Remove"), "x",
        _("Privileges saved"),
    ),
    "transition.allow": (
        _("Allow transition"), _("Allow transition"), _("Allow"), "plus",
        _("Transitions saved"),
    ),
    "transition.forbid": (
        _("Forbid transition"), _("Forbid transition"), _("Forbid"), "x",
        _("Transitions saved"),
    ),
    "user.set_password": (
        _("Set password"), _("Set password"), _("Set"), "link",
        _("Password set"),
    ),
}  # fmt: skip
