"""Trees: filters that are joined by all and any, as views keep them and lists take them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from casework.kernel.refusals import InvalidInput
from casework.kernel.shapes import filtered_by, refuse_operator
from casework.kernel.text import ascii_of, storable
from casework.organisation.asking import custom_of

DEEP = 5  # groups within one another
LEAVES = 100
VALUES, ALL_VALUES = 500, 5_000  # of one leaf, and of all
FIELD = "filter"
NAMES = frozenset({"column", "operator", "value"})
CUSTOM = "custom."


@dataclass(frozen=True)
class Leaf:
    """A column compared with one value or several, as texts."""

    column: str
    operator: str
    value: str | list[str]

    @property
    def name(self) -> str:
        """As a list is filtered by it."""
        return f"{self.column}.{self.operator}"


@dataclass(frozen=True)
class Group:
    """Parts that must ``all`` hold, or ``any`` of them."""

    word: str
    parts: "tuple[Group | Leaf, ...]"

    def leaves(self) -> Iterator[Leaf]:
        """Every comparison, from left to right."""
        for part in self.parts:
            if isinstance(part, Leaf):
                yield part
            else:
                yield from part.leaves()


def read(tree: Any) -> Group:
    """A tree as it is given: ``{"all": [...]}`` or ``{"any": [...]}`` of such trees and of
    ``{"column", "operator", "value"}``; empty, it asks nothing.

    Raises InvalidInput for what is no tree, is too deep, or has too many leaves or values.
    """
    if tree == {}:
        return Group("all", ())
    made = _read(tree, 1)
    if isinstance(made, Leaf):
        raise InvalidInput(field=FIELD, problem=_('begins with "all" or "any"'))
    leaves = list(made.leaves())
    if len(leaves) > LEAVES:
        raise _too_many(LEAVES)
    if sum(len(one.value) for one in leaves if isinstance(one.value, list)) > ALL_VALUES:
        raise _too_many(ALL_VALUES)
    return made


def check(model: Any, tree: Any) -> None:
    """Refuse a tree by which no list of ``model`` can be filtered; raises InvalidInput naming the
    column or the operator that is not there, and those that are.

    Values are looked at when the list is read: the records they name may come and go.
    """
    for leaf in read(tree).leaves():
        if leaf.column.startswith(CUSTOM):
            kind = custom_of(model, leaf.column.removeprefix(CUSTOM)).kind
        else:
            kind = filtered_by(model, leaf.name).kind
        refuse_operator(kind, leaf.name, leaf.operator)


def _read(part: Any, depth: int) -> Group | Leaf:
    if not isinstance(part, dict):
        problem = _('is made of objects: {"all": [...]}, {"any": [...]}, or a column with a value')
        raise InvalidInput(field=FIELD, problem=problem)
    if "column" in part:
        return _leaf(part)
    if len(part) != 1 or not part.keys() <= {"all", "any"}:
        problem = _('has one of "all" and "any" in a group, and nothing else')
        raise InvalidInput(field=FIELD, problem=problem)
    [(word, parts)] = part.items()
    if not isinstance(parts, list):
        raise InvalidInput(field=FIELD, problem=_("has a list in each group"))
    if depth > DEEP:
        raise InvalidInput(field=FIELD, problem=_("is more than {most} deep").format(most=DEEP))
    if len(parts) > LEAVES:
        raise _too_many(LEAVES)
    return Group(word, tuple(_read(one, depth + 1) for one in parts))


def _leaf(part: dict[str, Any]) -> Leaf:
    column, operator = part["column"], part.get("operator", "eq")
    if not isinstance(column, str) or not isinstance(operator, str) or part.keys() - NAMES:
        problem = _("has column, operator and value in a leaf, the first two texts")
        raise InvalidInput(field=FIELD, problem=problem)
    name = ascii_of(f"{column}.{operator}")
    if "value" not in part:
        raise InvalidInput(field=name, problem=_("is required"))
    value = part["value"]
    if not isinstance(value, list):
        return Leaf(column, operator, _text(name, value))
    if operator != "in":
        raise InvalidInput(field=name, problem=_("takes one value; several go with in"))
    if len(value) > VALUES:
        problem = _("are more than {most} values").format(most=VALUES)
        raise InvalidInput(field=name, problem=problem)
    return Leaf(column, operator, [_text(name, one) for one in value])


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value) if abs(value) < 1e18 else "inf"
    if not isinstance(value, str):
        problem = _("must be a text, a number, or true or false")
        raise InvalidInput(field=name, problem=problem)
    if not storable(value):
        problem = _("holds a character that cannot be stored (NUL or half a pair)")
        raise InvalidInput(field=name, problem=problem)
    return value


def _too_many(most: int) -> InvalidInput:
    problem = _("are more than {most} values").format(most=most)
    return InvalidInput(field=FIELD, problem=problem)
