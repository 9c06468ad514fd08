"""Below: what lies below a case, and what may be done with a record."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from casework.activities.models import Activity, Attachment
from casework.cases.models import Case, CaseResolution
from casework.interfaces.calling import find, find_records
from casework.interfaces.reading.asking import Asked
from casework.interfaces.reading.past import past
from casework.kernel.actor import Actor
from casework.kernel.available import Availability, Obstacle, available
from casework.kernel.refusals import NAMED, Forbidden, NotFound
from casework.people.acting import actor_for
from casework.people.models import User
from casework.people.why_not import WhyNot, ways_out
from casework.queues.models import QueueItem

# name -> (noun, the column that leads to the case)
BELOW: dict[str, tuple[Any, str]] = {
    "activities": (Activity, "case"),
    "attachments": (Attachment, "case"),
    "resolutions": (CaseResolution, "case"),
    "queue-items": (QueueItem, "case"),
    "children": (Case, "parent"),
    "merged": (Case, "merged_into"),
}


def case_above(key: str, asked: Asked, actor: Actor) -> UUID:
    """The case of an address, also when it was erased since the moment that is asked about.

    Refuses as ``find``.
    """
    try:
        [pk] = find(Case, [key], actor)
    except NotFound:
        if not asked.one("as_of"):
            raise
        with past(Case, asked, actor):
            [pk] = find(Case, [key], actor)
    return pk


def rows_below(name: str, case: UUID) -> Any:
    """The rows below a case, not yet narrowed to those the actor may see."""
    model, path = BELOW[name]
    return model.objects.filter(**{path: case})


def availability(
    model: Any, keys: Iterable[str], actor: Actor, asking_for: str = ""
) -> dict[str, Any]:
    """What the actor may do with records now; and why not the rest: the rule, the records that
    cause it, what would enable it, and who may change the policy behind it.

    ``asking_for`` names somebody else, whose rights are then asked: for that the actor needs to
    read grants. Raises NotFound, Forbidden.
    """
    found = find_records(model, list(keys), actor)
    doing = _somebody(asking_for, actor) if asking_for else actor
    some = available(list({one.pk: one for one in found.values()}.values()), doing, told_to=actor)
    ways = ways_out(some)
    return {"items": [_told(one, ways, single=len(found) == 1) for one in some]}


def _somebody(name: str, actor: Actor) -> Actor:
    if not actor.holds("grant.read"):
        raise Forbidden(privilege="grant.read")
    user = find_records(User, [name], actor)[name]
    return actor_for(user, actor.interface)


def _told(one: Availability, ways: dict[int, WhyNot], *, single: bool) -> dict[str, Any]:
    first = one.refusal
    told = {
        "operation": one.operation.name,
        "available": first is None,
        "code": first.code if first else None,
        "detail": first.text if first else None,
        "obstacles": [_obstacle(each, ways[id(each.refusal)]) for each in one.obstacles],
    }
    return told if single else {**told, "allowed": len(one.allowed)}


def _obstacle(one: Obstacle, way: WhyNot) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "code": one.refusal.code,
        "detail": one.refusal.text,
        "against": len(one.at_fault),
        "count": one.refusal.count,
        "records": [
            {"noun": each.NOUN, "id": each.pk, "name": str(each)}
            for each in one.refusal.records[: NAMED * 4]
            if hasattr(each, "pk")
        ],
        "enabled_by": way.enabled_by,
        "policies": [asdict(each) for each in way.policies],
        "roles": way.roles,
    }
