"""Selections: what FetchXML and SQL ask, in one form: tables, columns, a condition, an order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Value, When
from django.db.models.functions import (
    ExtractDay,
    ExtractMonth,
    ExtractQuarter,
    ExtractWeek,
    ExtractYear,
)

from casework.interfaces.odata.entities import Attribute
from casework.interfaces.odata.query.applying import total
from casework.interfaces.odata.query.bounding import bounded
from casework.interfaces.odata.query.joining import OUTER, Table, path_of
from casework.interfaces.odata.query.reaching import Row, Scope
from casework.interfaces.odata.query.refusing import BAD_FETCH, QueryRefused
from casework.interfaces.odata.query.times import zone_of
from casework.interfaces.odata.query.translating import Translating
from casework.interfaces.odata.query.tree import All, Asked, Node, Path
from casework.interfaces.odata.query.typed import Sort, Typed

PARTS: dict[str, Any] = {
    "day": ExtractDay, "week": ExtractWeek, "month": ExtractMonth, "quarter": ExtractQuarter,
    "year": ExtractYear,
}  # fmt: skip
TOTALS = {
    "sum": "sum", "avg": "avg", "min": "min", "max": "max", "countcolumn": "count",
}  # fmt: skip


@dataclass
class Column:
    """A column of the answer under its name; ``own`` for one of the first table without another
    name, which is answered as every record is."""

    name: str
    table: Table
    attribute: Attribute
    own: bool = False
    group: bool = False
    part: str = ""
    function: str = ""
    distinct: bool = False


@dataclass
class Selection:
    """``order`` are names of columns or paths, and whether they fall."""

    top: Table
    columns: list[Column] = field(default_factory=list)
    conditions: list[Node] = field(default_factory=list)
    order: list[tuple[Any, bool]] = field(default_factory=list)
    drives: Table | None = None
    distinct: bool = False
    aggregate: bool = False
    most: int | None = None
    size: int = 5000
    page: int = 1
    cookie: str = ""
    total: bool = False

    def path(self, table: Table, attribute: Attribute) -> Path:
        """Where a value lies, from the driving table."""
        return Path((*path_of(table, self.drives or self.top), attribute.wire))

    def condition(self) -> Node:
        """What a row must be: the conditions, and that what is joined is there."""
        parts = [*self.conditions]
        for table in self.top.every():
            drives = self.drives or self.top
            if table is drives or (table.kind == OUTER and not _above(table, drives)):
                continue
            own = table.entity.by_name[table.entity.id]
            parts.append(Asked("NotNull", self.path(table, own)))
        return All(tuple(parts))

    def rows(self, translating: Translating) -> Any:
        """The rows of the driving table, within sight. Raises QueryRefused."""
        drives = self.drives or self.top
        rows = drives.entity.rows(translating.actor)
        condition = self.condition()
        bounded([condition])
        return rows.filter(translating.condition(condition, Scope(Row(drives.entity))))

    def value(self, column: Column, translating: Translating) -> Typed:
        """A column, as far as its table is joined."""
        drives = self.drives or self.top
        path = self.path(column.table, column.attribute)
        made = translating.reach(Row(drives.entity), path.steps)
        table: Table | None = column.table
        guards = []
        while table is not None:
            guards += [table.condition] if table.kind == OUTER and table.condition else []
            table = table.parent
        if not guards:
            return made
        scope = Scope(Row(drives.entity))
        held = translating.condition(All(tuple(guards)), scope)
        return Typed(Case(When(held, then=made.expression), default=Value(None)), made.sort)

    def grouped(self, column: Column, translating: Translating) -> Any:
        """What rows are grouped by; a part of a date is one of who asks."""
        value = self.value(column, translating)
        if not column.part:
            return value.expression
        if column.part not in PARTS or value.sort not in (Sort.MOMENT, Sort.DATE):
            raise QueryRefused(f"dategrouping '{column.part[:50]}' is not known here.", BAD_FETCH)
        zone = {"tzinfo": zone_of(translating.actor.time_zone)}
        return PARTS[column.part](value.expression, **(zone if value.sort is Sort.MOMENT else {}))

    def total_of(self, column: Column, translating: Translating) -> Any:
        """One number of each group."""
        if column.function == "count":
            return Count("pk")
        name = TOTALS.get(column.function)
        if name is None:
            raise QueryRefused(f"'{column.function[:50]}' is no aggregate.", BAD_FETCH)
        name = "countdistinct" if name == "count" and column.distinct else name
        return total(name, self.value(column, translating))


def _above(table: Table, drives: Table) -> bool:
    at = drives.parent
    while at is not None:
        if at is table:
            return True
        at = at.parent
    return False


def first_empty(names: Sequence[str]) -> list[Any]:
    """An order by names, what is empty first."""
    return [F(name).asc(nulls_first=True) for name in names]
