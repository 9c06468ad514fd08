"""Values of custom columns: typed, validated and complete (answers 22)."""

import datetime
import math
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput
from casework.kernel.text import storable
from casework.kernel.work import Work
from casework.organisation.models import CustomColumn

LENGTHS = {"text": 400, "long_text": 100_000}


def checked(
    work: Work, table: str, values: Mapping[UUID, dict[str, Any] | None], *, creating: bool
) -> dict[UUID, dict[str, Any]]:
    """The custom values of each record as they are kept; one statement for any number.

    Raises InvalidInput naming the column and the cure. When creating, required columns must be
    there; when changing, None empties a column that is not required.
    """
    if not creating and not any(values.values()):
        return {key: {} for key in values}
    rows = CustomColumn.objects.using(work.using).filter(table=table, is_active=True)
    columns = {column.name: column for column in rows}
    if not columns and not any(values.values()):
        return {key: {} for key in values}
    lookups: dict[str, set[UUID]] = {}
    kept = {
        key: _row(columns, given or {}, creating, lookups, key) for key, given in values.items()
    }
    for target, ids in lookups.items():
        model = RECORDS[target]
        found = set(
            model.objects.using(work.using)
            .filter(pk__among=ids)
            .visible_to(work.actor)
            .values_list("pk", flat=True)
        )
        if missing := ids - found:
            raise InvalidInput(
                field="custom",
                problem=_("there is no {noun} {key}").format(noun=target, key=min(missing)),
            )
    return kept


def _row(
    columns: dict[str, CustomColumn],
    given: dict[str, Any],
    creating: bool,
    lookups: dict[str, set[UUID]],
    key: UUID,
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in given.items():
        if name not in columns:
            known = ", ".join(sorted(columns)) or _("none")
            raise InvalidInput(
                field=name,
                problem=_("is no custom column; there are: {known}").format(known=known),
                targets=[key],
            )
        column = columns[name]
        if value is None or value == "":
            if column.is_required:
                raise InvalidInput(field=name, problem=_("is required"), targets=[key])
            if not creating:
                kept[name] = None
            continue
        try:
            kept[name] = typed(column, value)
        except ValueError as error:
            raise InvalidInput(field=name, problem=str(error), targets=[key]) from None
        if column.type == CustomColumn.Types.LOOKUP:
            lookups.setdefault(column.target, set()).add(UUID(kept[name]))
    if creating:
        for name, column in columns.items():
            if column.is_required and name not in kept:
                raise InvalidInput(field=name, problem=_("is required"), targets=[key])
    return kept


def typed(column: CustomColumn, value: Any) -> Any:
    """``value`` as JSON keeps it for this column; raises ValueError saying what fits."""
    if column.type in LENGTHS:
        if not isinstance(value, str) or not storable(value):
            raise ValueError(_("must be text"))
        if len(value) > LENGTHS[column.type]:
            raise ValueError(_("is longer than {length}").format(length=LENGTHS[column.type]))
        return value
    if column.type == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(_("must be a number"))
        if abs(value) > 1e15 or not math.isfinite(value):  # in this order: an int may be huge
            raise ValueError(_("is too large a number"))
        return value
    if column.type == "date":
        if isinstance(value, datetime.date):
            return value.isoformat()
        try:
            return datetime.date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise ValueError(_("must be a date such as 2026-11-24")) from None
    if column.type == "choice":
        if value not in column.choices:
            choices = ", ".join(map(str, column.choices))
            raise ValueError(_("must be one of {choices}").format(choices=choices))
        return value
    if column.type == "yes_no":
        if not isinstance(value, bool):
            raise ValueError(_("must be true or false"))
        return value
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise ValueError(_("must be the id of a record")) from None
