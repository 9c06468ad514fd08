"""Values: a cell of a plain file as a value of the column it is meant for."""

import datetime
import types
import typing
from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from casework.importing.converting import flag, moments
from casework.kernel.columns import fitting

Reader = Callable[[str], Any]
MOMENT = moments("dmy")


class Name(str):
    """The name of a record of a noun, still to be found."""

    __slots__ = ("column", "model")
    column: str
    model: Any

    @classmethod
    def of(cls, model: Any, column: str, text: str) -> "Name":
        """``text`` as the name of a record of ``model``, given in ``column``."""
        made = cls(text)
        made.model, made.column = model, column
        return made


def reader_of(model: Any, name: str, hint: Any) -> Reader:
    """How the cells of a column are read: by the type of the argument, then as the column keeps
    them. The reader raises ValueError or InvalidInput with the cure."""
    kind = _kind(hint)
    if isinstance(kind, type) and issubclass(kind, Model):
        return lambda text: Name.of(kind, name, text)
    column = _column(model, name)
    if kind is bool:
        return flag
    if kind is datetime.datetime:
        return MOMENT
    if kind is datetime.date:
        return lambda text: MOMENT(text).date()
    if kind is int:
        choices: Any = () if column is None else column.flatchoices
        labels = {str(label).casefold(): code for code, label in choices}

        def number(text: str) -> Any:
            value = labels.get(text.casefold(), text)
            if isinstance(value, str) and not value.lstrip("-").isdecimal():
                wanted = ", ".join(labels) or _("a whole number")
                raise ValueError(_("{text} is not {wanted}").format(text=text, wanted=wanted))
            return int(value) if column is None else fitting(model, name, int(value))

        return number
    if kind is list:
        return lambda text: [one.strip() for one in text.split(";") if one.strip()]
    if column is None:
        return str
    return lambda text: fitting(model, name, text)


def _kind(hint: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _kind(next(one for one in typing.get_args(hint) if one is not type(None)))
    return origin or hint


def _column(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
