"""Rights: what is taken back needs the privilege it was done with, and sight of every record."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from casework.history.plan import Plan
from casework.history.traces import Trace, by_noun, keys_of
from casework.kernel.access import may_own
from casework.kernel.history import Run, Undoing
from casework.kernel.operations import OPERATIONS, Operation
from casework.kernel.refusals import Forbidden, Refusal
from casework.kernel.rules import Ask
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


def refuse_beyond_rights(work: Work, runs: WorkingSet, kept: Sequence[Trace], plan: Plan) -> None:
    """The privilege of what is taken back on its own records, and sight of all others."""
    operations = _operations(runs, work.using)
    for model, some in by_noun(kept).items():
        alike: dict[tuple[UUID, ...], list[str]] = defaultdict(list)
        for one in some:
            alike[one.runs] += one.records
        asked: dict[str, list[str]] = {f"{model.NOUN}.read": keys_of(some)}
        for done, keys in alike.items():
            for made in {made for run in done for made in operations[run]}:
                if made.model is model:
                    asked.setdefault(made.privilege or made.name, []).extend(keys)
        back = plan[model].back
        for privilege, keys in asked.items():
            restored = {key for key in keys if key in back} if back else set()
            there = [key for key in keys if key not in restored] if restored else keys
            try:
                work.guard(WorkingSet.of_stored(model, there), privilege, (), Ask(work, {}))
            except Refusal as refusal:
                at_fault = {key.hex for key in refusal.targets or ()}
                faulty = [one for one in some if not at_fault.isdisjoint(one.records)]
                refusal.targets = {run for one in faulty for run in one.runs}
                raise
            _guard_restored(work, model, [back[key] for key in restored], privilege)


def _operations(runs: WorkingSet, using: str) -> dict[UUID, set[Operation]]:
    """What was done by each run; by one that took back, what the runs at the end of its chain
    did."""
    ends: dict[UUID, set[UUID]] = {run: {run} for run in runs}
    while True:
        reached = {run for some in ends.values() for run in some}
        further: dict[UUID, set[UUID]] = {}
        rows = Undoing.objects.using(using).filter(by__among=list(reached))
        for by, run in rows.values_list("by_id", "run_id"):
            further.setdefault(by, set()).add(run)
        if not further:
            break
        ends = {
            run: {end for one in some for end in further.get(one, {one})}
            for run, some in ends.items()
        }
    names = Run.objects.using(using).filter(pk__among=list(reached)).values_list("pk", "operation")
    made = {key: OPERATIONS[name] for key, name in names}
    return {run: {made[end] for end in some} for run, some in ends.items()}


def _guard_restored(work: Work, model: Any, rows: Sequence[dict[str, Any]], privilege: str) -> None:
    """What comes back must lie within the privilege as it was; what lies on a case, by its case."""
    if not rows:
        return
    if not model.OWNED:
        if not work.actor.holds(privilege):
            raise Forbidden(count=len(rows), privilege=privilege)
        return
    unit = model._meta.get_field("unit").related_model
    wanted = {row["unit"] for row in rows}
    paths = dict(unit.objects.filter(pk__among=list(wanted)).values_list("pk", "path"))
    beyond = [
        row
        for row in rows
        if not may_own(
            work.actor,
            privilege,
            owner_user=row["owner_user"],
            owner_team=row["owner_team"],
            unit_path=paths[row["unit"]],
        )
    ]
    if beyond:
        raise Forbidden(count=len(beyond), privilege=privilege)
