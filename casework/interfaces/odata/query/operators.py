"""The words of SQL that conditions are made of.

They join expressions and no strings. A part that cannot hold (a subquery within whose sight
nothing is) counts as unknown and does not empty the whole query, as Django's lookups would.
"""

from typing import Any

from django.db.models import BooleanField, Func, TextField, Value


class Condition(Func):
    """An expression that is true, false or unknown."""

    output_field = BooleanField()
    template = "(%(expressions)s)"


class Both(Condition):
    """All parts hold."""

    arg_joiner = " AND "


class Either(Condition):
    """One of the parts holds."""

    arg_joiner = " OR "


class NotTrue(Condition):
    """The part is false or unknown: the one way in which we negate."""

    template = "((%(expressions)s) IS NOT TRUE)"
    arity = 1


class IsNull(Condition):
    """There is no value."""

    template = "((%(expressions)s) IS NULL)"
    arity = 1


class Equal(Condition):
    """Two values are the same."""

    arg_joiner = " = "


class Less(Condition):
    """The first is less."""

    arg_joiner = " < "


class LessOrEqual(Condition):
    """The first is not greater."""

    arg_joiner = " <= "


class Greater(Condition):
    """The first is greater."""

    arg_joiner = " > "


class GreaterOrEqual(Condition):
    """The first is not less."""

    arg_joiner = " >= "


class Like(Condition):
    """The first is like the pattern; a backslash takes a character of it literally."""

    arg_joiner = " LIKE "
    template = r"(%(expressions)s ESCAPE '\')"


class OneOf(Condition):
    """The first is one of the others."""

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        first, *rest = self.source_expressions
        sql, params = compiler.compile(first)
        made, given = [], [*params]
        for one in rest:
            text, values = compiler.compile(one)
            made.append(text)
            given += values
        return f"({sql} IN ({', '.join(made)}))", given


class Lowered(Func):
    """A text without case, the same on every database."""

    output_field = TextField()
    function = "LOWER"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="casework_lower", **extra)


class Trimmed(Func):
    """A text without blanks at its ends."""

    output_field = TextField()
    function = "TRIM"


COMPARED = {
    "eq": Equal, "lt": Less, "le": LessOrEqual, "gt": Greater, "ge": GreaterOrEqual,
}  # fmt: skip
FALSE, TRUE = Value(False), Value(True)


def both(*parts: Any) -> Any:
    """All of these; of one, itself; of none, true."""
    if not parts:
        return IsNull(Value(None))
    return parts[0] if len(parts) == 1 else Both(*parts)


def either(*parts: Any) -> Any:
    """One of these; of one, itself; of none, false."""
    if not parts:
        return NotTrue(IsNull(Value(None)))
    return parts[0] if len(parts) == 1 else Either(*parts)


def escaped(text: str) -> str:
    """A text as a part of a pattern."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
