"""Orders that are total, and where a page of one ended.

What is empty comes first, in a falling order last, on every database; ties are broken by the
primary id. A page goes on after a row, never after a number of rows, so that it stays right while
rows come and go.
"""

import base64
import binascii
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db.models import F, Value
from django.db.models.expressions import OrderBy

from casework.interfaces.odata.query.operators import (
    Equal,
    Greater,
    GreaterOrEqual,
    IsNull,
    Less,
    LessOrEqual,
    Lowered,
    NotTrue,
    both,
    either,
)
from casework.interfaces.odata.query.reaching import Scope
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.translating import Translating
from casework.interfaces.odata.query.tree import Order, Path
from casework.interfaces.odata.query.typed import FIELDS, Sort, Typed
from casework.kernel.text import storable


@dataclass(frozen=True)
class Step:
    """One term of an order."""

    expression: Any
    sort: Sort
    down: bool
    nullable: bool

    @property
    def ordering(self) -> Any:
        if not self.nullable:
            return OrderBy(self.expression, descending=self.down)
        if self.down:
            return OrderBy(self.expression, descending=True, nulls_last=True)
        return OrderBy(self.expression, nulls_first=True)

    def value(self, given: Any) -> Any:
        return Value(given, output_field=FIELDS[self.sort]())

    def after(self, given: Any) -> Any:
        """Beyond a value in this order."""
        if given is None:
            return either() if self.down else NotTrue(IsNull(self.expression))
        if not self.down:
            return Greater(self.expression, self.value(given))
        beyond = Less(self.expression, self.value(given))
        return either(beyond, IsNull(self.expression)) if self.nullable else beyond

    def same(self, given: Any) -> Any:
        return IsNull(self.expression) if given is None else Equal(
            self.expression, self.value(given))  # fmt: skip


KEY = Step(F("pk"), Sort.GUID, False, False)


def steps_of(translating: Translating, scope: Scope, order: Sequence[Order]) -> list[Step]:
    """The terms of an order, and the primary id. Raises QueryRefused for unknown names."""
    steps = [_step(translating, scope, one) for one in order]
    return [*steps, KEY]


def _step(translating: Translating, scope: Scope, order: Order) -> Step:
    row = scope.row
    name = order.by.steps[0] if isinstance(order.by, Path) and len(order.by.steps) == 1 else ""
    attribute = row.entity.by_wire.get(name)
    made = translating.value(order.by, scope)
    if attribute is not None and attribute.column and "__" not in attribute.column:
        source = row.entity.model._meta
        field = source.pk if attribute.column == "pk" else source.get_field(attribute.column)
        if made.sort is Sort.TEXT and not field.null:
            key = made.folded[0] if made.folded else Lowered(F(attribute.column))
            return Step(key, Sort.TEXT, order.down, False)
        return Step(_plain(made), made.sort, order.down, bool(field.null))
    return Step(_plain(made), made.sort, order.down, True)


def _plain(made: Typed) -> Any:
    return Lowered(made.expression) if made.sort is Sort.TEXT else made.expression


def beyond(steps: Sequence[Step], values: Sequence[Any]) -> Any:
    """The rows after the row with these values."""
    found: list[Any] = []
    same: list[Any] = []
    for step, value in zip(steps, values, strict=True):
        found.append(both(*same, step.after(value)))
        same.append(step.same(value))
    first, value = steps[0], values[0]
    if len(steps) > 1 and value is not None and not first.nullable:
        # said once more for the planner: it reads the index from here on
        side = LessOrEqual if first.down else GreaterOrEqual
        return both(side(first.expression, first.value(value)), either(*found))
    return either(*found)


def token_of(said: str, served: int, values: Sequence[Any]) -> str:
    """Where a page ended: its order as it was said, how many rows came so far, and the last one's
    values."""
    return base64.urlsafe_b64encode(orjson.dumps([said, served, *values])).decode().rstrip("=")


def read_token(token: str, said: str, steps: Sequence[Step]) -> tuple[int, list[Any]]:
    """How many rows came so far, and the values of the last. Raises QueryRefused for a token of
    another list."""
    try:
        padded = token.encode("ascii") + b"=" * (-len(token) % 4)
        order, served, *values = orjson.loads(base64.b64decode(padded, b"-_", validate=True))
        if order != said or len(values) != len(steps) or not isinstance(served, int):
            raise ValueError(token)
        if not 0 <= served < 10**12:
            raise ValueError(token)
        read = [_read(step, one) for step, one in zip(steps, values, strict=True)]
        return served, read
    except (ValueError, TypeError, binascii.Error, UnicodeError, OverflowError):
        message = "The $skiptoken is none of this list: take it from @odata.nextLink."
        raise QueryRefused(message) from None


def _read(step: Step, value: Any) -> Any:
    if value is None:
        if not step.nullable:
            raise ValueError(value)
        return None
    if step.sort is Sort.GUID:
        return UUID(value)
    if step.sort is Sort.MOMENT:
        when = datetime.datetime.fromisoformat(value)
        if when.tzinfo is None:
            raise ValueError(value)
        return when.astimezone(datetime.UTC)
    if step.sort is Sort.DATE:
        return datetime.date.fromisoformat(value)
    wanted: Any = {
        Sort.NUMBER: int, Sort.DECIMAL: (int, float), Sort.BOOLEAN: bool,
    }.get(step.sort, str)  # fmt: skip
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise ValueError(value)
    if isinstance(value, str) and (not storable(value) or len(value) > 100_000):
        raise ValueError(value)
    if isinstance(value, int | float) and not abs(value) <= 10**18:
        raise ValueError(value)
    return value
