"""Assign: give cases a new owner, a user or a team."""

from typing import Any
from uuid import UUID

from casework.activities.models import OPEN, Activity, ActivityState, Kind
from casework.cases.hierarchy import lock_families
from casework.cases.models import Case
from casework.cases.policies import CasePolicy
from casework.cases.rules import NOT_MERGED, OPEN_TO_CHANGE
from casework.kernel.bulk import descendants
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.refusals import Refusal
from casework.kernel.rules import Ask
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User
from casework.people.owning import Owner, by_record, give, owners
from casework.queues.models import Queue, QueueItem, QueueItemState

RULES = (NOT_MERGED, OPEN_TO_CHANGE)


@operation("case.assign", on=Case, rules=RULES, lock=lock_families)
def assign(
    work: Work,
    cases: WorkingSet,
    *,
    user: User | None = None,
    team: Team | None = None,
    note: str = "",
) -> None:
    """Give cases to a user or a team; the owner's business unit follows (S31 to S34).

    ``note`` is a handover note on the timeline. Assigning to the present owner changes nothing.
    By policy the open activities (or all, or none) move along, the children, and the queue item
    into the new owner's queue; a closed activity keeps its "modified" stamps. Refuses with
    merged-away, closed-case, owner-inactive, invalid-input when not exactly one of user and team
    is given.
    """
    policy = work.policy(CasePolicy)
    wanted = {key: (_of(user, key), _of(team, key)) for key in cases}
    owned = owners(work, wanted, default_to_actor=False)
    if policy.assign_children:
        _with_children(work, cases, owned)
    family = WorkingSet(Case, owned)
    changed = give(work, family, owned, "case.assigned")
    _move_activities(work, changed, owned)
    if policy.assign_moves_queue_item:
        _move_queue_items(work, changed, owned)
    if note:
        _hand_over(work, cases, note)


def _of(value: Any, key: UUID) -> Any:
    return value.values.get(key) if isinstance(value, ByRecord) else value


def _with_children(work: Work, cases: WorkingSet, owned: dict[UUID, Owner]) -> None:
    origin: dict[UUID, UUID] = {}
    for head, key, _depth in descendants(Case, cases, using=work.using):
        if key not in owned:
            origin.setdefault(key, head)
    children = work.gather(Case.objects.filter(pk__among=WorkingSet(Case, origin)))
    every = work.policy(CasePolicy).cascade_needs == "every record"
    try:
        work.guard(children, "case.assign" if every else None, (NOT_MERGED,), Ask(work, {}))
    except Refusal as refusal:
        refusal.targets = {origin[key] for key in refusal.targets or ()}
        raise
    for key in children:
        owned[key] = owned[origin[key]]


def _move_activities(work: Work, cases: WorkingSet, owned: dict[UUID, Owner]) -> None:
    moves = work.policy(CasePolicy).assign_moves
    if moves == "nothing":
        return
    rows = Activity.objects.filter(case__among=cases)
    for part, stamp in ((rows.filter(OPEN), True), (rows.exclude(OPEN), False)):
        if stamp or moves == "all activities":
            activities = work.gather(part)
            homes = work.facts(activities, "case_id")
            columns = by_record({key: owned[row.case_id] for key, row in homes.items()})
            work.change(activities, "activity.assigned", stamp=stamp, **columns)


def _move_queue_items(work: Work, cases: WorkingSet, owned: dict[UUID, Owner]) -> None:
    items = work.gather(
        QueueItem.objects.filter(
            case__among=cases, activity__isnull=True, state=QueueItemState.ACTIVE
        )
    )
    homes = work.facts(items, "case_id", "queue_id")
    queues = Queue.objects.using(work.using).filter(is_active=True).order_by("created_at")
    mine: dict[UUID | None, UUID] = {}
    for key, user, team in queues.values_list("pk", "owner_user_id", "owner_team_id"):
        mine.setdefault(user or team, key)
    into = {}
    for key, row in homes.items():
        owner = owned[row.case_id]
        queue = mine.get(owner.user or owner.team)
        if queue and queue != row.queue_id:
            into[key] = queue
    work.change(
        WorkingSet(QueueItem, into),
        "queue_item.routed",
        queue=ByRecord(into),
        worker_user=None,
        worker_team=None,
        worker_since=None,
        entered_at=work.happened("case_id"),
    )


def _hand_over(work: Work, cases: WorkingSet, note: Any) -> None:
    notes = {key: text for key in cases if (text := _of(note, key))}
    rows = [
        {
            "kind": Kind.NOTE,
            "case": key,
            "logged_on": key,
            "subject": text[:400],
            "description": text,
            "state": ActivityState.COMPLETED,
            "status": 1,
            "owner_user": work.actor.user,
            "unit": work.actor.unit,
        }
        for key, text in notes.items()
    ]
    work.add(Activity, rows, "activity.logged")
