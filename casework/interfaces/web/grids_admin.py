"""Grids of administration: the lists of what the organisation is made of, and their views."""

from typing import Any

from django.utils.html import conditional_escape as escape
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from casework.interfaces.web import cells
from casework.interfaces.web.cells import Cell
from casework.interfaces.web.grids import OWNER, Grid
from casework.interfaces.web.views import Pairs, View
from casework.organisation.models import CustomColumn
from casework.people.models import ApiToken, Role, Team, User
from casework.queues.models import Queue


def _link(plural: str, name: str) -> Cell:
    return lambda row, reader: cells.link(f"/administration/{plural}/{row['id']}", row[name])


def _in_use(row: Any, reader: Any) -> str:
    state, label = (
        ("active", _now("In use")) if row["is_active"] else ("inactive", pgettext("record", "Off"))
    )
    return f'<span class="pill state-{state}">{escape(label)}</span>'


def _expires(row: Any, reader: Any) -> str:
    if row["revoked_at"]:
        return f'<span class="pill state-inactive">{escape(_now("Revoked"))}</span>'
    if row["expires_at"] is None:
        return str(escape(_now("never")))
    if row["expires_at"] < reader.now:
        return f'<span class="pill state-inactive">{escape(_now("Expired"))}</span>'
    return str(reader.time(row["expires_at"]))


ACTIVE = (("is_active",), _in_use, "is_active")
USERS = Grid(
    User, "/administration/users", _("Users"),
    ("full_name", "username", "email", "unit", "language", "is_active"),
    {"full_name": (("id", "full_name"), _link("users", "full_name"), "full_name"),
     "is_active": ACTIVE},
    new="user.create", bulk=("user.deactivate", "user.activate"),
)  # fmt: skip
TEAMS = Grid(
    Team, "/administration/teams", _("Teams"), ("name", "unit", "description", "is_active"),
    {"name": (("id", "name"), _link("teams", "name"), "name"), "is_active": ACTIVE},
    new="team.create", bulk=("team.deactivate", "team.activate", "team.delete"),
)  # fmt: skip
ROLES = Grid(
    Role, "/administration/roles", _("Roles"), ("name", "description"),
    {"name": (("id", "name"), _link("roles", "name"), "name"), "is_active": ACTIVE},
    new="role.create", bulk=("role.delete",),
)  # fmt: skip
QUEUES = Grid(
    Queue, "/administration/queues", _("Queues"),
    ("name", "kind", "description", "owner", "is_active"),
    {"name": (("id", "name"), _link("queues", "name"), "name"), "owner": OWNER,
     "is_active": ACTIVE},
    hidden=("owner_user", "owner_team"), new="queue.create",
    bulk=("queue.deactivate", "queue.activate", "queue.delete"),
)  # fmt: skip
COLUMNS = Grid(
    CustomColumn, "/administration/columns", _("Custom columns"),
    ("label", "table", "name", "type", "on_forms", "in_lists", "in_dialogs", "is_required",
     "is_active"),
    {"label": (("id", "label"), _link("columns", "label"), "label"), "is_active": ACTIVE},
    new="column.define", bulk=("column.retire", "column.restore"),
)  # fmt: skip
TOKENS = Grid(
    ApiToken, "/administration/tokens", _("Tokens"),
    ("name", "user", "scopes", "created_at", "expires_at"),
    {"name": (("id", "name"), _link("tokens", "name"), "name"),
     "expires_at": (("expires_at", "revoked_at"), _expires, "expires_at")},
    hidden=("revoked_at",), new="token.create", bulk=("token.revoke",),
)  # fmt: skip


def _where(*pairs: tuple[str, str]) -> Any:
    def filter_(actor: Any, reader: Any) -> Pairs:
        return list(pairs)

    return filter_


def _views(sort: str) -> tuple[View, ...]:
    return (
        View("active", _("In use"), _where(("is_active", "true")), sort),
        View("inactive", _("Not in use"), _where(("is_active", "false")), sort),
        View("all", _("All"), _where(), sort),
    )


ADMIN_LISTS: dict[str, tuple[Grid, tuple[View, ...]]] = {
    "users": (USERS, _views("full_name")),
    "teams": (TEAMS, _views("name")),
    "roles": (ROLES, (View("all", _("All"), _where(), "name"),)),
    "queues": (QUEUES, _views("name")),
    "columns": (COLUMNS, _views("label")),
    "tokens": (
        TOKENS,
        (
            View("mine", _("My tokens"), _where(("user", "me")), "-created_at"),
            View("all", _("All"), _where(), "-created_at"),
        ),
    ),
}
