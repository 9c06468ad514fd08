"""Own columns: the columns of the organisation's own, as columns of lists."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.html import conditional_escape as escape
from django.utils.translation import gettext as _

from casework.interfaces.web import cells
from casework.interfaces.web.cells import Cell, Row
from casework.interfaces.web.customs import PREFIX, TABLES, of_table
from casework.interfaces.web.grids import Grid
from casework.kernel.actor import Actor
from casework.kernel.records import RECORDS
from casework.organisation.models import CustomColumn

KINDS = {"number": "decimal", "date": "date", "yes_no": "yes_no", "lookup": "record"}
UNSORTED = (CustomColumn.Types.LONG_TEXT, CustomColumn.Types.LOOKUP)


def with_own(grid: Grid) -> Grid:
    """A list with the organisation's own columns to choose, and those it has at first.

    One query; none for the records of a noun that has no such columns.
    """
    if grid.model.NOUN not in TABLES or grid.kinds:
        return grid
    columns = list(of_table(grid.model.NOUN))
    if not columns:
        return grid
    own = {
        PREFIX + one.name: (
            ("custom",), _cell(one), "" if one.type in UNSORTED else PREFIX + one.name
        )
        for one in columns
    }  # fmt: skip
    return replace(
        grid,
        own={**grid.own, **own},
        first=(*grid.first, *(PREFIX + one.name for one in columns if one.in_lists)),
        labels={PREFIX + one.name: one.label for one in columns},
        kinds={PREFIX + one.name: KINDS.get(one.type, "text") for one in columns},
        choices={PREFIX + one.name: [(each, each) for each in one.choices] for one in columns},
        more=_more(columns, grid.more),
    )


def _cell(column: CustomColumn) -> Cell:
    name, kind = PREFIX + column.name, KINDS.get(column.type, "text")
    if kind == "decimal":
        return lambda row, reader: escape(reader.number(row[name]))
    if kind == "date":
        return lambda row, reader: escape(reader.date(row[name]))
    if kind == "yes_no":
        return lambda row, reader: escape(_yes_no(row[name]))
    if kind == "record":
        show = cells.person if column.target == "user" else None
        return lambda row, reader: show(row[name]) if show else cells.record(
            column.target, row[name]
        )  # fmt: skip
    return lambda row, reader: escape("" if row[name] is None else row[name])


def _yes_no(value: Any) -> str:
    return "" if value is None else _("Yes") if value else _("No")


def _more(
    columns: list[CustomColumn], also: Callable[[list[Row], Actor], None] | None
) -> Callable[[list[Row], Actor], None]:
    """What puts the values into rows under the names of their columns: one query for each noun that
    is looked up, and none where no such column is shown."""

    def put(items: list[Row], actor: Actor) -> None:
        if also is not None:
            also(items, actor)
        shown = [item for item in items if "custom" in item]
        called = _called(columns, shown, actor)
        for item in shown:
            for column in columns:
                item[PREFIX + column.name] = _value(column, item["custom"], called)

    return put


def _value(column: CustomColumn, values: dict[str, Any], called: dict[str, Row]) -> Any:
    value = (values or {}).get(column.name)
    if value is None:
        return None
    if column.type == CustomColumn.Types.LOOKUP:
        return called.get(value, {"id": value, "name": None})
    return datetime.date.fromisoformat(value) if column.type == CustomColumn.Types.DATE else value


def _called(columns: list[CustomColumn], rows: list[Row], actor: Actor) -> dict[str, Row]:
    wanted: dict[str, set[UUID]] = {}
    for column in columns:
        if column.type == CustomColumn.Types.LOOKUP:
            found = ((row["custom"] or {}).get(column.name) for row in rows)
            wanted.setdefault(column.target, set()).update(UUID(one) for one in found if one)
    made: dict[str, Row] = {}
    for noun, keys in wanted.items():
        model = RECORDS[noun]
        for one in model.objects.filter(pk__in=keys).visible_to(actor) if keys else ():
            key = "number" if noun == "case" else "name"
            made[str(one.pk)] = {"id": str(one.pk), key: _name(one)}
    return made


def _name(record: Any) -> str:
    full = getattr(record, "full_name", "")
    return full or str(getattr(record, record.KEY) if record.KEY != "id" else record.pk)
