"""What a run leaves: every event and every row it touched, to be held against another run's."""

from collections import Counter
from typing import Any

from casework.kernel.history import Event, Run, Undoing
from casework.kernel.records import RECORDS

# Columns that tell which run it was, and when: only whether they are set is compared.
OF_THE_RUN = ("id", "created_at", "modified_at", "closed_at", "ended_at", "resolved_at",
              "withdrawn_at")  # fmt: skip


def rows_left(latest: int) -> Counter[str]:
    """What has been written since the event ``latest``, ids of new rows and times masked."""
    left: Counter[str] = Counter()
    events = Event.objects.filter(id__gt=latest)
    touched: dict[str, set[Any]] = {}
    # A resolution is made anew in each round: it is told by its case.
    made = set(events.filter(record_type="resolution").values_list("record_id", flat=True))
    for one in events.iterator():
        touched.setdefault(one.record_type, set()).add(one.record_id)
        record = "new" if one.record_id in made else one.record_id
        parts = (one.record_type, one.kind, record, one.version, one.case_id)
        left[repr((*parts, _masked(one.before), _masked(one.after)))] += 1
    for noun, keys in touched.items():
        rows = RECORDS[noun]._base_manager.filter(pk__among=list(keys))
        for row in rows.values():
            key = "new" if row["id"] in made else row["id"]
            left[repr((noun, key, _masked(row)))] += 1
    for run in Run.objects.filter(events__id__gt=latest).distinct():
        left[repr((run.operation, run.actor_id, run.interface))] += 1
        taken = Undoing.objects.filter(by=run, stands=True).count()
        left[repr(("taken back", taken))] += 1
    return left


def _masked(row: dict[str, Any] | None) -> list[tuple[str, Any]] | None:
    if row is None:
        return None
    return sorted(
        (name, value is not None if name in OF_THE_RUN else str(value))
        for name, value in row.items()
    )
