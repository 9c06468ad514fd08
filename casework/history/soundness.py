"""Soundness: what must be true of the tables also after runs are taken back (answers 17)."""

import itertools
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.activities.models import Activity
from casework.cases.models import Case, State
from casework.cases.rules import NOT_MERGED, OPEN_TO_CHANGE, ClosedCase, MergedAway
from casework.history.plan import Plan
from casework.kernel.bulk import ancestors
from casework.kernel.records import RECORDS
from casework.kernel.refusals import Refusal
from casework.kernel.rules import Ask
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import QueueItem, QueueItemState

TREES = ("parent", "merged_into")


class UsedSince(Refusal):
    """Taking back the making of what others refer to by now."""

    code = "used-since"
    message = _("{records} came to what would be taken away. Move or delete it first.")


class GoneSince(Refusal):
    """Taking back to what was deleted meanwhile."""

    code = "gone-since"
    message = _(
        "What this goes back to is no longer there ({noun}). Leave these records: {records}."
    )


class WouldCircle(Refusal):
    """Taking back a parent that by now lies below its child, or a merge that runs in a circle."""

    code = "would-circle"
    enabled_by = ("case.set_parent",)
    message = _("{records} would lie above itself. Give the cases between another parent first.")


class WaitsElsewhere(Refusal):
    """Taking back a place in a queue, while the case waits in another by now."""

    code = "waits-elsewhere"
    enabled_by = ("queue_item.remove",)
    message = _("{records} waits in a queue again by now. Remove it there first.")


def refuse_unsound(work: Work, plan: Plan) -> None:
    """Refuse when the plan would leave an orphan, a circle, a case waiting twice, or something
    moved or opened on a case that is merged or closed."""
    _refuse_orphans(work, plan)
    _refuse_users(work, plan)
    for model, part in plan.items():
        for relation in TREES:
            _refuse_circles(work, model, relation, part.values)
    _refuse_homes(work, plan)
    _refuse_second_places(work, plan)


def _foreign(model: Any) -> list[Any]:
    return [one for one in model._meta.concrete_fields if one.is_relation and one.db_constraint]


def _refuse_orphans(work: Work, plan: Plan) -> None:
    for model, part in plan.items():
        for column in _foreign(model):
            target = column.related_model
            wanted: dict[UUID, list[UUID]] = {}
            for key, values in part.values.items():
                if (one := values.get(column.name)) is not None:
                    wanted.setdefault(one, []).append(key)
            coming = plan[target].restored.keys() if target in plan else ()
            needed = wanted.keys() - set(coming)
            if needed:
                there = target._base_manager.using(work.using).filter(pk__among=needed)
                missing = needed - set(there.values_list("pk", flat=True))
                keys = [key for one in missing for key in wanted[one]]
                noun = getattr(target, "NOUN", "")
                work.refuse(WorkingSet(model, keys), GoneSince, noun=noun)


def _refuse_users(work: Work, plan: Plan) -> None:
    doomed = {model: part.doomed for model, part in plan.items() if part.doomed}
    for model in RECORDS.values():
        for column in model._meta.concrete_fields:
            taken = doomed.get(column.related_model) if column.is_relation else None
            if not taken:
                continue
            rows = model._base_manager.filter(**{f"{column.name}__among": list(taken)})
            if part := plan.get(model):
                leaving = [key for key, one in part.changed.items() if column.name in one]
                rows = rows.exclude(pk__among=[*part.doomed, *leaving])
            work.refuse(rows, UsedSince)


def _refuse_circles(
    work: Work, model: Any, relation: str, values: dict[UUID, dict[str, Any]]
) -> None:
    above = {key: one[relation] for key, one in values.items() if one.get(relation)}
    if not above:
        return
    chains: dict[UUID, list[tuple[int, UUID]]] = {}
    for target, key, depth in ancestors(model, set(above.values()), f"{relation}_id", work.using):
        chains.setdefault(target, []).append((depth, key))
    up: dict[UUID, UUID] = {}
    for chain in chains.values():
        keys = [key for _depth, key in sorted(chain)]
        up.update(itertools.pairwise(keys))
    for key, one in values.items():
        if relation in one:
            up.pop(key, None)
    up.update(above)
    circling = [key for key in above if _circles(key, up)]
    work.refuse(WorkingSet(model, circling), WouldCircle)


def _circles(start: UUID, up: dict[UUID, UUID]) -> bool:
    seen, key = {start}, up.get(start)
    while key is not None and key not in seen:
        seen.add(key)
        key = up.get(key)
    return key is not None


def _refuse_homes(work: Work, plan: Plan) -> None:
    """What lies on a case obeys the case: nothing goes to a merged one, nothing waits or is open on
    a closed one, and a closed one is changed only where the settings allow it (S11, S12)."""
    cases = plan.get(Case)
    ends = {key: one.get("merged_into") for key, one in (cases.values if cases else {}).items()}
    states = {
        key: one["state"] for key, one in (cases.values if cases else {}).items() if "state" in one
    }
    targets: set[UUID] = set()
    waking: set[UUID] = set()
    homes: set[UUID] = set()
    for model, part in plan.items():
        if model is Case:
            for one in part.values.values():
                targets |= {one[name] for name in TREES if one.get(name)}
        elif model.CASE:
            touched = WorkingSet(model, {*part.changed, *part.doomed})
            present = {key: row.case_id for key, row in work.facts(touched, "case_id").items()}
            for key, values in part.values.items():
                home: Any = values.get("case", present.get(key))
                if _wakes(model, values):
                    waking.add(home)
                if model is not QueueItem:
                    targets.add(home)
                homes.add(home)
            homes |= set(present.values())
    merged = [key for key in targets if not (key in ends and ends[key] is None)]
    _guard(work, merged, NOT_MERGED)
    waking |= homes & states.keys()
    closing = {key for key, state in states.items() if state != State.ACTIVE}
    asleep = WorkingSet(Case, [key for key in waking if key not in states])
    work.refuse(asleep.rows.exclude(state=State.ACTIVE), ClosedCase)
    _guard(work, homes - states.keys() - closing, OPEN_TO_CHANGE)


def _wakes(model: Any, values: dict[str, Any]) -> bool:
    if model is Activity:
        return values.get("state") in (0, 3)
    return model is QueueItem and values.get("state") == QueueItemState.ACTIVE


def _guard(work: Work, cases: Iterable[UUID], rule: Any) -> None:
    there = WorkingSet(Case, Case.objects.filter(pk__among=set(cases)).values_list("pk", flat=True))
    try:
        work.guard(there, None, (rule,), Ask(work, {}))
    except (MergedAway, ClosedCase) as refusal:
        refusal.targets = None  # the whole run is at fault, not the case
        raise


def _refuse_second_places(work: Work, plan: Plan) -> None:
    part = plan.get(QueueItem)
    if part is None:
        return
    rows = work.facts(WorkingSet(QueueItem, part.changed), "case_id", "activity_id", "state")
    places: dict[str, set[UUID]] = {"case": set(), "activity": set()}
    for key, values in part.values.items():
        row = rows.get(key)
        now: dict[str, Any] = {
            name: values.get(name, getattr(row, f"{name}_id", None))
            for name in ("case", "activity")
        }
        if values.get("state", getattr(row, "state", None)) == QueueItemState.ACTIVE:
            column = "activity" if now["activity"] else "case"
            places[column].add(now[column])
    ours = [*part.changed, *part.doomed]
    waiting = QueueItem.objects.filter(QueueItem.WAITING).exclude(pk__among=ours)
    of_case = Q(activity__isnull=True, case__among=list(places["case"]))
    others = waiting.filter(of_case | Q(activity__among=list(places["activity"])))
    there = others.using(work.using).values_list("case_id", flat=True)
    work.refuse(WorkingSet(Case, there), WaitsElsewhere)
