"""Standing: how the cases that an earlier row made stand here now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.cases.models import Case, State
from casework.importing.models import ImportedRecord
from casework.kernel.actor import Actor
from casework.queues.models import QueueItem, QueueItemState

COMPARED = (
    "subject",
    "contact",
    "account",
    "priority",
    "severity",
    "origin",
    "case_type",
    "product",
    "description",
    "stage",
)


@dataclass(slots=True)
class Here:
    """How a case stands here. ``queue`` is where it ``waits``, or was when it left the queues."""

    columns: dict[str, Any]
    custom: dict[str, Any]
    user: UUID | None
    team: UUID | None
    parent: UUID | None = None
    queue: UUID | None = None
    waits: bool = False
    state: int = State.ACTIVE
    status: int = 1
    confirmed: bool = False


@dataclass(slots=True)
class Found:
    """A case that an earlier row made."""

    id: UUID
    here: Here
    applied: list[str]


def cases_of(source: str, by: Actor, keys: Iterable[str]) -> dict[str, Found]:
    """The cases a source has made, by their number, with the digests of their rows."""
    rows = ImportedRecord.objects.filter(
        source=source, noun="case", name__in=sorted(keys)
    ).values_list("name", "record_id", "rows")
    made = {key: (case, digests) for key, case, digests in rows}
    if not made:
        return {}
    ids = [case for case, _digests in made.values()]
    cases = {case.pk: case for case in Case.objects.visible_to(by).filter(pk__among=ids)}
    items = QueueItem.objects.filter(case__among=ids, activity=None).order_by("pk")
    places = {
        case: (queue, state == QueueItemState.ACTIVE)
        for case, queue, state in items.values_list("case_id", "queue_id", "state")
    }
    return {
        name: Found(case, _here(cases[case], places.get(case)), _digests(digests))
        for name, (case, digests) in made.items()
        if case in cases
    }


def _here(case: Any, place: tuple[UUID, bool] | None) -> Here:
    columns = {name: getattr(case, case._meta.get_field(name).attname) for name in COMPARED}
    queue, waits = place or (None, False)
    return Here(
        columns, dict(case.custom), case.owner_user_id, case.owner_team_id, case.parent_id,
        queue, waits, case.state, case.status, case.confirmed_at is not None,
    )  # fmt: skip


def _digests(kept: str) -> list[str]:
    return [kept[at : at + 12] for at in range(0, len(kept), 12)]
