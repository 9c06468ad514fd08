"""Paging: by key, never by counting, so that a page stays right while rows come and go."""

import base64
import binascii
import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db.models import F, Q
from django.utils.translation import gettext as _

from casework.kernel.refusals import InvalidInput
from casework.kernel.shapes import shapes_of, sorted_by
from casework.kernel.text import storable
from casework.organisation.asking import custom_of

USUAL, MOST = 50, 500


@dataclass(frozen=True)
class Step:
    """One column of an order; what is empty comes last either way."""

    column: str
    kind: str
    down: bool
    nullable: bool

    @property
    def ordering(self) -> Any:
        if not self.nullable:
            return f"-{self.column}" if self.down else self.column
        order = F(self.column)
        return order.desc(nulls_last=True) if self.down else order.asc(nulls_last=True)


@dataclass(frozen=True)
class Order:
    """A total order: what was asked for, then the id."""

    said: str
    steps: tuple[Step, ...]
    annotations: dict[str, Any]

    @property
    def columns(self) -> list[str]:
        return [step.column for step in self.steps]


def order_of(model: Any, said: str) -> Order:
    """The order of a ``sort``; by default the newest first. Raises InvalidInput."""
    newest = "-created_at" if "created_at" in shapes_of(model) else "-at"
    names = [one.strip() for one in (said or newest).split(",") if one.strip()]
    if len(names) > 5:
        raise InvalidInput(field="sort", problem=_("names more than 5 columns"))
    steps: list[Step] = []
    annotations: dict[str, Any] = {}
    derived = {source: column for column, (source, _make) in model.DERIVED.items()}
    for given in names:
        down, name = given.startswith("-"), given.removeprefix("-")
        if name.startswith("custom.") and "custom" in shapes_of(model):
            custom = custom_of(model, name.removeprefix("custom."))
            annotations[custom.alias] = custom.expression
            steps.append(Step(custom.alias, custom.kind, down, True))
            continue
        shape = sorted_by(model, name)
        column = derived.get(shape.name, shape.column)
        steps.append(Step(column, shape.kind, down, shape.nullable))
    if "id" not in [step.column for step in steps]:
        steps.append(Step("id", "id", steps[0].down if steps else True, False))
    return Order(",".join(names), tuple(steps), annotations)


def limit_of(said: str) -> int:
    """How many rows a page has. Raises InvalidInput."""
    if not said:
        return USUAL
    plain = said.isascii() and said.isdecimal() and len(said) <= 6
    if not plain or not 1 <= int(said) <= MOST:
        problem = _("must be a whole number from 1 to {most}").format(most=MOST)
        raise InvalidInput(field="limit", problem=problem)
    return int(said)


def cursor(order: Order, row: dict[str, Any]) -> str:
    """Where a page ended, for the next one to go on."""
    values = [order.said, *(row[step.column] for step in order.steps)]
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def after(order: Order, said: str) -> Q:
    """The rows after where a page ended. Raises InvalidInput for a cursor of another list."""
    values = _read(order, said)
    made = Q(pk__in=[])
    same = Q()
    for step, value in zip(order.steps, values, strict=True):
        made |= same & _beyond(step, value)
        same &= (
            Q(**{f"{step.column}__isnull": True}) if value is None else Q(**{step.column: value})
        )
    first, value = order.steps[0], values[0]
    if value is not None and not first.nullable:
        # said once more for the planner: it reads the index from here on
        made &= Q(**{f"{first.column}__{'lte' if first.down else 'gte'}": value})
    return made


def _beyond(step: Step, value: Any) -> Q:
    if value is None:
        return Q(pk__in=[])
    beyond = Q(**{f"{step.column}__{'lt' if step.down else 'gt'}": value})
    return beyond | Q(**{f"{step.column}__isnull": True}) if step.nullable else beyond


def _read(order: Order, said: str) -> list[Any]:
    try:
        padded = said.encode("ascii") + b"=" * (-len(said) % 4)
        said_order, *values = orjson.loads(base64.b64decode(padded, b"-_", validate=True))
        if said_order != order.said or len(values) != len(order.steps):
            raise ValueError(said_order)
        return [_value(step, one) for step, one in zip(order.steps, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, UnicodeError, OverflowError):
        problem = _("is no page of this list: take it from next")
        raise InvalidInput(field="after", problem=problem) from None


def _value(step: Step, value: Any) -> Any:
    if value is None:
        if not step.nullable:
            raise ValueError(step.column)
        return None
    if step.kind == "id":
        return UUID(value)
    if step.kind == "moment":
        when = datetime.datetime.fromisoformat(value)
        if when.tzinfo is None:
            raise ValueError(value)
        return when.astimezone(datetime.UTC)
    if step.kind == "date" and not step.column.startswith("custom_"):
        return datetime.date.fromisoformat(value)
    custom = step.column.startswith("custom_")
    wanted: Any = str
    if step.kind in ("number", "code", "state", "status"):
        wanted = int
    elif step.kind == "decimal":
        wanted = (int, float)
    elif step.kind == "yes_no" and not custom:
        wanted = bool
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise ValueError(value)
    if isinstance(value, str) and not storable(value):
        raise ValueError(value)
    if isinstance(value, int | float) and not abs(value) <= 1e15:
        raise ValueError(value)
    return value
