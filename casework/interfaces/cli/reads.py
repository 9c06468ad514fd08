"""Reads: the lists and the records of a noun, the same as by REST."""

from typing import Annotated, Any

import typer

from casework.cases.models import Case, Transition
from casework.interfaces import reading
from casework.interfaces.calling import PLURALS, find
from casework.interfaces.cli.completing import keys_of_noun
from casework.interfaces.cli.pages import COLUMNS, cursor, pair, print_list, print_page
from casework.interfaces.cli.printing import print_json, print_record
from casework.interfaces.cli.session import begin
from casework.kernel.records import NOUNS

ROOT = "/api/v1"
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
As = Annotated[
    str,
    typer.Option(
        "--as", metavar="USER", help="Act as this user; else the administrator.", show_default=False
    ),
]
Limit = Annotated[str, typer.Option(metavar="N", help="How many.", show_default=False)]
Fields = Annotated[str, typer.Option(help="Columns, as in number,title.", show_default=False)]
Filters = Annotated[
    list[str],
    typer.Option(
        "--filter", metavar="NAME=VALUE", show_default=False,
        help="As in state=active, created_at.gte=2026-01-01, title.contains=toner. "
        "Operators: ne in lt lte gt gte contains null. Repeat it for more.",
    ),
]  # fmt: skip
Sort = Annotated[str, typer.Option(help="Columns, as in -created_at,title.", show_default=False)]
Words = Annotated[str, typer.Option("--q", help="Words to search for.", show_default=False)]
After = Annotated[
    str, typer.Option(metavar="NEXT", help="Go on after a page: its next.", show_default=False)
]


AsOf = Annotated[
    str, typer.Option("--as-of", metavar="TIME", help="As of a past moment.", show_default=False)
]
Sight = Annotated[
    str,
    typer.Option(metavar="SIGHT", help="today or then, beside --as-of.", show_default=False),
]
Count = Annotated[bool, typer.Option("--count", help="Also how many there are.")]


def add_reads(app: typer.Typer, noun: str) -> None:
    """Add list, show and available of a noun, and what lies below a case."""
    model = NOUNS[noun]
    plural = PLURALS[noun]
    key_of = typer.Argument(metavar="KEY", autocompletion=keys_of_noun(model), show_default=False)
    key_type = Annotated[str, key_of]

    def lists(
        ctx: typer.Context,
        filters: Filters = [],  # noqa: B006 typer copies it
        sort: Sort = "",
        limit: Limit = "",
        fields: Fields = "",
        q: Words = "",
        after: After = "",
        as_of: AsOf = "",
        sight: Sight = "",
        count: Count = False,
        shell_json: Json = False,
        shell_as: As = "",
    ) -> None:
        actor = begin(ctx, {"shell_json": shell_json, "shell_as": shell_as})
        pairs = [pair(one) for one in filters]
        said = {"sort": sort, "limit": limit, "q": q, "after": cursor(after, "after")}
        said |= {"as_of": as_of, "sight": sight, "count": "true" if count else ""}
        print_list(ctx, model, f"{ROOT}/{plural}", pairs, said, fields, actor)

    lists.__doc__ = f"List {plural.replace('-', ' ')}, the newest first."
    app.command("list")(lists)

    def show(
        ctx: typer.Context,
        key: str,
        fields: Fields = "",
        as_of: AsOf = "",
        sight: Sight = "",
        shell_json: Json = False,
        shell_as: As = "",
    ) -> None:
        """Show one record."""
        actor = begin(ctx, {"shell_json": shell_json, "shell_as": shell_as})
        said = {"as_of": as_of, "sight": sight}
        asked = reading.Asked("", [(k, v) for k, v in said.items() if v])
        only = reading.only_this(model, key, actor) if as_of else None
        with reading.past(model, asked, actor, only) as told:
            [pk] = find(model, [key], actor)
            item, _version = reading.record(model, pk, actor, fields)
        item |= told
        print_json(item) if ctx.obj["json"] else print_record(item, model.KEY)

    def available(
        ctx: typer.Context,
        key: str,
        asking_for: Annotated[
            str, typer.Option("--for", metavar="USER", help="Ask for somebody else.")
        ] = "",
        shell_json: Json = False,
        shell_as: As = "",
    ) -> None:
        """Tell what may be done with it now, and why not the rest."""
        actor = begin(ctx, {"shell_json": shell_json, "shell_as": shell_as})
        page = reading.availability(model, [key], actor, asking_for)
        print_page(ctx, page, COLUMNS["available"], "")

    for name, one in (("show", show), ("available", available)):
        one.__annotations__["key"] = key_type
        app.command(name)(one)
    for name in reading.stories_of(model):
        _add_story(app, model, plural, name, key_type)
    if model is Transition:
        _add_transitions(app)
    if model is Case:
        for name in reading.BELOW:
            _add_below(app, name, key_type)


def _add_story(app: typer.Typer, model: Any, plural: str, name: str, key_type: Any) -> None:
    def tells(
        ctx: typer.Context,
        key: str,
        limit: Limit = "",
        before: After = "",
        kinds: Annotated[str, typer.Option(help="As in email,note.", show_default=False)] = "",
        column: Annotated[str, typer.Option(help="One column alone.", show_default=False)] = "",
        shell_json: Json = False,
        shell_as: As = "",
    ) -> None:
        actor = begin(ctx, {"shell_json": shell_json, "shell_as": shell_as})
        said = {"limit": limit, "kinds": kinds, "before": cursor(before, "before")}
        pairs = [(k, v) for k, v in {**said, "column": column}.items() if v]
        asked = reading.Asked(f"{ROOT}/{plural}/{key}/{name}", pairs)
        page = reading.story(model, name, key, asked, actor)
        print_page(ctx, page, COLUMNS[name], "before")

    tells.__annotations__["key"] = key_type
    tells.__doc__ = reading.stories_of(model)[name].__doc__
    app.command(name)(tells)


def _add_below(app: typer.Typer, name: str, key_type: Any) -> None:
    model, _path = reading.BELOW[name]

    def lists(
        ctx: typer.Context,
        key: str,
        filters: Filters = [],  # noqa: B006 typer copies it
        sort: Sort = "",
        limit: Limit = "",
        fields: Fields = "",
        after: After = "",
        as_of: AsOf = "",
        sight: Sight = "",
        count: Count = False,
        shell_json: Json = False,
        shell_as: As = "",
    ) -> None:
        actor = begin(ctx, {"shell_json": shell_json, "shell_as": shell_as})
        pairs = [pair(one) for one in filters]
        said = {"sort": sort, "limit": limit, "after": cursor(after, "after")}
        said |= {"as_of": as_of, "sight": sight, "count": "true" if count else ""}
        path = f"{ROOT}/cases/{key}/{name}"
        print_list(ctx, model, path, pairs, said, fields, actor, (name, key))

    lists.__annotations__["key"] = key_type
    lists.__doc__ = f"List the {name.replace('-', ' ')} of a case."
    app.command(name)(lists)


def _add_transitions(app: typer.Typer) -> None:
    def check(ctx: typer.Context, shell_json: Json = False, shell_as: As = "") -> None:
        """List the statuses from which no case could be closed."""
        actor = begin(ctx, {"shell_json": shell_json, "shell_as": shell_as})
        print_page(ctx, reading.checked(actor), COLUMNS["check"], "")

    def replay(
        ctx: typer.Context,
        days: Annotated[str, typer.Option(metavar="N", help="How many days back.")] = "30",
        shell_json: Json = False,
        shell_as: As = "",
    ) -> None:
        """Tell what the present transitions would have refused in the last days."""
        actor = begin(ctx, {"shell_json": shell_json, "shell_as": shell_as})
        print_page(ctx, reading.replayed(days, actor), COLUMNS["replay"], "")

    app.command("check")(check)
    app.command("replay")(replay)
