"""Columns of the organisation's own on cases, accounts, contacts and activities (answers 22).

A column is never deleted: the values records have in it stay readable. It is retired.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.kernel import bulk
from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import creation, operation
from casework.kernel.records import RECORDS
from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.organisation.choosing import refuse_choices_in_use
from casework.organisation.defining import check
from casework.organisation.models import CustomColumn
from casework.people.naming import at


class ColumnTaken(Refusal):
    """A second custom column of the same name on a table."""

    code = "column-taken"
    message = _(
        "{table} has a column {name} already, perhaps a retired one. Choose another name, or "
        "restore that column."
    )


@dataclass(kw_only=True)
class NewColumn(NewRow):
    """A column to be defined.

    ``table`` is case, account, contact or activity; ``name`` is what programs call it (small
    letters, digits, _), ``label`` what people call it; ``choices`` are for type choice, ``target``
    (a noun such as account) for type lookup. ``on_forms`` shows it on the pages of records,
    ``in_lists`` in lists whose columns nobody chose, ``in_dialogs`` asks for it when a record is
    made, as is done for every required one.
    """

    table: str
    name: str
    label: str
    type: str
    choices: list[str] = field(default_factory=list)
    target: str = ""
    is_required: bool = False
    is_indexed: bool = False
    on_forms: bool = True
    in_lists: bool = False
    in_dialogs: bool = False


@creation("column.define", makes=CustomColumn, row=NewColumn)
def define(work: Work, rows: list[NewColumn]) -> WorkingSet:
    """Give cases, accounts, contacts or activities columns of one's own.

    Table, name, type and target never change afterwards. ``is_required`` asks for a value in
    every new record; those there are stay without. ``is_indexed`` makes finding by it fast.
    Refuses with forbidden, column-taken, invalid-input.
    """
    for row in rows:
        check(row)
    present = CustomColumn.objects.using(work.using).filter(name__in={row.name for row in rows})
    taken = set(present.values_list("table", "name"))
    for row in rows:
        if (row.table, row.name) in taken:
            raise ColumnTaken(table=row.table, name=row.name, targets=[row.id])
        taken.add((row.table, row.name))
    names = (
        "id", "table", "name", "label", "type", "choices", "target", "is_required", "is_indexed",
        "on_forms", "in_lists", "in_dialogs",
    )  # fmt: skip
    made = [{name: getattr(row, name) for name in names} for row in rows]
    defined = work.add(CustomColumn, made, "column.defined")
    for row in rows:
        _index(work, row.table, row.name, row.is_indexed)
    return defined


@operation("column.edit", on=CustomColumn)
def edit(
    work: Work,
    columns: WorkingSet,
    *,
    label: str | Unset = UNSET,
    choices: list[str] | Unset = UNSET,
    is_required: bool | Unset = UNSET,
    is_indexed: bool | Unset = UNSET,
    on_forms: bool | Unset = UNSET,
    in_lists: bool | Unset = UNSET,
    in_dialogs: bool | Unset = UNSET,
) -> None:
    """Change how a column is called, what may be chosen, whether it must be filled, and where it
    is shown and asked for.

    Refuses with choice-in-use when a choice is dropped that records have, and invalid-input.
    """
    given = {
        "label": label, "choices": choices, "is_required": is_required, "is_indexed": is_indexed,
        "on_forms": on_forms, "in_lists": in_lists, "in_dialogs": in_dialogs,
    }  # fmt: skip
    values: dict[str, Any] = {name: value for name, value in given.items() if value is not UNSET}
    facts = work.facts(columns, "table", "name", "type", "choices", "is_indexed")
    if choices is not UNSET:
        wanted = {key: _whole(choices, key, row.choices) for key, row in facts.items()}
        refuse_choices_in_use(work, facts, wanted)
        values["choices"] = ByRecord(wanted)
    changed = work.differing(columns, values)
    work.change(changed, "column.edited", **values)
    for key, row in facts.items():
        if is_indexed is not UNSET and (wish := _whole(is_indexed, key, row.is_indexed)) is not (
            row.is_indexed
        ):
            _index(work, row.table, row.name, wish, drop=True)


@operation("column.retire", on=CustomColumn, settled=lambda ask: Q(is_active=False))
def retire(work: Work, columns: WorkingSet) -> None:
    """Take no more values for columns. The values records have stay, and are still shown."""
    work.change(columns, "column.retired", is_active=False)


@operation("column.restore", on=CustomColumn, settled=lambda ask: Q(is_active=True))
def restore(work: Work, columns: WorkingSet) -> None:
    """Take values for retired columns again."""
    work.change(columns, "column.restored", is_active=True)


def _whole(value: Any, key: UUID, present: Any) -> Any:
    """The argument for one record; a row of a table that does not give it leaves it as it is."""
    if isinstance(value, ByRecord) and key not in value.values:
        return present
    return at(value, key)


def _index(work: Work, table: str, name: str, wanted: bool, *, drop: bool = False) -> None:
    model = RECORDS[table]
    if wanted:
        work.then(lambda: bulk.index_custom(model, name, work.using))
    elif drop:
        work.then(lambda: bulk.unindex_custom(model, name, work.using))
