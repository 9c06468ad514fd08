"""Keeping an installation: its database, its server, its credentials, its sample data."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from casework import samples
from casework.cases.founding import found
from casework.environment import switched_off
from casework.interfaces.cli.printing import complain, say
from casework.interfaces.cli.progress import Watch
from casework.interfaces.cli.session import actor_named, refuse_unless_migrated
from casework.interfaces.credentials import NAMES, ensured
from casework.listening import address
from casework.listening import port as port_of

USUAL_SAMPLE = 400


def migrate() -> None:
    """Apply the migrations that are missing, and found what is empty."""
    recorder = MigrationRecorder(connection)
    before = set(recorder.applied_migrations())
    with Watch("migrate"):
        call_command("migrate", interactive=False, verbosity=0)
        is_new = found()
    for app, name in sorted(set(recorder.applied_migrations()) - before):
        say(_("applied {name}").format(name=f"{app}.{name}"))
    if is_new:
        say(_("founded: its first users, roles and status reasons"))
    say(_("The database is up to date."))


def serve(host: str, port: str) -> None:
    """Answer over HTTP; what is not said is as the settings have it."""
    from casework.interfaces.serving import serve as listen  # noqa: PLC0415 the server is large

    refuse_unless_migrated()
    where, number = host or settings.HOST, port_of(port) if port else settings.PORT
    connection.close()
    complain(
        _("Serving {address}; Ctrl-C stops it.").format(
            address=address(where, number, bool(settings.TLS_CERT))
        )
    )
    listen(where, number)


def credentials() -> dict[str, str]:
    """User, password and token of the administrator, as far as they can be told."""
    told = ensured(settings.DATA, actor_named(""), keep=not switched_off("CASEWORK_SAMPLE"))
    if set(NAMES) - set(told):
        complain(
            _(
                "What is not told here was told before or has been changed since. For new ones: "
                "casework user set-password admin; casework token create --name NAME"
            )
        )
    return told


def sample(cases: int | None, seed: int) -> None:
    """Load sample data; where there are cases already, only when a number is given."""
    actor_named("")
    if not cases and samples.has_cases():
        say(_("There are cases already: nothing loaded. --cases N loads N more."))
        return
    with Watch("sample") as watch:
        made = samples.load(cases or USUAL_SAMPLE, seed, progress=watch)
    said = ", ".join(f"{noun.replace('_', ' ')} {count:,}" for noun, count in made.items())
    say(_("Loaded: {records}").format(records=said))
