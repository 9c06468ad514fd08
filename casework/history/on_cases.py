"""On cases: what lies on a case must agree with it, also after runs are taken back."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from casework.activities.models import OPEN, Activity, Attachment
from casework.cases.models import Case, CaseResolution, State
from casework.cases.rules import NOT_MERGED, OPEN_TO_CHANGE, ClosedCase, MergedAway
from casework.history.plan import Part, Plan
from casework.kernel.identity import stored_id
from casework.kernel.refusals import Refusal
from casework.kernel.rules import Ask
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import QueueItem, QueueItemState

RELATIONS = ("parent", "merged_into")


class WaitsElsewhere(Refusal):
    """Taking back a place in a queue, while the case waits in another by now."""

    code = "waits-elsewhere"
    enabled_by = ("queue_item.remove",)
    message = _("{records} waits in a queue again by now. Remove it there first.")


class CameSince(Refusal):
    """Closing or merging cases again, to which something has come meanwhile."""

    code = "came-since"
    message = _("{records} came to a case that would be closed or merged again. Close or move it.")


def refuse_homes(work: Work, plan: Plan, lying: Mapping[str, str | None]) -> None:
    """What lies on a case obeys the case: nothing goes to a merged one, nothing waits or is open on
    a closed one, and a closed one is changed only where the settings allow it (S11, S12)."""
    cases = plan.get(Case)
    ends = cases.becomes("merged_into") if cases else {}
    states = cases.becomes("state") if cases else {}
    targets: set[str] = set()
    waking: set[str] = set()
    homes: set[str] = set()
    for model, part in plan.items():
        if model is Case:
            for lot in part.lots():
                targets |= {lot.values[name].hex for name in RELATIONS if lot.values.get(name)}
        elif model.CASE:
            _visit_homes(part, lying, targets, waking, homes)
    for some in (targets, waking, homes):
        some.discard("")
    merged = [key for key in targets if not (key in ends and ends[key] is None)]
    _guard(work, merged, NOT_MERGED)
    waking |= homes & states.keys()
    closing = {key for key, state in states.items() if state != State.ACTIVE}
    if asleep := WorkingSet.of_stored(Case, waking - states.keys()):
        work.refuse(asleep.rows.exclude(state=State.ACTIVE), ClosedCase)
    _guard(work, homes - states.keys() - closing, OPEN_TO_CHANGE)


def _visit_homes(
    part: Part,
    lying: Mapping[str, str | None],
    targets: set[str],
    waking: set[str],
    homes: set[str],
) -> None:
    """The cases that records will lie on, of what moves there, wakes there, or lies there now."""
    moved: list[str] = []
    back = len(part.changed)  # from there on lots come back whole
    for place, lot in enumerate(part.lots()):
        if "case" in lot.values:
            will = {_text(lot.values["case"])}
            moved += lot.records
        else:
            will = {case for one in lot.traces for case in one.cases}
        if _wakes(part.model, lot.values, whole=place >= back):
            waking |= will
        if part.model is not QueueItem:
            targets |= will
        homes |= will
    restored = [one for lot in part.restored for one in lot.traces]
    for one in (*restored, *part.doomed, *part.withdrawn):
        homes.update(one.cases)
    # What moved lies elsewhere now; all else lies where it was told.
    homes.update([lying.get(key) or "" for key in moved])


def _wakes(model: Any, values: dict[str, Any], *, whole: bool) -> bool:
    """Whether something opens or waits again. An activity that comes back ``whole`` does not: one
    may be planned on a closed case, too."""
    if model is Activity:
        return values.get("state") in (0, 3) and not whole
    return model is QueueItem and values.get("state") == QueueItemState.ACTIVE


def _text(key: UUID | None) -> str:
    return "" if key is None else key.hex


def _guard(work: Work, cases: Iterable[str], rule: Any) -> None:
    named = WorkingSet.of_stored(Case, cases)
    if not named:
        return
    there = WorkingSet.of_rows(named.rows.using(work.using))
    try:
        work.guard(there, None, (rule,), Ask(work, {}))
    except (MergedAway, ClosedCase) as refusal:
        refusal.targets = None  # the whole run is at fault, not the case
        raise


def refuse_left_behind(work: Work, plan: Plan) -> None:
    """What is closed or merged again takes along only what it took before: nothing that came since
    may stay open on a closed case, or stay at all on a merged one."""
    part = plan.get(Case)
    states = part.becomes("state") if part else {}
    closed = [key for key, state in states.items() if state != State.ACTIVE]
    ends = part.becomes("merged_into") if part else {}
    merged = [key for key, survivor in ends.items() if survivor]
    closing, merging = (WorkingSet.of_stored(Case, keys) for keys in (closed, merged))
    if closing:
        waiting = QueueItem.objects.filter(QueueItem.WAITING, case__among=closing)
        still_open = Activity.objects.filter(OPEN, case__among=closing)
        for rows in (waiting, still_open):
            work.refuse(rows.exclude(pk__among=_touched(plan, rows.model)), CameSince)
    if merging:
        for model in (Activity, Attachment, CaseResolution):
            lying: Any = model._base_manager.filter(case__among=merging)
            work.refuse(lying.exclude(pk__among=_touched(plan, model)), CameSince)
        children = Case.objects.filter(parent__among=merging)
        work.refuse(children.exclude(pk__among=_touched(plan, Case)), CameSince)


def _touched(plan: Plan, model: Any) -> WorkingSet:
    part = plan.get(model)
    return part.touched if part else WorkingSet(model, [])


def refuse_second_places(work: Work, plan: Plan) -> None:
    """A case, or an activity, waits in one queue at most (spec 2.5)."""
    part = plan.get(QueueItem)
    if part is None:
        return
    ours = part.touched
    told = [*part.doomed, *(one for lot in part.lots() for one in lot.traces)]
    homes = {case for one in told for case in one.cases}
    homes |= {_text(lot.values["case"]) for lot in part.lots("case")}
    places = WorkingSet.of_stored(Case, homes - {""})
    waiting = QueueItem.objects.using(work.using).filter(QueueItem.WAITING, case__among=places)
    others = set(waiting.exclude(pk__among=ours).values_list("case_id", "activity_id"))
    if not others:
        return
    changed = WorkingSet.of_stored(QueueItem, [key for lot in part.changed for key in lot.records])
    rows = work.facts(changed, "case_id", "activity_id", "state")
    twice = set()
    for lot in part.lots():
        for key in lot.records:
            row = rows.get(stored_id(key))
            now: dict[str, Any] = {
                name: lot.values.get(name, getattr(row, f"{name}_id", None))
                for name in ("case", "activity")
            }
            state = lot.values.get("state", getattr(row, "state", None))
            if state == QueueItemState.ACTIVE and (now["case"], now["activity"]) in others:
                twice.add(now["case"])
    work.refuse(WorkingSet(Case, twice), WaitsElsewhere)
