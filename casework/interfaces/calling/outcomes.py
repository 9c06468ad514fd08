"""Outcomes: what came of a run, as plain values for JSON or a table."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from casework.kernel.actor import Actor
from casework.kernel.history import Event
from casework.kernel.operations import Operation, Result
from casework.kernel.previews import Foreseen, Preview
from casework.kernel.records import RECORDS
from casework.kernel.working_sets import WorkingSet
from casework.people.models import User
from casework.people.sight import sight

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

    told: dict[str, Any] = {
        "run": str(result.run) if result.run else None,
        "records": [mine[one] if one in mine else str(one) for one in result.records],
        "created": {
            made: [names[one] if one in names else str(one) for one in ids]
            for made, ids in result.created.items()
        },
        "effects": _counted(result.effects),
        **_beside(result, mine),
    }
    if result.secrets:  # told this once, and kept by nobody
        told["secrets"] = {str(one): secret for one, secret in result.secrets.items()}
    return told


def touched(result: Result, operation: Operation) -> dict[str, list[UUID]]:
    """The records that an outcome tells of, by noun."""
    told = (*result.records, *result.unchanged, *result.left_out)
    own = [one for one in told if isinstance(one, UUID)]
    found = {noun: list(ids) for noun, ids in result.created.items()}
    found[operation.model.NOUN] = [*found.get(operation.model.NOUN, ()), *own]
    return found


def foreseen(preview: Preview, operation: Operation, actor: Actor) -> dict[str, Any]:
    """What a run would do, with the fingerprint that confirms it; a few queries for any number.

    Cases are named by their number and all others by their id, people by their sign-in name. What
    the actor may not see is counted and not named.
    """
    noun = operation.model.NOUN
    left = [one for one in preview.left_out if isinstance(one, UUID)]
    asked = [] if operation.creates else list(preview.records)
    mine = keys_of(noun, [*asked, *preview.unchanged, *(() if operation.creates else left)])
    seen = sight(preview, actor)
    return {
        "preview": True,
        "operation": preview.operation,
        "records": []
        if operation.creates
        else [mine.get(one, str(one)) for one in preview.records],
        "effects": [_effect(one) for one in preview.effects],
        **_beside(preview, mine),
        "sight": {
            "gained": _people(seen.gaining, seen.gaining_count),
            "lost": _people(seen.losing, seen.losing_count),
        },
        "fingerprint": preview.fingerprint,
    }


def _effect(one: Foreseen) -> dict[str, Any]:
    records = [{"noun": each.NOUN, "id": str(each.pk), "name": str(each)} for each in one.records]
    told = {"kind": one.kind, "noun": one.noun, "count": one.count, "records": records}
    return {**told, "sums": dict(one.sums)} if one.sums else told


def _people(users: list[User], count: int) -> dict[str, Any]:
    return {"count": count, "users": [one.username for one in users]}


def _beside(told: Result | Preview, names: dict[UUID, str]) -> dict[str, Any]:
    """What a run or its preview leaves as it is or out, and what would have been better."""
    return {
        "unchanged": [names.get(one, str(one)) for one in told.unchanged],
        "left_out": [
            {"record": names.get(one, str(one)), "code": refusal.code, "detail": refusal.text}
            for one, refusal in told.left_out.items()
        ],
        "advice": [{"code": one.code, "text": str(one.text)} for one in told.advice],
    }


def keys_of(noun: str, ids: Iterable[UUID], run: UUID | None = None) -> dict[UUID, str]:
    """The number of each case; of those that the run erased, from its own events."""
    if noun not in NUMBERED:
        return {}
    wanted = WorkingSet(RECORDS[noun], ids)
    if not wanted:
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
