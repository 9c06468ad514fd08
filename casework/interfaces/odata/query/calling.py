"""The functions and the arithmetic of expressions, with what each takes and gives."""

from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any

from django.db.models import BigIntegerField, DateField, FloatField, IntegerField, TextField, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import (
    Cast,
    Ceil,
    Concat,
    ExtractDay,
    ExtractHour,
    ExtractMinute,
    ExtractMonth,
    ExtractSecond,
    ExtractYear,
    Floor,
    Greatest,
    Least,
    Left,
    Length,
    NullIf,
    Right,
    Round,
    StrIndex,
    Substr,
    TruncDate,
    Upper,
)

from casework.interfaces.odata.query.operators import (
    Equal,
    Greater,
    Like,
    Lowered,
    Trimmed,
    escaped,
)
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.typed import NUMBERS, Sort, Typed, value
from casework.kernel import writing

PARTS: dict[str, tuple[Any, bool]] = {
    "year": (ExtractYear, True), "month": (ExtractMonth, True), "day": (ExtractDay, True),
    "hour": (ExtractHour, False), "minute": (ExtractMinute, False),
    "second": (ExtractSecond, False),
}  # fmt: skip
LONGEST = 1_000_000  # characters that any text of ours has
OPERATORS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "mod": "%%"}


def called(name: str, given: Sequence[Typed]) -> Typed:
    """What a function gives. Raises QueryRefused for arguments it does not take."""
    if name == "now":
        return value(writing.now(), Sort.MOMENT)
    if name in PARTS:
        return _part(name, given[0])
    if name == "date":
        return _day(given[0])
    if name in ("round", "floor", "ceiling"):
        wanted(name, given[:1], NUMBERS)
        made = {"round": Round, "floor": Floor, "ceiling": Ceil}[name](
            Cast(given[0].expression, FloatField())
        )
        return Typed(made, Sort.DECIMAL)
    if name in ("contains", "startswith", "endswith"):
        wanted(name, given, (Sort.TEXT,))
        return Typed(_found(name, *given), Sort.BOOLEAN)
    if name == "substring":
        return _substring(given)
    wanted(name, given, (Sort.TEXT,))
    return TEXTS[name](*(one.expression for one in given))


def wanted(name: str, given: Sequence[Typed], sorts: Sequence[Sort]) -> None:
    """Refuse arguments of another sort; null is one of each."""
    for one in given:
        if one.sort not in sorts and one.sort is not Sort.NULL:
            raise QueryRefused(
                f"No function signature for the function with name '{name}' matches the "
                f"specified arguments: '{one.sort}' is not '{sorts[0]}'."
            )


def _index_of(text: Any, part: Any) -> Typed:
    at = CombinedExpression(
        StrIndex(Lowered(text), Lowered(part)), "-", Value(1), output_field=BigIntegerField()
    )
    return Typed(at, Sort.NUMBER)


TEXTS: dict[str, Callable[..., Typed]] = {
    "tolower": lambda text: Typed(Lowered(text), Sort.TEXT),
    "toupper": lambda text: Typed(Upper(text), Sort.TEXT),
    "trim": lambda text: Typed(Trimmed(text), Sort.TEXT),
    "length": lambda text: Typed(Length(text), Sort.NUMBER),
    "indexof": _index_of,
    "concat": lambda a, b: Typed(Concat(a, b, output_field=TextField()), Sort.TEXT),
}


def _found(name: str, text: Typed, part: Typed) -> Any:
    whole = Lowered(text.expression)
    if isinstance(part.literal, str):
        pattern = escaped(part.literal.lower())
        before, after = "" if name == "startswith" else "%", "" if name == "endswith" else "%"
        return Like(whole, Value(f"{before}{pattern}{after}"))
    inside = Lowered(part.expression)
    if name == "contains":
        return Greater(StrIndex(whole, inside), Value(0))
    side = Left if name == "startswith" else Right
    return Equal(side(whole, Length(inside)), inside)


def _substring(given: Sequence[Typed]) -> Typed:
    wanted("substring", given[:1], (Sort.TEXT,))
    wanted("substring", given[1:], (Sort.NUMBER,))
    whole = [
        Cast(Least(Greatest(one.expression, Value(0)), Value(LONGEST)), IntegerField())
        for one in given[1:]
    ]
    start = CombinedExpression(whole[0], "+", Value(1), output_field=IntegerField())
    return Typed(Substr(given[0].expression, start, *whole[1:]), Sort.TEXT)


def _part(name: str, given: Typed) -> Typed:
    of, also_of_dates = PARTS[name]
    wanted(name, [given], (Sort.MOMENT, Sort.DATE) if also_of_dates else (Sort.MOMENT,))
    if given.sort is Sort.NULL:
        return value(None, Sort.NUMBER)
    zone = {"tzinfo": UTC} if given.sort is Sort.MOMENT else {}
    return Typed(of(given.expression, **zone), Sort.NUMBER)


def _day(given: Typed) -> Typed:
    wanted("date", [given], (Sort.MOMENT, Sort.DATE))
    if given.sort is Sort.MOMENT:
        return Typed(TruncDate(given.expression, tzinfo=UTC), Sort.DATE)
    return given if given.sort is Sort.DATE else Typed(Value(None, DateField()), Sort.DATE)


def reckoned(operator: str, left: Typed, right: Typed) -> Typed:
    """Two numbers reckoned with; whole ones stay whole, and nothing is divided by nought."""
    for one in (left, right):
        if one.sort not in NUMBERS:
            raise QueryRefused(
                f"A binary operator with incompatible types was detected: '{operator}' does not "
                f"take '{one.sort}'."
            )
    whole = left.sort is right.sort is Sort.NUMBER
    if operator == "mod" and not whole:
        raise QueryRefused("'mod' takes whole numbers.")
    second: Any = right.expression
    if operator in ("div", "mod"):
        second = NullIf(second, Value(0))
    field: Any = BigIntegerField() if whole else FloatField()
    numbers = (Cast(one, field) for one in (left.expression, second))
    made = CombinedExpression(next(numbers), OPERATORS[operator], next(numbers), field)
    return Typed(made, Sort.NUMBER if whole else Sort.DECIMAL)


def negative(given: Typed) -> Typed:
    """Minus a number."""
    return reckoned("sub", value(0, Sort.NUMBER), given)
