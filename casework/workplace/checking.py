"""Checking: whether a list can have these columns and this order, and JSON a size."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework.kernel.refusals import InvalidInput
from casework.kernel.shapes import shapes_of, sorted_by
from casework.kernel.text import storable
from casework.organisation.asking import custom_of
from casework.workplace.trees import CUSTOM

COLUMNS, STEPS = 50, 5
LARGEST = 100_000  # characters of one value as JSON
NARROWEST, WIDEST = 20, 2_000  # pixels
# what lists make of several columns, and show as one
TOGETHER = {
    "case": ("customer", "owner", "age"),
    "activity": ("owner",),
    "account": ("owner",),
    "contact": ("owner",),
    "queue_item": ("item", "title", "priority", "worker"),
}


def check_columns(model: Any, names: Any, field: str = "columns") -> None:
    """Refuse what is no list of different columns of ``model``; raises InvalidInput."""
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise InvalidInput(field=field, problem=_("must be a list of texts"))
    if len(names) > COLUMNS or len(set(names)) < len(names):
        problem = _("are up to {most} columns, each once").format(most=COLUMNS)
        raise InvalidInput(field=field, problem=problem)
    known = shapes_of(model)
    for name in names:
        if name.startswith(CUSTOM) and "custom" in known:
            custom_of(model, name.removeprefix(CUSTOM))
        elif name not in known and name not in TOGETHER.get(model.NOUN, ()):
            problem = _("{name} is no column; there are: {known}").format(
                name=name[:50], known=", ".join(known)
            )
            raise InvalidInput(field=field, problem=problem)


def check_widths(model: Any, widths: Any, field: str = "columns") -> None:
    """Refuse what is no width in pixels for each column of ``model``; raises InvalidInput."""
    fit = isinstance(widths, dict) and all(
        isinstance(one, int) and not isinstance(one, bool) and NARROWEST <= one <= WIDEST
        for one in widths.values()
    )
    if not fit:
        problem = _("has widths of columns from {least} to {most}").format(
            least=NARROWEST, most=WIDEST
        )
        raise InvalidInput(field=field, problem=problem)
    check_columns(model, list(widths), field)


def check_sort(model: Any, sort: Any) -> None:
    """Refuse an order by which no list of ``model`` can be sorted; raises InvalidInput."""
    names = [one.strip() for one in sort.split(",") if one.strip()] if sort else []
    if len(names) > STEPS:
        raise InvalidInput(field="sort", problem=_("names more than 5 columns"))
    for name in names:
        bare = name.removeprefix("-")
        if bare.startswith(CUSTOM) and "custom" in shapes_of(model):
            custom_of(model, bare.removeprefix(CUSTOM))
        else:
            sorted_by(model, bare)


def check_size(field: str, value: Any, most: int = LARGEST) -> None:
    """Refuse JSON that is too long, or that no database can keep; raises InvalidInput."""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
    except (ValueError, TypeError, RecursionError):
        raise InvalidInput(field=field, problem=_("is no JSON")) from None
    if len(text) > most:
        problem = _("is longer than {length}").format(length=most)
        raise InvalidInput(field=field, problem=problem)
    if not all(map(storable, _texts(value))):
        problem = _("holds a character that cannot be stored (NUL or half a pair)")
        raise InvalidInput(field=field, problem=problem)


def _texts(value: Any) -> Iterator[str]:
    """Every text in JSON, the names of objects included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from map(str, value)
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
