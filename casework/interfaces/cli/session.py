"""Session: who acts, and whether the database is there and up to date."""

import pkgutil
from typing import Any

import typer
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

from casework import migrations
from casework.kernel.actor import Actor
from casework.kernel.refusals import NotFound, Refusal
from casework.people.acting import ADMINISTRATOR, actor_for
from casework.people.models import User

INTERFACE = "shell"


class NotMigrated(Refusal):
    """A database that lacks a migration of this version."""

    code = "not-migrated"
    message = _("The database is not up to date: run `casework migrate`.")


def refuse_unless_migrated() -> None:
    """Raises NotMigrated when a migration has not been applied."""
    names = {one.name for one in pkgutil.iter_modules(migrations.__path__)}
    applied = MigrationRecorder(connection).applied_migrations()
    if names - {name for app, name in applied if app == "casework"}:
        raise NotMigrated()


def actor_named(name: str) -> Actor:
    """This user as an actor; nobody is the administrator. Raises NotFound, UserInactive."""
    refuse_unless_migrated()
    wanted = name or ADMINISTRATOR
    user = User.objects.select_related("unit").filter(username=wanted).first()
    if user is None and not name:
        raise NotMigrated()
    if user is None:
        raise NotFound(noun="user", key=wanted)
    return actor_for(user, INTERFACE)


def begin(ctx: typer.Context, given: dict[str, Any]) -> Actor:
    """Take the options every command has, and answer who acts."""
    ctx.obj["json"] = given.pop("shell_json", False)
    user = given.pop("shell_as", "") or ctx.obj["user"]
    return actor_named(user)
