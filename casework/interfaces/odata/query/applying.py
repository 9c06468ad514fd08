"""$apply: filter, groupby and aggregate, each page of groups in one statement."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Avg, BigIntegerField, Count, F, Max, Min, Sum
from django.db.models.functions import Cast

from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.query.expressions import parse
from casework.interfaces.odata.query.options import MOST, split
from casework.interfaces.odata.query.reaching import Row, Scope
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.translating import Translating
from casework.interfaces.odata.query.typed import NUMBERS, Sort, Typed

AGGREGATE = re.compile(
    r"\s*(?:(\$count)|([\w/]+)\s+with\s+(\w+))\s+as\s+([A-Za-z_]\w{0,99})\s*", re.ASCII
)
CALLED = re.compile(r"\s*(filter|groupby|aggregate|orderby|top|skip)\s*\((.*)\)\s*", re.DOTALL)
FUNCTIONS = {
    "sum": Sum, "average": Avg, "avg": Avg, "min": Min, "max": Max,
    "count": Count, "countdistinct": Count,
}  # fmt: skip
MOST_COLUMNS = 20


@dataclass
class Grouping:
    """Columns to group by and what to reckon of each group, by the names they are answered as."""

    groups: dict[str, Typed] = field(default_factory=dict)
    totals: dict[str, Any] = field(default_factory=dict)
    asks_totals: bool = False


def grouped(
    text: str, aliases: Mapping[str, str], entity: Entity, rows: Any, translating: Translating
) -> tuple[Any, Grouping]:
    """The rows and how they are grouped. Raises QueryRefused."""
    made, scope = Grouping(), Scope(Row(entity))
    for part in split(text, "/"):
        found = CALLED.fullmatch(part)
        if found is None or made.groups or made.asks_totals:
            raise QueryRefused(f"'{part[:100]}' is not supported in $apply.")
        word, inside = found.groups()
        if word == "filter":
            condition = translating.condition(parse(inside, aliases), scope)
            rows = rows.filter(condition)
        elif word == "aggregate":
            _aggregate(inside, made, translating, scope)
        elif word == "groupby":
            _groupby(inside, made, translating, scope)
        else:
            raise QueryRefused(f"'{word}' is not supported in $apply.")
    if not (made.groups or made.asks_totals):
        raise QueryRefused("$apply needs groupby or aggregate.")
    if len(made.groups) + len(made.totals) > MOST_COLUMNS:
        raise QueryRefused(f"$apply gives at most {MOST_COLUMNS} columns.")
    return rows, made


def _groupby(inside: str, made: Grouping, translating: Translating, scope: Scope) -> None:
    names, *rest = split(inside, ",")
    names = names.strip()
    if not (names.startswith("(") and names.endswith(")")) or len(rest) > 1:
        raise QueryRefused("groupby takes columns in parentheses, and perhaps an aggregate.")
    for one in names[1:-1].split(","):
        steps = tuple(step for step in one.strip().split("/"))
        if not all(steps):
            raise QueryRefused("groupby names its columns.")
        row, path = scope.of(steps)
        made.groups["_".join(steps)] = translating.reach(row, path)
    if rest:
        found = CALLED.fullmatch(rest[0])
        if found is None or found[1] != "aggregate":
            raise QueryRefused("groupby takes an aggregate, and nothing else.")
        _aggregate(found[2], made, translating, scope)


def _aggregate(inside: str, made: Grouping, translating: Translating, scope: Scope) -> None:
    made.asks_totals = True
    for one in inside.split(","):
        found = AGGREGATE.fullmatch(one)
        if found is None:
            raise QueryRefused(f"'{one[:100]}' cannot be aggregated.")
        counts, path, function, alias = found.groups()
        if alias in made.totals or alias in made.groups:
            raise QueryRefused(f"The alias '{alias}' is there twice.")
        if counts:
            made.totals[alias] = Count("pk")
            continue
        row, steps = scope.of(tuple(path.split("/")))
        made.totals[alias] = total(function, translating.reach(row, steps))


def total(function: str, value: Typed) -> Any:
    """One number of a group. Raises QueryRefused for what cannot be reckoned with."""
    made = FUNCTIONS.get(function)
    if made is None:
        raise QueryRefused(f"'{function[:50]}' is no function of aggregate.")
    if function in ("sum", "average", "avg"):
        if value.sort not in NUMBERS:
            raise QueryRefused(f"'{function}' does not take '{value.sort}'.")
        whole = function == "sum" and value.sort is Sort.NUMBER
        return made(Cast(value.expression, BigIntegerField()) if whole else value.expression)
    if value.sort in (Sort.GUID, Sort.BOOLEAN) and function in ("min", "max"):
        raise QueryRefused(f"'{function}' does not take '{value.sort}'.")
    if function == "countdistinct":
        return made(value.expression, distinct=True)
    return made(value.expression)


def groups_of(rows: Any, grouping: Grouping) -> list[dict[str, Any]]:
    """A record of each group, ordered by what they are grouped by."""
    groups = {f"g{n}": one.expression for n, one in enumerate(grouping.groups.values())}
    totals = {f"t{n}": one for n, one in enumerate(grouping.totals.values())}
    if not groups:
        [row] = [rows.aggregate(**totals)]
        return [dict(zip(grouping.totals, (row[name] for name in totals), strict=True))]
    found = rows.annotate(**groups).values(*groups).annotate(**totals)
    if not totals:
        found = found.distinct()
    found = found.order_by(*(F(name).asc(nulls_first=True) for name in groups))
    names = [*grouping.groups, *grouping.totals]
    listed = list(found.values_list(*groups, *totals)[: MOST + 1])
    if len(listed) > MOST:
        raise QueryRefused(f"There are more than {MOST} groups: narrow them by a filter.",
                           "0x8004e023")  # fmt: skip
    return [dict(zip(names, row, strict=True)) for row in listed]
