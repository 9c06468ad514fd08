"""What a preview counts in administration: how many of what are made, changed and ended."""

from collections.abc import Callable

from django.utils.translation import ngettext

NOUN_EFFECTS: dict[str, Callable[[int], str]] = {
    "column.defined": lambda n: ngettext(
        "{count} custom column is defined", "{count} custom columns are defined", n
    ),
    "column.edited": lambda n: ngettext(
        "{count} custom column changes", "{count} custom columns change", n
    ),
    "column.restored": lambda n: ngettext(
        "{count} custom column is restored", "{count} custom columns are restored", n
    ),
    "column.retired": lambda n: ngettext(
        "{count} custom column is retired", "{count} custom columns are retired", n
    ),
    "membership.added": lambda n: ngettext(
        "{count} member is added", "{count} members are added", n
    ),
    "membership.removed": lambda n: ngettext(
        "{count} member is removed", "{count} members are removed", n
    ),
    "queue.activated": lambda n: ngettext(
        "{count} queue is activated", "{count} queues are activated", n
    ),
    "queue.created": lambda n: ngettext(
        "{count} queue is created", "{count} queues are created", n
    ),
    "queue.deactivated": lambda n: ngettext(
        "{count} queue is deactivated", "{count} queues are deactivated", n
    ),
    "queue.deleted": lambda n: ngettext(
        "{count} queue is deleted", "{count} queues are deleted", n
    ),
    "queue.edited": lambda n: ngettext("{count} queue changes", "{count} queues change", n),
    "queue_membership.added": lambda n: ngettext(
        "{count} member is added", "{count} members are added", n
    ),
    "queue_membership.removed": lambda n: ngettext(
        "{count} member is removed", "{count} members are removed", n
    ),
    "role.created": lambda n: ngettext("{count} role is created", "{count} roles are created", n),
    "role.deleted": lambda n: ngettext("{count} role is deleted", "{count} roles are deleted", n),
    "role.edited": lambda n: ngettext("{count} role changes", "{count} roles change", n),
    "status.activated": lambda n: ngettext(
        "{count} status reason is activated", "{count} status reasons are activated", n
    ),
    "status.deactivated": lambda n: ngettext(
        "{count} status reason is deactivated", "{count} status reasons are deactivated", n
    ),
    "subject.activated": lambda n: ngettext(
        "{count} subject is activated", "{count} subjects are activated", n
    ),
    "subject.created": lambda n: ngettext(
        "{count} subject is created", "{count} subjects are created", n
    ),
    "subject.deactivated": lambda n: ngettext(
        "{count} subject is deactivated", "{count} subjects are deactivated", n
    ),
    "subject.deleted": lambda n: ngettext(
        "{count} subject is deleted", "{count} subjects are deleted", n
    ),
    "subject.edited": lambda n: ngettext("{count} subject changes", "{count} subjects change", n),
    "team.activated": lambda n: ngettext(
        "{count} team is activated", "{count} teams are activated", n
    ),
    "team.created": lambda n: ngettext("{count} team is created", "{count} teams are created", n),
    "team.deactivated": lambda n: ngettext(
        "{count} team is deactivated", "{count} teams are deactivated", n
    ),
    "team.deleted": lambda n: ngettext("{count} team is deleted", "{count} teams are deleted", n),
    "team.edited": lambda n: ngettext("{count} team changes", "{count} teams change", n),
    "token.created": lambda n: ngettext("{count} token is made", "{count} tokens are made", n),
    "token.revoked": lambda n: ngettext(
        "{count} token is revoked", "{count} tokens are revoked", n
    ),
    "unit.activated": lambda n: ngettext(
        "{count} business unit is activated", "{count} business units are activated", n
    ),
    "unit.created": lambda n: ngettext(
        "{count} business unit is created", "{count} business units are created", n
    ),
    "unit.deactivated": lambda n: ngettext(
        "{count} business unit is deactivated", "{count} business units are deactivated", n
    ),
    "unit.edited": lambda n: ngettext(
        "{count} business unit changes", "{count} business units change", n
    ),
    "unit.path_followed": lambda n: ngettext(
        "{count} business unit moves along", "{count} business units move along", n
    ),
    "user.activated": lambda n: ngettext(
        "{count} user is activated", "{count} users are activated", n
    ),
    "user.created": lambda n: ngettext("{count} user is created", "{count} users are created", n),
    "user.deactivated": lambda n: ngettext(
        "{count} user is deactivated", "{count} users are deactivated", n
    ),
    "user.edited": lambda n: ngettext("{count} user changes", "{count} users change", n),
    "user.password_set": lambda n: ngettext(
        "{count} password is set", "{count} passwords are set", n
    ),
}
