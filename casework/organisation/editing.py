"""Editing: the columns an edit changes, with the organisation's own among them (answers 22)."""

from typing import Any

from casework.kernel.arguments import UNSET
from casework.kernel.by_record import ByRecord
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.organisation.custom import checked


def changes(
    work: Work, records: WorkingSet, table: str, given: dict[str, Any], custom: Any = UNSET
) -> dict[str, Any]:
    """What to hand to ``work.change``: the columns given, and custom values merged into those the
    records have (None empties one).

    Raises InvalidInput naming the custom column and the cure.
    """
    columns = {name: value for name, value in given.items() if value is not UNSET}
    if custom is not UNSET:
        wanted = custom.values if isinstance(custom, ByRecord) else dict.fromkeys(records, custom)
        kept = checked(work, table, wanted, creating=False)
        merged = {}
        for key, row in work.facts(records, "custom").items():
            after = {**row.custom, **kept.get(key, {})}
            merged[key] = {name: value for name, value in after.items() if value is not None}
        columns["custom"] = ByRecord(merged)
    return columns
