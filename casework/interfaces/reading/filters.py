"""Filters: ``column.operator=value`` of a list, and trees of them, as a condition; only names we
know."""

from typing import Any

import orjson
from django.db.models import Q
from django.utils.translation import gettext as _

from casework.interfaces.reading.comparing import Comparing, refuse_long
from casework.kernel.access import ALL, NONE
from casework.kernel.actor import Actor
from casework.kernel.refusals import InvalidInput
from casework.kernel.text import ascii_of, fold, storable
from casework.workplace import trees

FILTERS = 100


def condition(model: Any, given: list[tuple[str, str]], actor: Actor) -> tuple[Q, dict[str, Any]]:
    """What the rows must be, and what they must be annotated with for it.

    Raises InvalidInput for an unknown column or operator and for a value that does not fit.
    """
    if len(given) > FILTERS:
        problem = _("are more than {most} values").format(most=FILTERS)
        raise InvalidInput(field="filters", problem=problem)
    made, comparing = Q(), Comparing(model, actor)
    for name, text in given:
        if not storable(text) or not storable(name):
            problem = _("holds a character that cannot be stored (NUL or half a pair)")
            raise InvalidInput(field=ascii_of(name), problem=problem)
        start = trees.CUSTOM if name.startswith(trees.CUSTOM) else ""
        bare, _dot, operator = name.removeprefix(start).partition(".")
        made &= comparing.leaf(start + bare, operator or "eq", text, name)
    return made, comparing.annotations


def grouped(model: Any, tree: Any, actor: Actor) -> tuple[Q, dict[str, Any]]:
    """The same of a tree: ``{"all": [...]}``, ``{"any": [...]}`` and leaves of column, operator and
    value, with the same operators and refusals. An empty ``all`` asks nothing, an empty ``any``
    finds nothing.
    """
    comparing = Comparing(model, actor)
    return _group(trees.read(tree), comparing), comparing.annotations


def _group(group: trees.Group, comparing: Comparing) -> Q:
    made = ALL if group.word == "all" else NONE
    for part in group.parts:
        if isinstance(part, trees.Group):
            one = _group(part, comparing)
        else:
            one = comparing.leaf(part.column, part.operator, part.value, part.name)
        made = made & one if group.word == "all" else made | one
    return made


def tree_of(text: str) -> Any:
    """The tree in an address; raises InvalidInput where it is no JSON."""
    try:
        return orjson.loads(text)
    except (ValueError, UnicodeError, RecursionError):
        raise InvalidInput(field=trees.FIELD, problem=_("is no JSON")) from None


def searched(model: Any, text: str) -> Q:
    """Rows that hold the words of a search: in their name, their number or their subject."""
    if not storable(text):
        problem = _("holds a character that cannot be stored (NUL or half a pair)")
        raise InvalidInput(field="q", problem=problem)
    refuse_long("q", text)
    made = NONE
    for column in model.DERIVED:
        made |= Q(**{f"{column}__contains": fold(text)})
    names = {field.name for field in model._meta.concrete_fields}
    folded = {source for source, _make in model.DERIVED.values()}
    for column in {model.KEY, "subject", "number", "email"} - folded - {"id"}:
        if column in names and not model._meta.get_field(column).is_relation:
            made |= Q(**{f"{column}__icontains": text})
    return made
