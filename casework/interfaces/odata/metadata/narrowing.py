"""Which definitions, and what of each: $filter, $orderby, $top, $select and $expand of rows that
no database holds."""

from collections.abc import Sequence
from typing import Any

from casework.interfaces.odata.query.options import Options
from casework.interfaces.odata.query.refusing import QueryRefused, no_property
from casework.interfaces.odata.query.tree import (
    All,
    Among,
    Any_,
    Call,
    Compare,
    Literal,
    Node,
    Not,
    Path,
)

Row = dict[str, Any]
TYPE = "@odata.type"
EXPANDED = {
    "Attributes", "Keys", "OneToManyRelationships", "ManyToOneRelationships",
    "ManyToManyRelationships", "OptionSet", "GlobalOptionSet",
    "sdkmessageid",
}  # fmt: skip
TEXTS = {
    "contains": lambda text, part: part in text,
    "startswith": lambda text, part: text.startswith(part),
    "endswith": lambda text, part: text.endswith(part),
}


def narrowed(rows: Sequence[Row], options: Options, kind: str) -> list[Row]:
    """The rows that are asked for, with the members that are asked for.

    Refuses with 0x80060888 a member that no definition of this kind has.
    """
    chosen = list(rows)
    if options.filter is not None:
        chosen = [one for one in chosen if _holds(options.filter, one, kind)]
    for order in reversed(options.order):
        chosen.sort(key=lambda one, by=order.by: _sortable(_value(by, one, kind)))  # type: ignore[misc]
        if order.down:
            chosen.reverse()
    if options.top is not None:
        chosen = chosen[: options.top]
    known = {name for one in rows for name in one}
    for name in (*(options.select or ()), *(one.name for one in options.expand)):
        if rows and name not in known:
            raise no_property(name, kind)
    return [_shaped(one, options, kind) for one in chosen]


def _shaped(row: Row, options: Options, kind: str) -> Row:
    wanted = options.select
    told = {
        name: value
        for name, value in row.items()
        if name not in EXPANDED
        and (wanted is None or name in wanted or name in ("MetadataId", TYPE))
    }
    for one in options.expand:
        if one.name not in EXPANDED:
            raise no_property(one.name, kind)
        if one.name not in row:
            continue
        inner = row[one.name]
        if isinstance(inner, list):
            told[one.name] = narrowed(inner, one.options, one.name)
        else:
            told[one.name] = None if inner is None else _part(inner, one.options)
    return told


def _part(inner: Row, options: Options) -> Row:
    wanted = options.select
    return {n: v for n, v in inner.items() if wanted is None or n in wanted or n == "MetadataId"}


def _holds(node: Node, row: Row, kind: str) -> bool:
    match node:
        case All(parts):
            return all(_holds(one, row, kind) for one in parts)
        case Any_(parts):
            return any(_holds(one, row, kind) for one in parts)
        case Not(part):
            return not _holds(part, row, kind)
        case Among(part, values):
            value = _value(part, row, kind)
            return any(_same(value, one.value) for one in values)
        case Compare(operator, left, right):
            return _compared(operator, _value(left, row, kind), _value(right, row, kind))
        case Call(name, (of, part)) if name in TEXTS:
            text, said = _value(of, row, kind), _value(part, row, kind)
            return bool(text is not None and TEXTS[name](_folded(text), _folded(said)))
        case Path():
            return _value(node, row, kind) is True
    raise QueryRefused("Definitions are filtered by comparisons, and, or, not, in and contains.")


def _value(node: Node, row: Row, kind: str) -> Any:
    if isinstance(node, Literal):
        return node.value
    if not isinstance(node, Path):
        raise QueryRefused("Definitions are compared by their members and by values.")
    value: Any = row
    for step in node.steps:
        if value is row and step not in row and step not in _OF_SOME:
            raise no_property(step, kind)
        value = value.get(step) if isinstance(value, dict) else None
    return value


# Members that only columns of some types have: the others have none of it.
_OF_SOME = {
    "MaxLength", "MinValue", "MaxValue", "Precision", "Format", "FormatName", "DateTimeBehavior",
    "Targets", "DefaultValue", "DefaultFormValue", "OptionSet", "GlobalOptionSet",
    "ReferencedEntity", "ReferencedAttribute", "ReferencingEntity", "ReferencingAttribute",
    "Entity1LogicalName", "Entity2LogicalName", "IntersectEntityName",
}  # fmt: skip


def _compared(operator: str, left: Any, right: Any) -> bool:
    if operator in ("eq", "ne"):
        return _same(left, right) is (operator == "eq")
    if left is None or right is None:
        return False
    try:
        return {
            "gt": lambda: left > right, "ge": lambda: left >= right,
            "lt": lambda: left < right, "le": lambda: left <= right,
        }[operator]()  # fmt: skip
    except TypeError:
        raise QueryRefused("Values of different types are compared.") from None


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(_folded(left) == _folded(right))


def _folded(value: Any) -> Any:
    """Texts are compared without regard to capitals; an id is a text here."""
    if value is None or isinstance(value, int | float):
        return value
    return str(value).casefold()


def _sortable(value: Any) -> Any:
    return value is not None, str(_folded(value))
