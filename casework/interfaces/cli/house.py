"""House: the commands that look after an installation. Django is loaded when they run."""

import importlib
import sys
from typing import Annotated, Any

import typer


def _after_django(module: str) -> Any:
    root = importlib.import_module("casework.interfaces.cli.root")
    root.ready()
    return importlib.import_module(f"casework.interfaces.cli.{module}")


def migrate() -> None:
    """Bring the database up to date, and give an empty one what it starts with."""
    _after_django("keeping").migrate()


def serve(
    host: Annotated[
        str, typer.Option(metavar="HOST", help="Where to listen; else CASEWORK_HOST.")
    ] = "",
    port: Annotated[
        str, typer.Option(metavar="PORT", help="On which port; else CASEWORK_PORT.")
    ] = "",
) -> None:
    """Answer over HTTP until stopped."""
    _after_django("keeping").serve(host, port)


def credentials() -> None:
    """Tell how the administrator enters: user, password, token. Makes what is missing.

    With sample data they are kept in the data folder and told at each start; with
    CASEWORK_SAMPLE=0 they are told once and kept by nobody.
    """
    for name, value in _after_django("keeping").credentials().items():
        sys.stdout.write(f"{name}: {value}\n")


def sample(
    cases: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="How many cases; 400 by default.")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="S", help="Another seed, other data.")] = 1,
) -> None:
    """Load sample data; without --cases only into a database that has no case yet."""
    _after_django("keeping").sample(cases, seed)


def doctor(
    ctx: typer.Context,
    only: Annotated[
        list[str], typer.Option(metavar="CHECK", help="This check; repeat it for more.")
    ] = [],  # noqa: B006 typer copies it
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Also the checks that read every row and file.")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Put right what can be, after showing it.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Repair without asking.")] = False,
    in_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Check that everything that must be true of the data is; exit code 1 when something is not."""
    ctx.obj["json"] = in_json
    module = _after_django("doctoring")
    if not module.doctor(ctx.obj["user"], only, thorough, repair, yes, in_json):
        raise typer.Exit(1)
