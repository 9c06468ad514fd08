"""Telling: the stories of a slice taken through the operations, phase by phase.

Each phase is one run over all the cases that have such a step, so a slice costs the same
statements however many cases it holds.
"""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from casework.cases.models import Case
from casework.kernel.actor import Actor
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import OPERATIONS
from casework.kernel.results import Result
from casework.queues.waiting import waiting_items
from casework.samples.story import Step, Story

# In the order in which they can happen to one case: its events lie in this order too.
PHASES: tuple[tuple[str, str], ...] = (
    ("open", "case.open"),
    ("parent", "case.set_parent"),
    ("queue", "queue_item.add"),
    ("route", "queue_item.add"),
    ("pick", "queue_item.pick"),
    ("take", "case.assign"),
    ("respond", "activity.log"),
    ("begin", "case.edit"),
    ("note", "activity.log"),
    ("attach", "attachment.attach"),
    ("plan", "activity.plan"),
    ("escalate", "case.edit"),
    ("hand_over_note", "activity.log"),
    ("hand_over", "case.assign"),
    ("answer", "activity.log"),
    ("merge", "case.merge"),
    ("last_note", "activity.log"),
    ("cancel", "case.cancel"),
    ("complete", "activity.complete"),
    ("settle", "case.edit"),
    ("resolve", "case.resolve"),
    ("resolve_over", "case.resolve"),
    ("back_1", "activity.log"),
    ("reopen_1", "case.reopen"),
    ("resolve_1", "case.resolve"),
    ("back_2", "activity.log"),
    ("reopen_2", "case.reopen"),
    ("resolve_2", "case.resolve"),
    ("confirm", "case.confirm_closed"),
    ("rate", "case.edit"),
)
OF_CASES = ("activity.log", "activity.plan", "attachment.attach")
Told = Sequence[tuple[UUID, Step]]


def take(stories: Sequence[Story], by: Actor) -> Counter[str]:
    """Take every step of these stories; returns how many records of each noun were made."""
    made: Counter[str] = Counter()
    for phase, verb in PHASES:
        steps = [(one.part.id, one.steps[phase]) for one in stories if phase in one.steps]
        if not steps:
            continue
        for result in _run(phase, verb, steps, by):
            made.update({noun: len(ids) for noun, ids in result.created.items()})
    return made


def _run(phase: str, verb: str, steps: Told, by: Actor) -> list[Result]:
    operation = OPERATIONS[verb]
    moments = {case: (step.at, step.who) for case, step in steps}
    if verb == "case.merge":
        return [_merge(case, step, by) for case, step in steps]
    if phase == "resolve_over":
        names = ("resolution", "resolution_type", "description")
        texts = {n: ByRecord({case: step.values[n] for case, step in steps}) for n in names}
        ids = [case for case, _step in steps]
        over: dict[str, Any] = {"cancel_open_activities": True, **texts}
        return [operation(ids, by=by, moments=moments, **over)]
    if phase == "pick":
        items = waiting_items([case for case, _step in steps]).values_list("pk", flat=True)
        return [operation(list(items), by=by, moments=moments)]
    rows: list[dict[str, Any]] = []
    for case, step in steps:
        home = {"case": case} if verb in OF_CASES else {"id": case}
        rows.append({**home, **step.values})
    return [operation.table(rows, by=by, moments=moments)]


def _merge(case: UUID, step: Step, by: Actor) -> Result:
    doubles = step.values["doubles"]
    actor = dataclasses.replace(by, happened_at=step.at, on_behalf_of=step.who)
    moments = {one: (step.at, step.who) for one in (case, *doubles)}
    return OPERATIONS["case.merge"](doubles, by=actor, moments=moments, into=Case(pk=case))
