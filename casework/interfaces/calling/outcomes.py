"""Outcomes: what came of a run, as plain values for JSON or a table."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from casework.kernel.history import Event
from casework.kernel.operations import Operation, Result
from casework.kernel.records import RECORDS
from casework.kernel.working_sets import WorkingSet

NUMBERED = frozenset({"case"})  # named by their number; every other record by its id


def outcome(result: Result, operation: Operation) -> dict[str, Any]:
    """What a run did: its id, the records it was done to, what it made and what it left out.

    Cases are named by their number and all others by their id; one query for the numbers.
    """
    noun = operation.model.NOUN
    left = [one for one in result.left_out if isinstance(one, UUID)]
    own = [*result.records, *result.unchanged, *left]
    cases = [*(own if noun in NUMBERED else ()), *result.created.get("case", ())]
    names = keys_of("case", cases, result.run)
    mine = names if noun in NUMBERED else {}

    def key(one: Any) -> str:
        return mine.get(one, str(one))

    told: dict[str, Any] = {
        "run": str(result.run) if result.run else None,
        "records": [key(one) for one in result.records],
        "created": {
            made: [names.get(one, str(one)) for one in ids] for made, ids in result.created.items()
        },
        "unchanged": [key(one) for one in result.unchanged],
        "left_out": [
            {"record": key(one), "code": refusal.code, "detail": refusal.text}
            for one, refusal in result.left_out.items()
        ],
        "effects": _counted(result.effects),
        "advice": [{"code": one.code, "text": str(one.text)} for one in result.advice],
    }
    if result.secrets:  # told this once, and kept by nobody
        told["secrets"] = {str(one): secret for one, secret in result.secrets.items()}
    return told


def keys_of(noun: str, ids: Iterable[UUID], run: UUID | None = None) -> dict[UUID, str]:
    """The number of each case; of those that the run erased, from its own events."""
    wanted = WorkingSet(RECORDS[noun], ids)
    if not wanted or noun not in NUMBERED:
        return {}
    column = RECORDS[noun].KEY
    names = dict(wanted.rows.values_list("pk", column))
    gone = [one for one in wanted if one not in names]
    if gone and run:
        erased = Event.objects.filter(run=run, record_id__among=gone, after=None)
        names.update(erased.values_list("record_id", f"before__{column}"))
    return names


def _counted(effects: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """Steps of one kind are told together."""
    counts: dict[str, int] = {}
    for kind, count in effects:
        counts[kind] = counts.get(kind, 0) + count
    return [{"kind": kind, "count": count} for kind, count in counts.items()]
