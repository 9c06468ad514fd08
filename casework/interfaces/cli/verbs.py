"""Verbs: the commands of a noun, made from its operations, with the reads beside them."""

import inspect
import json
import sys
from collections.abc import Callable
from typing import Annotated, Any, Optional

import typer
from django.utils.translation import gettext as _
from typer.core import TyperGroup

from casework.interfaces.calling import Asking, call, description, foreseen, outcome, touched
from casework.interfaces.cli.completing import keys_of_noun
from casework.interfaces.cli.failing import LEFT_OUT
from casework.interfaces.cli.options import KEPT, given_of, option, options_of
from casework.interfaces.cli.outcomes import print_outcome, print_preview
from casework.interfaces.cli.printing import print_json
from casework.interfaces.cli.progress import Watch
from casework.interfaces.cli.reads import add_reads
from casework.interfaces.cli.retrying import retried
from casework.interfaces.cli.rows import Rows, run_table, table_of
from casework.interfaces.cli.session import begin
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS, OnRefusal, Operation, Result
from casework.kernel.previews import Preview
from casework.kernel.progress import heard_by
from casework.kernel.refusals import InvalidInput
from casework.kernel.retrying import Answer, checked_key, digest_of


class Verbs(TyperGroup):
    """The verbs of a noun; ``set_parent`` is understood as ``set-parent``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of this name."""
        return super().resolve_command(ctx, [args[0].replace("_", "-"), *args[1:]])


def group(name: str, text: str) -> Any:
    """The commands of a noun."""
    noun = name.replace("-", "_")
    app = typer.Typer(
        name=name,
        cls=Verbs,
        help=text,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @app.callback()
    def _noun() -> None:
        """A noun alone does nothing."""

    _noun.__doc__ = text
    add_reads(app, noun)
    for one in sorted(OPERATIONS.values(), key=lambda each: each.name):
        if one.name.partition(".")[0] == noun:
            app.command(one.verb.replace("_", "-"), help=description(one))(command_of(one))
    return typer.main.get_group(app)


def command_of(operation: Operation) -> Callable[..., None]:
    """The command that runs an operation."""

    def run(ctx: typer.Context, **said: Any) -> None:
        by = begin(ctx, said)
        asking = Asking(said["shell_preview"], said["shell_fingerprint"])
        with Watch(operation.name) as watch, heard_by(lambda step: watch(step.done, step.of)):
            told = _once(operation, said, by, asking)
        if ctx.obj["json"]:
            print_json(told)
        elif asking.preview:
            print_preview(told)
        else:
            print_outcome(operation, told)
        if told["left_out"]:
            raise typer.Exit(LEFT_OUT)

    return shaped(run, [*_before(operation), *options_of(operation), *_after(operation)])


def _once(operation: Operation, said: dict[str, Any], by: Actor, asking: Asking) -> dict[str, Any]:
    """What came of it, or what came of it before under the same key."""
    keys = _keys(said.get("shell_keys") or ())
    file = said.get("shell_from")
    given = given_of(operation, said, prompting=not file)
    table = table_of(operation, file, given) if file else None

    def step() -> Answer:
        result = _call(operation, said, keys, given, table, by, asking)
        if isinstance(result, Preview):
            return Answer(foreseen(result, operation, by), {})
        return Answer(outcome(result, operation), touched(result, operation))

    key = said.get("shell_idempotency_key")
    if key is None or asking.preview:
        told: dict[str, Any] = step().value
        return told
    beside = (said["shell_on_refusal"], said.get("shell_if_match"), asking.expecting)
    whole = (operation.name, keys, given, table and table.rows, beside)
    asked = digest_of([b"shell", json.dumps(whole, sort_keys=True, default=repr).encode()])
    return retried(by, checked_key(key, "--idempotency-key"), asked, step)


def _call(
    operation: Operation,
    said: dict[str, Any],
    keys: list[str],
    given: dict[str, Any],
    table: Rows | None,
    by: Actor,
    asking: Asking,
) -> Result | Preview:
    on_refusal: OnRefusal = said["shell_on_refusal"]
    wanted = said.get("shell_if_match")
    if table is None:
        return call(
            operation, keys, given, by=by, on_refusal=on_refusal, if_match=wanted, asking=asking
        )
    if keys or wanted is not None:
        problem = _("names the records itself: leave out KEYS and --if-match")
        raise InvalidInput(field="--from", problem=problem)
    return run_table(operation, table, by, on_refusal, asking)


def shaped(run: Callable[..., None], parameters: list[inspect.Parameter]) -> Callable[..., None]:
    """The function as typer is to see it."""
    context = inspect.Parameter("ctx", KEPT, annotation=typer.Context)
    seen = [context, *parameters, *common()]
    run.__signature__ = inspect.Signature(seen)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in seen}
    return run


def common() -> list[inspect.Parameter]:
    """The options that every command has."""
    return [
        option("shell_json", bool, False, "--json", help=_("Answer in JSON, for programs.")),
        option(
            "shell_as", str, "", "--as", metavar="USER", show_default=False,
            help=_("Act as this user; else the administrator."),
        ),
    ]  # fmt: skip


def _before(operation: Operation) -> list[inspect.Parameter]:
    if operation.creates:
        return []
    key = operation.model.KEY.replace("_", " ")
    by = _("id") if key == "id" else _("{key} or id").format(key=key)
    noun = operation.model.NOUN.replace("_", " ")
    text = _("Each {noun} by its {by}; - reads them from standard input, one a line.")
    argument = typer.Argument(
        metavar="KEYS...",
        help=text.format(noun=noun, by=by),
        autocompletion=keys_of_noun(operation.model),
        show_default=False,
    )
    hint = Annotated[Optional[list[str]], argument]  # noqa: UP045
    return [inspect.Parameter("shell_keys", KEPT, default=None, annotation=hint)]


def _after(operation: Operation) -> list[inspect.Parameter]:
    refusal = option(
        "shell_on_refusal", OnRefusal, "stop", "--on-refusal",
        help=_("skip: leave out what is refused, and do the rest."),
    )  # fmt: skip
    file = option(
        "shell_from", Optional[str], None, "--from", metavar="FILE", show_default=False,  # noqa: UP045
        help=_("A table of rows, CSV or JSON lines; - is standard input."),
    )  # fmt: skip
    preview = option(
        "shell_preview", bool, False, "--preview", show_default=False,
        help=_("Show what it would do, and do nothing."),
    )  # fmt: skip
    confirming = option(
        "shell_fingerprint", Optional[str], None, "--fingerprint", metavar="HEX",  # noqa: UP045
        show_default=False, help=_("Do it only if it still is what the preview showed."),
    )  # fmt: skip
    once = option(
        "shell_idempotency_key", Optional[str], None, "--idempotency-key", metavar="KEY",  # noqa: UP045
        show_default=False, help=_("Do it once for this key, however often it is sent."),
    )  # fmt: skip
    if operation.creates:
        return [refusal, file, preview, confirming, once]
    match = option(
        "shell_if_match", Optional[int], None, "--if-match", metavar="VERSION",  # noqa: UP045
        show_default=False, help=_("Only if it still has this version."),
    )  # fmt: skip
    return [refusal, file, match, preview, confirming, once]


def _keys(given: Any) -> list[str]:
    keys: list[str] = []
    for one in given:
        if one == "-":
            keys += [line.strip() for line in sys.stdin if line.strip()]
        else:
            keys.append(one)
    return keys
