"""Placing: what has no place in a queue gets one, what waits elsewhere moves."""

from typing import Any, Literal
from uuid import UUID

from django.db.models import F

from casework.kernel.by_record import ByRecord
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import QueueItem, QueueItemState
from casework.queues.of_cases import Case
from casework.queues.rules import hold_queues
from casework.queues.values import value_of

UNWORKED = {"worker_user": None, "worker_team": None, "worker_since": None}


def place(work: Work, records: WorkingSet, queue: Any, column: Literal["case", "activity"]) -> None:
    """Put cases or activities into a queue, one active item each.

    Waiting elsewhere, the item moves, nobody works on it and its time begins anew; waiting there
    already, it is left alone. The item of a closed case (only an importer comes so far) stays
    inactive: it tells in which queue the case was.
    """
    wanted = {key: value_of(queue, key) for key in records}
    hold_queues(work, wanted)
    closed: set[UUID] = set()
    if column == "case":
        rows = records.rows.using(work.using).filter(Case.CLOSED)
        closed.update(rows.values_list("pk", flat=True))
    present = _present(work, records, column, closed)
    queues = work.facts(WorkingSet(QueueItem, present.values()), "queue_id")
    moving = {
        item: wanted[key] for key, item in present.items() if queues[item].queue_id != wanted[key]
    }
    work.change(
        WorkingSet(QueueItem, moving),
        "queue_item.routed",
        queue=ByRecord(moving),
        entered_at=work.happened("case_id"),
        **UNWORKED,
    )
    new = records - present.keys()
    for part, state in (
        (new - closed, QueueItemState.ACTIVE),
        (WorkingSet(new.model, closed & set(new)), QueueItemState.INACTIVE),
    ):
        into = ByRecord(wanted).of(QueueItem._meta.get_field("queue"))
        work.maps.append(into)
        work.add_for_each(
            part,
            QueueItem,
            "queue_item.added",
            queue=into,
            case=F(part.model.CASE),
            activity=F("pk") if column == "activity" else None,
            entered_at=work.happened(part.model.CASE),
            state=state,
        )


def _present(work: Work, records: WorkingSet, column: str, closed: set[UUID]) -> dict[UUID, UUID]:
    """The item each record has: the active one, and of a closed case the last it had."""
    rows = QueueItem.objects.filter(**{f"{column}__among": records})
    if column == "case":
        rows = rows.filter(activity__isnull=True)
    if not closed:
        rows = rows.filter(state=QueueItemState.ACTIVE)
    items = work.facts(work.gather(rows), f"{column}_id", "state")
    present: dict[UUID, UUID] = {}
    # By id, which is by making: an importer's times may go back.
    for key, row in sorted(items.items(), key=lambda one: one[0]):
        record = getattr(row, f"{column}_id")
        if record in closed or row.state == QueueItemState.ACTIVE:
            present[record] = key
    return present
