"""Importing from the shell: a command for each source."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from casework.importing.report import Report
from casework.importing.running import Source
from casework.importing.sources import SOURCES
from casework.interfaces.cli.failing import LEFT_OUT
from casework.interfaces.cli.printing import complain, print_json, say
from casework.interfaces.cli.progress import Watch
from casework.interfaces.cli.reads import As, Json
from casework.interfaces.cli.session import begin

SHOWN = 50


def group(name: str, text: str) -> Any:
    """The commands of all sources."""
    app = typer.Typer(
        name=name, help=text, no_args_is_help=True, add_completion=False, rich_markup_mode=None
    )

    @app.callback()
    def _import() -> None:
        """A source has to be named."""

    _import.__doc__ = text
    for source in SOURCES.values():
        app.command(source.name, help=source.summary)(command_of(source))
    return typer.main.get_group(app)


def command_of(source: Source) -> Callable[..., None]:
    """The command that imports a file of this source."""

    def run(
        ctx: typer.Context,
        file: Annotated[Path, typer.Argument(help="The file; it may be gzip.")],
        strict: Annotated[
            bool, typer.Option("--strict", help="Stop at the first bad row.")
        ] = False,
        problems: Annotated[
            bool, typer.Option("--problems", help="Make parent cases of problem records.")
        ] = False,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Do everything and keep nothing.")
        ] = False,
        shell_json: Json = False,
        shell_as: As = "",
    ) -> None:
        by = begin(ctx, {"shell_json": shell_json, "shell_as": shell_as})
        with Watch(source.name) as watch:

            def progress(rows: int, done: int, total: int) -> None:
                watch(done, total, _("{rows} rows").format(rows=f"{rows:,}"))

            report = source.run(
                file, by, strict=strict, dry_run=dry_run, problems=problems, progress=progress
            )
        if ctx.obj["json"]:
            print_json({**asdict(report), "file": str(report.file)})
        else:
            _print(report)
        if report.problem_count:
            raise typer.Exit(LEFT_OUT)

    return run


def _print(report: Report) -> None:
    if report.resumed_at:
        say(_("went on after line {line}").format(line=f"{report.resumed_at:,}"))
    told = _("{source}: {rows} rows, {made} records made, {repeated} rows known before")
    say(
        told.format(
            source=report.source,
            rows=f"{report.rows:,}",
            made=f"{report.cases:,}",
            repeated=f"{report.repeated:,}",
        )
    )
    for name, count in sorted(report.counts.items()):
        say(f"  {name} {count:,}", "dim")
    for line, problem in report.problems[:SHOWN]:
        complain(_("line {line}: {problem}").format(line=line, problem=problem))
    if report.problem_count:
        complain(
            _("{count} problems; these rows were left out").format(
                count=f"{report.problem_count:,}"
            )
        )
    if report.dry_run:
        say(_("A dry run: nothing was kept."))
    elif not report.is_finished:
        complain(_("The file ends too early: what comes after was not imported."))
