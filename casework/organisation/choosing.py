"""Choices of a column, and whether one that is to go is still in use."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import In
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.work import Work
from casework.organisation.defining import check_choices
from casework.organisation.models import CustomColumn


class ChoiceInUse(Refusal):
    """Dropping a choice that records have."""

    code = "choice-in-use"
    message = gettext_lazy(
        "{count} records have the choice that is to go: {records}. Change them first."
    )


def refuse_choices_in_use(
    work: Work, columns: Mapping[UUID, Any], wanted: Mapping[UUID, Any]
) -> None:
    """Refuse choices (column to its list) that leave out one a record has; one statement a table.

    Raises ChoiceInUse, and InvalidInput where the column has no choices.
    """
    dropped: dict[str, dict[UUID, list[str]]] = {}
    for key, row in columns.items():
        if row.type != CustomColumn.Types.CHOICE:
            raise InvalidInput(
                field="choices", problem=_("are for columns of type choice"), targets=[key]
            )
        check_choices(wanted[key])
        if gone := [one for one in row.choices if one not in wanted[key]]:
            dropped.setdefault(row.table, {})[key] = gone
    for table, gone_here in sorted(dropped.items()):
        rows = RECORDS[table].objects.using(work.using)
        chosen = Q()
        for key, gone in gone_here.items():
            chosen |= Q(In(KeyTextTransform(columns[key].name, "custom"), gone))

        def at_fault(
            keys: list[UUID], rows: Any = rows, here: dict[UUID, list[str]] = gone_here
        ) -> set[UUID]:
            values = list(rows.filter(pk__among=keys).values_list("custom", flat=True))
            return {
                key
                for key, gone in here.items()
                if any(one.get(columns[key].name) in gone for one in values)
            }

        work.refuse(rows.filter(chosen), ChoiceInUse, targets=at_fault)
