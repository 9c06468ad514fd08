"""Parameters: what an operation takes, read from its signature or from its rows."""

import base64
import binascii
import dataclasses
import datetime
import functools
import inspect
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Union

from pydantic import (
    BeforeValidator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    WithJsonSchema,
)

from casework.kernel.arguments import Unset
from casework.kernel.by_record import ByRecord
from casework.kernel.columns import LARGEST
from casework.kernel.operations import Operation
from casework.kernel.records import Record


@dataclasses.dataclass(frozen=True)
class Parameter:
    """One argument of an operation.

    ``kind`` is one of text, number, decimal, yes_no, moment, date, choice, table, file, record,
    anything; ``noun`` the noun of a record; ``many`` whether it is a list of these. ``may_skip`` is
    an argument that leaves a column as it is when nobody gives it.
    """

    name: str
    kind: str
    hint: Any
    required: bool
    default: Any = None
    noun: str = ""
    model: Any = None
    many: bool = False
    may_be_none: bool = False
    may_skip: bool = False
    choices: tuple[Any, ...] = ()


def _moment(value: Any) -> Any:
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value)
    if not isinstance(value, datetime.datetime):
        raise ValueError("moment")
    aware = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
    try:
        return aware.astimezone(datetime.UTC)
    except OverflowError:
        raise ValueError("moment") from None


def _date(value: Any) -> Any:
    if isinstance(value, str):
        return datetime.date.fromisoformat(value)
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise ValueError("date")
    return value


def _file(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("file") from None
    return value


Number = Annotated[StrictInt, Field(ge=-LARGEST, le=LARGEST)]
Decimal = Annotated[StrictFloat | Number, Field()]
Moment = Annotated[
    datetime.datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Date = Annotated[
    datetime.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})
]
File = Annotated[
    bytes,
    BeforeValidator(_file),
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]
Table = Annotated[dict[str, Any], WithJsonSchema({"type": "object"})]
KINDS: dict[Any, tuple[str, Any]] = {
    str: ("text", StrictStr),
    bool: ("yes_no", StrictBool),
    int: ("number", Number),
    float: ("decimal", Decimal),
    datetime.datetime: ("moment", Moment),
    datetime.date: ("date", Date),
    bytes: ("file", File),
    dict: ("table", Table),
}


@functools.cache
def parameters(operation: Operation) -> dict[str, Parameter]:
    """The arguments of an operation by name; the id of a new row is nobody's to give."""
    if operation.row is not None:
        hints = typing.get_type_hints(operation.row)
        return {
            one.name: _parameter(one.name, hints[one.name], _default_of(one))
            for one in dataclasses.fields(operation.row)
            if one.name != "id"
        }
    hints = typing.get_type_hints(operation.body)
    return {
        name: _parameter(name, hints[name], one.default)
        for name, one in inspect.signature(operation.body).parameters.items()
        if one.kind is inspect.Parameter.KEYWORD_ONLY
    }


def _default_of(column: Any) -> Any:
    if column.default is not dataclasses.MISSING:
        return column.default
    if column.default_factory is not dataclasses.MISSING:
        return column.default_factory()
    return inspect.Parameter.empty


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    empty = inspect.Parameter.empty
    union = typing.get_origin(hint) in (Union, types.UnionType)
    options = list(typing.get_args(hint)) if union else [hint]
    may_skip = Unset in options or isinstance(default, Unset)
    may_be_none = type(None) in options
    options = [one for one in options if one not in (Unset, ByRecord, type(None))]
    model, kind, many, choices = None, "anything", False, ()
    outside: Any = Any
    if len(options) == 1:
        [inner] = options
        if typing.get_origin(inner) in (list, tuple, frozenset, set, Sequence):
            many, inner = True, (typing.get_args(inner) or (Any,))[0]
        if isinstance(inner, type) and issubclass(inner, Record):
            kind, model, outside = "record", inner, StrictStr
        elif typing.get_origin(inner) is Literal:
            kind, choices, outside = "choice", typing.get_args(inner), inner
        else:
            plain = dict if typing.get_origin(inner) in (dict, Mapping) else inner
            kind, outside = KINDS.get(plain, ("anything", Any))
    if many:
        outside = list[outside]
    return Parameter(
        name=name,
        kind=kind,
        hint=outside | None if may_be_none and outside is not Any else outside,
        required=default is empty and not may_skip,
        default=None if default is empty or may_skip else default,
        noun=model.NOUN if model else "",
        model=model,
        many=many,
        may_be_none=may_be_none,
        may_skip=may_skip,
        choices=choices,
    )
