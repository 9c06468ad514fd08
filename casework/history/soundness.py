"""Soundness: what must be true of the tables also after runs are taken back (answers 17)."""

import itertools
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from casework.history.on_cases import (
    refuse_homes,
    refuse_left_behind,
    refuse_second_places,
)
from casework.history.plan import Lot, Plan
from casework.history.traces import keys_of
from casework.kernel.bulk import ancestors
from casework.kernel.identity import stored_id
from casework.kernel.records import RECORDS
from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

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


def refuse_unsound(work: Work, plan: Plan, homes: Mapping[str, str | None]) -> None:
    """Refuse when the plan would leave an orphan, a circle, a case waiting twice, or something
    moved or opened on a case that is merged or closed. ``homes`` are the cases on which the records
    lie now."""
    _refuse_orphans(work, plan)
    _refuse_users(work, plan)
    for model, part in plan.items():
        for relation in TREES:
            _refuse_circles(work, model, relation, part.becomes(relation))
    refuse_homes(work, plan, homes)
    refuse_left_behind(work, plan)
    refuse_second_places(work, plan)


def _foreign(model: Any) -> list[Any]:
    return [one for one in model._meta.concrete_fields if one.is_relation and one.db_constraint]


def _refuse_orphans(work: Work, plan: Plan) -> None:
    for model, part in plan.items():
        for column in _foreign(model):
            target = column.related_model
            wanted: dict[Any, list[Lot]] = defaultdict(list)
            for lot in part.lots(column.name):
                wanted[lot.values[column.name]].append(lot)
            coming = plan[target].back if target in plan else {}
            needed = {one for one in wanted if one is not None and one.hex not in coming}
            if needed:
                there = target._base_manager.using(work.using).filter(pk__among=needed)
                missing = needed - set(there.values_list("pk", flat=True))
                _refuse_gone(work, model, [lot for one in missing for lot in wanted[one]], target)


def _refuse_gone(work: Work, model: Any, lots: list[Lot], target: Any) -> None:
    """Refuse to go back to what is gone, also with a record that is itself still to come back."""
    keys = [key for lot in lots for key in lot.records]
    noun = getattr(target, "NOUN", "")
    work.refuse(WorkingSet.of_stored(model, keys), GoneSince, noun=noun)
    if keys:
        word = model.NOUN.replace("_", " ")
        named = model.KEY != "id"
        names = [str(lot.values.get(model.KEY) or word) if named else word for lot in lots]
        raise GoneSince(names, count=len(keys), noun=noun)


def _refuse_users(work: Work, plan: Plan) -> None:
    doomed = {model: keys_of(part.doomed) for model, part in plan.items() if part.doomed}
    for model in RECORDS.values():
        for column in _foreign(model):  # a case where something lay first may go
            taken = doomed.get(column.related_model)
            if not taken:
                continue
            gone = WorkingSet.of_stored(column.related_model, taken)
            rows = model._base_manager.filter(**{f"{column.name}__among": gone})
            if part := plan.get(model):
                going = [*part.becomes(column.name), *doomed.get(model, ())]
                rows = rows.exclude(pk__among=WorkingSet.of_stored(model, going))
            work.refuse(rows, UsedSince)


def _refuse_circles(work: Work, model: Any, relation: str, becoming: dict[str, Any]) -> None:
    above = {stored_id(key): one for key, one in becoming.items() if one}
    if not above:
        return
    chains: dict[UUID, list[tuple[int, UUID]]] = {}
    for target, key, depth in ancestors(model, set(above.values()), f"{relation}_id", work.using):
        chains.setdefault(target, []).append((depth, key))
    up: dict[UUID, UUID] = {}
    for chain in chains.values():
        keys = [key for _depth, key in sorted(chain)]
        up.update(itertools.pairwise(keys))
    for child in becoming:
        up.pop(stored_id(child), None)
    up.update(above)
    circling = [key for key in above if _circles(key, up)]
    work.refuse(WorkingSet(model, circling), WouldCircle)


def _circles(start: UUID, up: dict[UUID, UUID]) -> bool:
    seen, key = {start}, up.get(start)
    while key is not None and key not in seen:
        seen.add(key)
        key = up.get(key)
    return key is not None
