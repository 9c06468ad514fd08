"""The words of administration: its events, what a preview counts, its commands, its lists."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

# the plural of a noun in addresses -> what its list is called, and where it is
PLACES_OF: dict[str, tuple[Any, str]] = {
    "users": (_("Users"), "/administration/users"),
    "teams": (_("Teams"), "/administration/teams"),
    "units": (_("Business units"), "/administration/units"),
    "roles": (_("Roles"), "/administration/roles"),
    "tokens": (_("Tokens"), "/administration/tokens"),
    "queues": (_("Queues"), "/administration/queues"),
    "columns": (_("Custom columns"), "/administration/columns"),
    "subjects": (_("Subjects"), "/administration/subjects"),
    "statuses": (_("Status reasons"), "/administration/statuses"),
}

ADMIN_EVENTS: dict[str, Any] = {
    "column.defined": _("Custom column defined"),
    "column.edited": _("Custom column changed"),
    "column.restored": _("Custom column restored"),
    "column.retired": _("Custom column retired"),
    "membership.added": _("Member added to a team"),
    "membership.removed": _("Member removed from a team"),
    "policy.changed": _("Settings changed"),
    "policy.founded": _("Settings founded"),
    "privilege.added": _("Privilege given"),
    "privilege.changed": _("Depth of a privilege changed"),
    "privilege.removed": _("Privilege taken away"),
    "queue.activated": _("Queue activated"),
    "queue.created": _("Queue created"),
    "queue.deactivated": _("Queue deactivated"),
    "queue.deleted": _("Queue deleted"),
    "queue.edited": _("Queue changed"),
    "queue_membership.added": _("Member added to a queue"),
    "queue_membership.removed": _("Member removed from a queue"),
    "role.created": _("Role created"),
    "role.deleted": _("Role deleted"),
    "role.edited": _("Role changed"),
    "role.granted": _("Role given"),
    "role.taken": _("Role taken back"),
    "status.activated": _("Status reason activated"),
    "status.created": _("Status reason created"),
    "status.deactivated": _("Status reason deactivated"),
    "status.edited": _("Status reason changed"),
    "subject.activated": _("Subject activated"),
    "subject.created": _("Subject created"),
    "subject.deactivated": _("Subject deactivated"),
    "subject.deleted": _("Subject deleted"),
    "subject.edited": _("Subject changed"),
    "team.activated": _("Team activated"),
    "team.created": _("Team created"),
    "team.deactivated": _("Team deactivated"),
    "team.deleted": _("Team deleted"),
    "team.edited": _("Team changed"),
    "token.created": _("Token made"),
    "token.revoked": _("Token revoked"),
    "transition.allowed": _("Transition allowed"),
    "transition.forbidden": _("Transition forbidden"),
    "unit.activated": _("Business unit activated"),
    "unit.created": _("Business unit created"),
    "unit.deactivated": _("Business unit deactivated"),
    "unit.edited": _("Business unit changed"),
    "unit.path_followed": _("Business unit moved along"),
    "user.activated": _("User activated"),
    "user.created": _("User created"),
    "user.deactivated": _("User deactivated"),
    "user.edited": _("User changed"),
    "user.password_set": _("Password set"),
}
ADMIN_EFFECTS: dict[str, Callable[[int], str]] = {
    "policy.changed": lambda n: ngettext(
        "{count} group of settings changes", "{count} groups of settings change", n
    ),
    "privilege.added": lambda n: ngettext(
        "{count} privilege is given", "{count} privileges are given", n
    ),
    "privilege.changed": lambda n: ngettext(
        "{count} privilege reaches another depth", "{count} privileges reach another depth", n
    ),
    "privilege.removed": lambda n: ngettext(
        "{count} privilege is taken away", "{count} privileges are taken away", n
    ),
    "role.granted": lambda n: ngettext("{count} role is given", "{count} roles are given", n),
    "role.taken": lambda n: ngettext(
        "{count} role is taken back", "{count} roles are taken back", n
    ),
    "status.created": lambda n: ngettext(
        "{count} status reason is created", "{count} status reasons are created", n
    ),
    "status.edited": lambda n: ngettext(
        "{count} status reason changes", "{count} status reasons change", n
    ),
    "transition.allowed": lambda n: ngettext(
        "{count} transition is allowed", "{count} transitions are allowed", n
    ),
    "transition.forbidden": lambda n: ngettext(
        "{count} transition is forbidden", "{count} transitions are forbidden", n
    ),
}
