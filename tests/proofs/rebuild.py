"""Every table, rebuilt from the events alone: forwards to now, backwards to the start."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from casework.kernel.history import Event, decoded
from casework.kernel.records import RECORDS

Tables = dict[str, dict[UUID, dict[str, Any]]]


def tables_now() -> Tables:
    """Every record of every noun as it stands, without stamps and secrets, with its version."""
    tables: Tables = {}
    for noun, model in RECORDS.items():
        names = [field.attname for field in model.on_record()]
        rows = model._base_manager.values(*names, "version")
        tables[noun] = {row["id"]: row for row in rows.iterator(chunk_size=5000)}
    return tables


def tables_from_events() -> Tables:
    """The same, made of nothing but events, in the order of each record's sequence."""
    tables: Tables = {noun: {} for noun in RECORDS}
    gone: dict[UUID, int] = {}
    for event in _events():
        model, table = RECORDS[event.record_type], tables[event.record_type]
        after = decoded(model, event.after)
        if event.before is None:
            # What was erased and comes back goes on counting where it was.
            begins = gone.pop(event.record_id, 0) + 1
            assert event.version == begins, f"{event.kind} begins at {event.version}"
            table[event.record_id] = dict(after or {})
        elif after is None:
            row = table.pop(event.record_id)
            assert event.version == row["version"] + 1, f"{event.kind} breaks the sequence"
            gone[event.record_id] = event.version
            continue
        else:
            row = table[event.record_id]
            assert event.version == row["version"] + 1, f"{event.kind} breaks the sequence"
            before = decoded(model, event.before) or {}
            assert {name: row[name] for name in before} == before, f"{event.kind} lies"
            row.update(after)
        table[event.record_id]["version"] = event.version
    return tables


def tables_at_the_start() -> Tables:
    """From now back to the first event: what is left must be nothing at all."""
    tables = tables_now()
    for event in _events(backwards=True):
        model, table = RECORDS[event.record_type], tables[event.record_type]
        before = decoded(model, event.before)
        after = decoded(model, event.after)
        if before is None:
            row = table.pop(event.record_id)
            row.pop("version", None)
            assert row == after, f"{event.kind} of {event.record_type} lies"
        elif after is None:
            table[event.record_id] = {**before, "version": event.version - 1}
        else:
            table[event.record_id].update(before)
            table[event.record_id]["version"] = event.version - 1
    return {noun: rows for noun, rows in tables.items() if rows}


def _events(*, backwards: bool = False) -> Iterator[Event]:
    order = "-id" if backwards else "id"
    yield from Event.objects.order_by(order).iterator(chunk_size=5000)


def assert_events_tell_everything() -> int:
    """Both ways; answers how many events it took."""
    now, made = tables_now(), tables_from_events()
    different: dict[str, list[Any]] = defaultdict(list)
    for noun in RECORDS:
        for key in now[noun].keys() | made[noun].keys():
            if now[noun].get(key) != made[noun].get(key):
                different[noun].append((key, now[noun].get(key), made[noun].get(key)))
    assert not different, {noun: rows[:3] for noun, rows in different.items()}
    assert tables_at_the_start() == {}
    return Event.objects.count()
