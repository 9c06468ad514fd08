"""The root of the shell. Django is loaded by what needs it, so that help comes at once."""

import importlib
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from casework.interfaces.cli.house import credentials, doctor, migrate, sample, serve
from casework.interfaces.cli.nouns import NOUNS

PROGRAM = "casework"
IMPORT = "import"
LAZY = {**NOUNS, IMPORT: "Import a file through the operations."}
OTHERS = {1: "refused", 2: "wrong usage or input", 3: "not found", 4: "forbidden", 5: "left out"}


class Root(TyperGroup):
    """Makes the commands of a noun when the noun is named; says what stands against a command."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for name, text in LAZY.items():
            self.commands[name] = TyperGroup(name=name, help=text, rich_markup_mode=None)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of this name; nouns are made now."""
        name = args[0].replace("_", "-")
        if name in LAZY:
            ready()
            where = "importing" if name == IMPORT else "verbs"
            module = importlib.import_module(f"casework.interfaces.cli.{where}")
            self.commands[name] = module.group(name, LAZY[name])
        return super().resolve_command(ctx, [name, *args[1:]])

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a refusal is a sentence and an exit code, never a trace."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            silence()
            raise typer.Exit(0) from None
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except Exception as error:
            if not loaded():
                raise  # a setting, which is told before anything else can be
            failing = importlib.import_module("casework.interfaces.cli.failing")
            code = failing.explained(error, ctx.obj)
            if code is None:
                raise
            raise typer.Exit(code) from None


def ready() -> None:
    """Load Django with every operation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
    importlib.import_module("django").setup()


def loaded() -> bool:
    """Whether Django is there."""
    return bool(importlib.import_module("django.apps").apps.models_ready)


def silence() -> None:
    """Nobody reads on: what is still to be written goes nowhere."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())


app = typer.Typer(
    name=PROGRAM,
    cls=Root,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: whole names of options on any width
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    epilog="Exit codes: 0 done, " + ", ".join(f"{k} {text}" for k, text in OTHERS.items()),
)
for _command in (migrate, serve, credentials, sample, doctor):
    app.command()(_command)


@app.callback()
def root(
    ctx: typer.Context,
    user: Annotated[
        str, typer.Option("--as", metavar="USER", help="Act as this user; else the administrator.")
    ] = "",
) -> None:
    """Case management from the shell: casework NOUN VERB, as in casework case list."""
    ctx.obj = {"user": user, "json": False}


def main() -> None:
    """Run what was typed."""
    try:
        app(prog_name=PROGRAM)
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            silence()
