"""Options: the arguments of an operation on the command line, and their values back."""

import inspect
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Optional

import typer
from django.utils.translation import gettext as _

from casework.interfaces.calling import Parameter, parameters
from casework.interfaces.cli.completing import keys_of_noun
from casework.interfaces.cli.failing import interactive
from casework.kernel.operations import Operation
from casework.kernel.refusals import InvalidInput

KEPT = inspect.Parameter.KEYWORD_ONLY
TYPES: dict[str, Any] = {"number": int, "decimal": float, "yes_no": bool}
METAVARS = {
    "moment": "TIME", "date": "DATE", "file": "FILE", "table": "NAME=VALUE", "text": "TEXT",
    "anything": "JSON",
}  # fmt: skip


def option(name: str, hint: Any, default: Any, *flags: str, **more: Any) -> inspect.Parameter:
    """An option as a parameter that typer reads."""
    return inspect.Parameter(
        name, KEPT, default=default, annotation=Annotated[hint, typer.Option(*flags, **more)]
    )


def options_of(operation: Operation) -> list[inspect.Parameter]:
    """The arguments of an operation as options; none is required, for a table may bring it."""
    made = []
    for one in parameters(operation).values():
        made += _options(one, one.name in operation.secret)
    return made


def flag(name: str) -> str:
    """``resolution_type`` as ``--resolution-type``."""
    return f"--{name.replace('_', '-')}"


def _options(one: Parameter, secret: bool) -> list[inspect.Parameter]:
    word = flag(one.name)
    more: dict[str, Any] = {"help": _help(one, secret), "show_default": False}
    if one.kind == "yes_no":
        both = f"{word}/--no-{word[2:]}"
        return [option(one.name, Optional[bool], None, both, **more)]  # noqa: UP045
    made = TYPES.get(one.kind, str)
    if one.choices:
        made = Literal[one.choices]
    elif one.kind == "record":
        more["metavar"] = one.noun.upper()
        more["autocompletion"] = keys_of_noun(one.model)
    else:
        more["metavar"] = METAVARS.get(one.kind)
    if one.many or one.kind == "table":
        hint: Any = Optional[list[made]]  # type: ignore[valid-type]  # noqa: UP045
    else:
        hint = Optional[made]  # noqa: UP045
    options = [option(one.name, hint, None, word, **more)]
    if emptied(one):
        text = _("Leave {name} empty.").format(name=one.name.replace("_", " "))
        options.append(
            option(f"no_{one.name}", bool, False, f"--no-{word[2:]}", help=text, show_default=False)
        )
    return options


def emptied(one: Parameter) -> bool:
    """Whether an argument has a ``--no-`` beside it, which empties it."""
    if one.kind == "yes_no":
        return False
    if one.many:
        return one.may_skip
    return one.may_be_none and (one.required or one.may_skip or one.default is not None)


def _help(one: Parameter, secret: bool) -> str:
    said = []
    if one.kind == "record":
        key = one.model.KEY.replace("_", " ")
        by = _("id") if key == "id" else _("{key} or id").format(key=key)
        said.append(_("{noun}: {by}.").format(noun=one.noun.replace("_", " "), by=by).capitalize())
    if one.kind == "moment":
        said.append(_("As in 2026-11-24T09:30:00Z."))
    if one.kind == "date":
        said.append(_("As in {date}.").format(date=date(2026, 11, 24)))
    if one.many or one.kind == "table":
        said.append(_("Repeat it for more."))
    if secret:
        said.append(_("- reads it from standard input."))
    if one.required:
        said.append(_("Required."))
    if one.default not in (None, False, "", [], {}) and not one.may_skip:
        said.append(_("By default {value}.").format(value=one.default))
    return " ".join(said)


def given_of(operation: Operation, said: dict[str, Any], *, prompting: bool) -> dict[str, Any]:
    """The arguments that were given, as values of the operation. Raises InvalidInput."""
    given: dict[str, Any] = {}
    for one in parameters(operation).values():
        value = said.get(one.name)
        if said.get(f"no_{one.name}"):
            if value:
                raise InvalidInput(field=flag(one.name), problem=_("and its opposite are given"))
            given[one.name] = [] if one.many else None
        elif one.name in operation.secret and prompting:
            given[one.name] = _secret(one, value)
        elif value is not None and value != []:
            given[one.name] = _value(one, value)
            if one.kind == "file" and "file_name" in parameters(operation) and value != "-":
                given.setdefault("file_name", said.get("file_name") or Path(value).name)
    return given


def _secret(one: Parameter, value: str | None) -> str:
    if value is None and interactive():
        return str(typer.prompt(one.name.capitalize(), hide_input=True, confirmation_prompt=True))
    if value == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if value is None:
        problem = _("is required; - reads it from standard input")
        raise InvalidInput(field=flag(one.name), problem=problem)
    return value


def _value(one: Parameter, value: Any) -> Any:
    if one.kind == "table":
        return _table(one, value)
    if one.kind == "anything":
        return [_loose(each) for each in value] if one.many else _loose(value)
    if one.kind == "file":
        try:
            return sys.stdin.buffer.read() if value == "-" else Path(value).read_bytes()
        except OSError as error:
            problem = f"{value}: {error.strerror}"
            raise InvalidInput(field=flag(one.name), problem=problem) from None
    return list(value) if one.many else value


def _table(one: Parameter, said: Sequence[str]) -> dict[str, Any]:
    """``--custom floor=3 --custom '{"door": "b"}'``: pairs, or whole objects."""
    made: dict[str, Any] = {}
    for each in said:
        whole = _loose(each) if each.lstrip().startswith("{") else None
        name, equals, value = each.partition("=")
        if isinstance(whole, dict):
            made.update(whole)
        elif equals and name.strip():
            made[name.strip()] = _loose(value)
        else:
            raise InvalidInput(field=flag(one.name), problem=_("write NAME=VALUE, or JSON"))
    return made


def _loose(text: str) -> Any:
    """What JSON says, else the text itself."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
