"""All tables as values that may be compared: without ids, stamps of the run and what is random."""

from typing import Any
from uuid import UUID

from casework.kernel.history import Event, Run, decoded
from casework.kernel.records import RECORDS

MASKED = {"modified_at", "key", "password", "path"}  # a path is made of ids


def dump() -> dict[str, list[Any]]:
    """Every record, run and event, ids replaced by their place in the order they were made."""
    tables: dict[str, list[Any]] = {}
    for noun, model in sorted(RECORDS.items()):
        names = [one.attname for one in model._meta.concrete_fields if one.name not in MASKED]
        tables[noun] = [
            {**dict(zip(names, row, strict=True))}
            for row in model._base_manager.order_by("pk").values_list(*names)
        ]
    tables["run"] = list(
        Run.objects.order_by("pk").values("id", "operation", "actor_id", "interface", "happened_at")
    )
    tables["event"] = [
        {
            "run": one.run_id,
            "kind": one.kind,
            "record": one.record_id,
            "version": one.version,
            "case": one.case_id,
            "happened_at": one.happened_at,
            "on_behalf_of": one.on_behalf_of_id,
            "before": decoded(RECORDS[one.record_type], one.before),
            "after": decoded(RECORDS[one.record_type], one.after),
        }
        for one in Event.objects.order_by("pk")
    ]
    ids: set[UUID] = set()
    _collect(tables, ids)
    places = {key: f"#{n}" for n, key in enumerate(sorted(ids))}
    return _masked(tables, places)


def _collect(value: Any, ids: set[UUID]) -> None:
    if isinstance(value, UUID):
        ids.add(value)
    elif isinstance(value, dict):
        for one in value.values():
            _collect(one, ids)
    elif isinstance(value, list):
        for one in value:
            _collect(one, ids)


def _masked(value: Any, places: dict[UUID, str]) -> Any:
    if isinstance(value, UUID):
        return places[value]
    if isinstance(value, list):
        return [_masked(one, places) for one in value]
    if isinstance(value, dict):
        return {
            name: one.rpartition("-")[0] if name == "number" else _masked(one, places)
            for name, one in value.items()
            if name not in MASKED
        }
    return value
