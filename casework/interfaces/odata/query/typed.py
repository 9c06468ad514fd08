"""Values with their kind: what may be compared with what."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Value

from casework.interfaces.odata.entities import Attribute, Type
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.tree import Kind, Literal


class Sort(StrEnum):
    """The sorts of values that expressions have."""

    TEXT = "Edm.String"
    NUMBER = "Edm.Int32"
    DECIMAL = "Edm.Decimal"
    BOOLEAN = "Edm.Boolean"
    GUID = "Edm.Guid"
    MOMENT = "Edm.DateTimeOffset"
    DATE = "Edm.Date"
    NULL = "null"


NUMBERS = (Sort.NUMBER, Sort.DECIMAL)
FIELDS: dict[Sort, Any] = {
    Sort.TEXT: models.TextField, Sort.NUMBER: models.BigIntegerField,
    Sort.DECIMAL: models.FloatField, Sort.BOOLEAN: models.BooleanField,
    Sort.GUID: models.UUIDField, Sort.MOMENT: models.DateTimeField, Sort.DATE: models.DateField,
    Sort.NULL: models.TextField,
}  # fmt: skip
SORTS = {
    Type.GUID: Sort.GUID, Type.STRING: Sort.TEXT, Type.MEMO: Sort.TEXT,
    Type.ENTITY_NAME: Sort.TEXT, Type.DOUBLE: Sort.DECIMAL, Type.BOOLEAN: Sort.BOOLEAN,
    Type.LOOKUP: Sort.GUID, Type.CUSTOMER: Sort.GUID, Type.OWNER: Sort.GUID,
}  # fmt: skip
LITERALS = {
    Kind.NULL: Sort.NULL, Kind.BOOLEAN: Sort.BOOLEAN, Kind.TEXT: Sort.TEXT, Kind.GUID: Sort.GUID,
    Kind.MOMENT: Sort.MOMENT, Kind.DATE: Sort.DATE,
}  # fmt: skip
PLAIN: tuple[tuple[Any, Sort], ...] = (
    (bool, Sort.BOOLEAN), (int, Sort.NUMBER), (UUID, Sort.GUID),
    (datetime.datetime, Sort.MOMENT), (datetime.date, Sort.DATE),
)  # fmt: skip
WORDS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Typed:
    """An expression of the database with its sort; a ``literal`` may still become another sort,
    ``folded`` is our column that holds it without case and marks, by an index."""

    expression: Any
    sort: Sort
    literal: Any = None
    folded: Any = None


def sort_of(attribute: Attribute) -> Sort:
    """What sort of values a column has."""
    if attribute.type is Type.DATETIME:
        return Sort.DATE if attribute.date_only else Sort.MOMENT
    return SORTS.get(attribute.type, Sort.NUMBER)


def value(given: Any, sort: Sort) -> Typed:
    """A value of this sort, to be compared with."""
    return Typed(Value(given, output_field=FIELDS[sort]()), sort, literal=given)


def of_literal(literal: Literal) -> Typed:
    """A literal as it was said."""
    sort = LITERALS.get(literal.kind)
    if sort is None:
        sort = Sort.DECIMAL if isinstance(literal.value, Decimal) else Sort.NUMBER
    given = float(literal.value) if sort is Sort.DECIMAL else literal.value
    return value(given, sort)


def adapted(one: Typed, other: Typed, operator: str) -> tuple[Typed, Typed]:
    """Both as values of one sort; raises QueryRefused where there is none."""
    if one.sort == other.sort or (one.sort in NUMBERS and other.sort in NUMBERS):
        return one, other
    if Sort.NULL in (one.sort, other.sort):
        return one, other
    for first, second, swapped in ((one, other, False), (other, one, True)):
        if second.literal is not None:
            made = converted(second.literal, first.sort)
            if made is not None:
                return (made, first) if swapped else (first, made)
    raise QueryRefused(
        "A binary operator with incompatible types was detected. Found operand types "
        f"'{one.sort}' and '{other.sort}' for operator kind '{operator}'."
    )


def converted(given: Any, sort: Sort) -> Typed | None:
    """A literal as a value of another sort, where that is meant: a quoted id, a day as its first
    moment, a moment as its day."""
    try:
        if sort is Sort.GUID and isinstance(given, str):
            return value(UUID(given.strip("{}")), sort)
        if sort is Sort.MOMENT and type(given) is datetime.date:
            start = datetime.datetime.combine(given, datetime.time.min, datetime.UTC)
            return value(start, sort)
        if sort is Sort.DATE and isinstance(given, datetime.datetime):
            return value(given.date(), sort)
    except ValueError:
        return None
    return None


def read_as(given: Any, sort: Sort) -> Typed:
    """A value that is given as text, as in lists and FetchXML, or as a literal; raises
    QueryRefused when it does not fit."""
    try:
        if isinstance(given, str):
            return value(_read(given.strip() if sort is not Sort.TEXT else given, sort), sort)
        made = of_plain(given)
        fitting, _same = adapted(made, Typed(None, sort), "Equal")
        return fitting
    except (ValueError, OverflowError, KeyError):
        raise QueryRefused(f"The value '{str(given)[:100]}' is not of type '{sort}'.") from None


def of_plain(given: Any) -> Typed:
    """A value of Python's."""
    if isinstance(given, float | Decimal):
        return value(float(given), Sort.DECIMAL)
    for kind, sort in PLAIN:
        if isinstance(given, kind):
            return value(given, sort)
    return value(given, Sort.NULL if given is None else Sort.TEXT)


def _read(text: str, sort: Sort) -> Any:
    if sort is Sort.TEXT:
        return text
    if sort is Sort.NUMBER:
        number = int(text) if len(text) < 17 else 10**16
        if abs(number) > 10**15:
            raise ValueError(text)
        return number
    if sort is Sort.DECIMAL:
        made = float(text)
        if not abs(made) <= 1e15:
            raise ValueError(text)
        return made
    if sort is Sort.BOOLEAN:
        return WORDS[text.lower()]
    if sort is Sort.GUID:
        return UUID(text.strip("{}"))
    when = datetime.datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    aware = when if when.tzinfo else when.replace(tzinfo=datetime.UTC)
    return aware.date() if sort is Sort.DATE else aware.astimezone(datetime.UTC)
