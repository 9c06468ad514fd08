"""Inputs: the arguments of an operation as a model, and what is wrong with what was given."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from casework.interfaces.calling.parameters import Parameter, parameters
from casework.kernel.operations import Operation
from casework.kernel.refusals import InvalidInput


class Input(BaseModel):
    """The arguments of an operation: nothing unknown is taken."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


@functools.cache
def input_of(operation: Operation) -> type[BaseModel]:
    """The arguments as a model: plain types, records as their id or name, nothing unknown."""
    columns: dict[str, Any] = {
        one.name: (one.hint, _field(one)) for one in parameters(operation).values()
    }
    name = "".join(part.title() for part in operation.name.replace(".", "_").split("_"))
    return create_model(name, __base__=Input, **columns)


def _field(one: Parameter) -> Any:
    told = _told(one)
    if one.required:
        return Field(description=told or None)
    return Field(
        default=one.default,
        description=told or None,
        json_schema_extra=_no_default if one.may_skip else None,
    )


def _no_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def _told(one: Parameter) -> str:
    if one.model is not None:
        key = one.model.KEY
        by = f"id or {key.replace('_', ' ')}" if key != "id" else "id"
        return f"{one.noun.replace('_', ' ')}: its {by}"
    return ""


def title(operation: Operation) -> str:
    """The first sentence of what the operation does."""
    return operation.summary.partition("\n\n")[0].replace("\n", " ").strip()


def description(operation: Operation) -> str:
    """What the operation does for the user, as its docstring says."""
    return operation.summary.replace("``", "`")


def key_names(operation: Operation) -> tuple[str, ...]:
    """The columns by which a row of a table names its record."""
    taken = parameters(operation)
    names = ("id", operation.model.KEY, "key")
    return tuple(dict.fromkeys(one for one in names if one not in taken))


def validated(operation: Operation, given: Mapping[str, Any], at: str = "") -> dict[str, Any]:
    """What was given, as Python values; raises InvalidInput with all that is wrong."""
    values, errors = checked(operation, given, at)
    refuse(errors)
    return values


def checked(
    operation: Operation, given: Mapping[str, Any], at: str = ""
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The values given and what is wrong with them, each with its field and the cure."""
    try:
        made = input_of(operation).model_validate(dict(given))
    except ValidationError as error:
        known = ", ".join(parameters(operation)) or _("none")
        return {}, [
            {"field": at + _path(one["loc"]), "problem": _problem(one, known)}
            for one in error.errors(include_url=False)
        ]
    return {name: getattr(made, name) for name in made.model_fields_set}, []


def refuse(errors: list[dict[str, str]]) -> None:
    """Refuse with everything that is wrong, if anything is."""
    if errors:
        first = errors[0]
        raise InvalidInput(
            field=first["field"],
            problem=first["problem"],
            errors=errors[:100],
            count=len(errors),
        )


def _path(where: Sequence[int | str]) -> str:
    """Where in the input; what pydantic adds for the branches of a union is left out."""
    steps = [f"[{one}]" if isinstance(one, int) else f".{one}" for one in where[:2]]
    if len(where) > 1 and not isinstance(where[1], int):
        steps = steps[:1]
    return "".join(steps).lstrip(".")


def _problem(error: Any, known: str) -> str:
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "literal_error":
        return _("must be one of {choices}").format(choices=context["expected"])
    if kind == "value_error":
        return {
            "file": _("must be the content of a file in base64"),
            "date": _("must be a date such as 2026-11-24"),
        }.get(str(context.get("error")), _("must be a time such as 2026-11-24T09:30:00Z"))
    return {
        "missing": _("is required"),
        "extra_forbidden": _("is no argument; there are: {known}").format(known=known),
        "string_type": _("must be text"),
        "int_type": _("must be a whole number"),
        "float_type": _("must be a number"),
        "bool_type": _("must be true or false"),
        "list_type": _("must be a list"),
        "dict_type": _("must be an object with names and values"),
        "bytes_type": _("must be the content of a file in base64"),
        "less_than_equal": _("is too large a number"),
        "greater_than_equal": _("is too small a number"),
    }.get(kind, str(error["msg"]))
