"""Giving: who picks, or whose queue it is, becomes the owner of what waits, by policy."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.owning import give, owners
from casework.queues.of_cases import Activity, Case


def give_what_waits(
    work: Work, items: WorkingSet, wanted: Mapping[UUID, tuple[UUID | None, UUID | None]]
) -> None:
    """Make (user, team) the owner of each item's case, or of its activity where it is for one.

    Refuses with owner-inactive.
    """
    homes = work.facts(items, "case_id", "activity_id")
    for model, kind in ((Case, "case.assigned"), (Activity, "activity.assigned")):
        records: dict[UUID, UUID] = {}
        for item in wanted:
            row: Any = homes[item]
            if (row.activity_id is not None) is (model is Activity):
                records[row.activity_id or row.case_id] = item
        if not records:
            continue
        try:
            owned = owners(work, {key: wanted[item] for key, item in records.items()})
        except Refusal as refusal:
            refusal.targets = {records[key] for key in refusal.targets or ()}
            raise
        give(work, work.gather(WorkingSet(model, records).rows), owned, kind)
