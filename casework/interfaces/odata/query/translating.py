"""From a tree to a condition of the database.

Logic is of two values: what is unknown (a comparison with nothing) does not hold, and ``not`` and
``ne`` hold where it does not. Texts are compared without case.
"""

from typing import Any

from django.db.models import Exists, Value

from casework.interfaces.odata.query import asking, calling, families
from casework.interfaces.odata.query.operators import (
    COMPARED,
    Equal,
    IsNull,
    Lowered,
    NotTrue,
    OneOf,
    both,
    either,
)
from casework.interfaces.odata.query.reaching import Reaching, Scope
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.tree import (
    All,
    Among,
    Any_,
    Arithmetic,
    Asked,
    Call,
    Compare,
    Lambda,
    Literal,
    Negative,
    Node,
    Not,
    Path,
)
from casework.interfaces.odata.query.typed import (
    NUMBERS,
    Sort,
    Typed,
    adapted,
    of_literal,
    read_as,
)

KINDS = {
    "eq": "Equal", "ne": "NotEqual", "gt": "GreaterThan", "ge": "GreaterThanOrEqual",
    "lt": "LessThan", "le": "LessThanOrEqual",
}  # fmt: skip


class Translating(Reaching):
    """Makes conditions and values from trees, for one actor."""

    def condition(self, node: Node, scope: Scope) -> Any:
        """What a row must be, as an expression that is true, false or unknown.

        Raises QueryRefused for unknown names and for values that do not fit.
        """
        if isinstance(node, All):
            return both(*(self.condition(part, scope) for part in node.parts))
        if isinstance(node, Any_):
            return either(*(self.condition(part, scope) for part in node.parts))
        if isinstance(node, Not):
            return NotTrue(self.condition(node.part, scope))
        if isinstance(node, Compare):
            left, right = self.value(node.left, scope), self.value(node.right, scope)
            return compared(node.operator, left, right)
        if isinstance(node, Among):
            return self.among(node, scope)
        if isinstance(node, Lambda):
            return self.quantified(node, scope)
        if isinstance(node, Asked):
            return self.asked(node, scope)
        made = self.value(node, scope)
        if made.sort is Sort.NULL:
            return either()
        if made.sort is not Sort.BOOLEAN:
            raise QueryRefused(f"A condition is true or false, and no '{made.sort}'.")
        return Equal(made.expression, Value(True))

    def value(self, node: Node, scope: Scope) -> Typed:
        """What a part of an expression is worth."""
        if isinstance(node, Literal):
            return of_literal(node)
        if isinstance(node, Path):
            row, steps = scope.of(node.steps)
            return self.reach(row, steps)
        if isinstance(node, Call):
            return calling.called(node.name, [self.value(one, scope) for one in node.arguments])
        if isinstance(node, Arithmetic):
            left, right = self.value(node.left, scope), self.value(node.right, scope)
            return calling.reckoned(node.operator, left, right)
        if isinstance(node, Negative):
            return calling.negative(self.value(node.part, scope))
        return Typed(self.condition(node, scope), Sort.BOOLEAN)

    def among(self, node: Among, scope: Scope) -> Any:
        """``in`` with a list."""
        part = self.value(node.part, scope)
        return among(part, [of_literal(one) for one in node.values])

    def quantified(self, node: Lambda, scope: Scope) -> Any:
        """``any`` and ``all``; of no rows, ``all`` holds."""
        row, steps = scope.of(node.path.steps)
        first, *rest = steps
        found = []
        inner = scope if row == scope.row else Scope(row, scope.variables, scope.hops)
        for target, rows in self.related(row, first):
            if rest:
                deeper = inner.inside(target, "$hop")
                path = Path(("$hop", *rest))
                made = self.quantified(Lambda(path, node.word, node.variable, node.condition),
                                       deeper)  # fmt: skip
                # of a row that is not there, all holds and none
                found.append(Exists(rows.filter(made)) if node.word == "any"
                             else Exists(rows.filter(NotTrue(made))))  # fmt: skip
                continue
            if first not in row.entity.by_collection:
                raise QueryRefused(f"'{first}' is no collection: any and all need one.")
            if node.condition is not None:
                within = scope.inside(target, node.variable)
                held = self.condition(node.condition, within)
                rows = rows.filter(held if node.word == "any" else NotTrue(held))
            found.append(Exists(rows))
        return either(*found) if node.word == "any" else NotTrue(either(*found))

    def asked(self, node: Asked, scope: Scope) -> Any:
        """A query function: its property is named as an attribute, a lookup without underscore."""
        row, steps = scope.of(node.property.steps)
        if steps is node.property.steps and scope.row.level == 0:
            row = scope.row  # a bare name is one of the rows that are asked for
        *before, last = steps
        entity = row.entity
        for step in before:
            entity = self.ways(entity, step)[0][1]
        attribute = entity.by_name.get(last) or entity.by_wire.get(last)
        part = self.reach(row, (*before, attribute.wire if attribute else last))
        if node.name in families.WORDS:
            if before or row.level or last != entity.id:
                raise QueryRefused(f"'{node.name}' takes the primary id of the rows asked for.")
            [key] = [asking.fitting(one, part).literal for one in node.values] or [None]
            made = families.related(node.name.removeprefix("Not"), entity, key, self.actor)
            return NotTrue(made) if node.name.startswith("Not") else made
        return asking.answered(node.name, part, node.values, self.actor, compared, among)


def compared(operator: str, left: Typed, right: Typed) -> Any:
    """Two values compared. Raises QueryRefused where they cannot be."""
    if operator == "ne":
        return NotTrue(compared("eq", left, right))
    left, right = adapted(left, right, KINDS[operator])
    if Sort.NULL in (left.sort, right.sort):
        other = left if right.sort is Sort.NULL else right
        if operator in ("eq", "le", "ge") and other.sort is Sort.NULL:
            return both()
        return IsNull(other.expression) if operator == "eq" else either()
    if Sort.BOOLEAN in (left.sort, right.sort) and operator != "eq":
        raise QueryRefused("true and false are compared by eq and ne only.")
    made = COMPARED[operator](*(plain(one) for one in (left, right)))
    if operator == "eq":
        for one, other in ((left, right), (right, left)):
            if one.folded and isinstance(other.literal, str):
                # texts that are equal without case are equal folded, which has an index
                column, fold = one.folded
                return both(Equal(column, Value(fold(other.literal))), made)
    return made


def plain(one: Typed) -> Any:
    """A value as it is compared: a text without case."""
    if one.sort is not Sort.TEXT:
        return one.expression
    if isinstance(one.literal, str):
        return Value(one.literal.lower())
    return Lowered(one.expression)


def among(part: Typed, values: list[Typed]) -> Any:
    """Whether a value is one of these; numbers and ids may be given as texts."""
    fitting = []
    empty = any(one.sort is Sort.NULL for one in values)
    for one in values:
        if one.sort is Sort.NULL:
            continue
        if isinstance(one.literal, str) and part.sort is not Sort.TEXT:
            one = read_as(one.literal, part.sort)
        elif part.sort is Sort.TEXT and one.sort in NUMBERS:
            one = read_as(str(one.literal), Sort.TEXT)
        fitting.append(plain(adapted(part, one, "In")[1]))
    found = [OneOf(plain(part), *fitting)] if fitting else []
    return either(*found, *([IsNull(part.expression)] if empty else []))
