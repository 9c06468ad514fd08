"""Columns of a row, seen from subqueries within, and the organisation's own columns."""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    FloatField,
    Func,
    OuterRef,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from casework.interfaces.odata.entities import Attribute, Type
from casework.interfaces.odata.query.operators import Equal
from casework.interfaces.odata.query.refusing import QueryRefused


class CustomId(Func):
    """The id that a column of the organisation's own keeps as text."""

    output_field = UUIDField()
    template = "(%(expressions)s)::uuid"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="REPLACE(%(expressions)s, '-', '')", **extra
        )


def reference(name: str, level: int) -> Any:
    """A column of a row, seen from ``level`` subqueries within."""
    made: Any = F(name) if level == 0 else OuterRef(name)
    for _more in range(level - 1):
        made = OuterRef(made)
    return made


def lifted(expression: Any, level: int) -> Any:
    """An expression on a row, seen from ``level`` subqueries within. Raises QueryRefused for one
    that has conditions of its own."""
    if level == 0:
        return expression
    waiting, leaves = [expression], {}
    while waiting:
        one = waiting.pop()
        if isinstance(one, F):
            leaves[one] = reference(one.name, level)  # type: ignore[attr-defined]
        elif isinstance(one, Case | Subquery) or not hasattr(one, "get_source_expressions"):
            raise QueryRefused("A computed column cannot be used from within another collection.")
        else:
            waiting += [part for part in one.get_source_expressions() if part is not None]
    return expression.replace_expressions(leaves)


def custom(attribute: Attribute) -> Any:
    """The value of a column of the organisation's own."""
    text = KT(f"custom__{attribute.name}")
    if attribute.type is Type.BOOLEAN:
        return Equal(Cast(text, CharField()), Value("true"))
    if attribute.type is Type.DOUBLE:
        return Cast(text, FloatField())
    if attribute.date_only:
        return Cast(text, DateField())
    return CustomId(text) if attribute.is_lookup else text
