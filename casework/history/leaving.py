"""Leaving: what others have changed since is left as it is, or refuses the taking back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases.models import Case
from casework.history.traces import Trace, by_noun, keys_of
from casework.kernel.history import Run
from casework.kernel.records import RECORDS
from casework.kernel.refusals import NAMED, InvalidInput, Refusal, listed
from casework.kernel.work import Work
from casework.kernel.working_sets import Stored, WorkingSet


class ChangedSince(Refusal):
    """Taking back what others have changed by now."""

    code = "changed-since"
    enabled_by = ("run.undo",)
    message = gettext_lazy(
        "Changed since: {records}. Take back first, in this order: {runs}; or leave these records "
        "as they are (leave, or changed=leave)."
    )


def leaving(work: Work, traces: Sequence[Trace], names: Iterable[str]) -> set[str]:
    """The records to leave, by id or case number, with what lies on them; as stored texts.

    Raises InvalidInput for one that the runs did not touch.
    """
    if not names:
        return set()
    ids: dict[str, str] = {}
    numbers = []
    for name in names:
        try:
            ids[name] = UUID(name).hex
        except (ValueError, AttributeError, TypeError):
            numbers.append(name)
    found = Case.objects.using(work.using).filter(number__in=numbers).visible_to(work.actor)
    ids.update(found.values_list("number", Stored("pk")))
    touched = set(keys_of(traces))
    strange = [name for name in names if ids.get(name) not in touched]
    if strange:
        problem = _("{name} was not touched by what is taken back").format(name=strange[0])
        raise InvalidInput(field="leave", problem=problem)
    return with_what_lies_on(work, traces, ids.values())


def with_what_lies_on(work: Work, traces: Sequence[Trace], keys: Iterable[str]) -> set[str]:
    """These records, what is told under the cases among them, and what hangs on the activities."""
    left = set(keys)
    if not left:
        return left
    left |= {
        key
        for one in traces
        for key, case in zip(one.records, one.cases, strict=True)
        if case in left
    }
    for model, some in by_noun(traces).items():
        if any(one.name == "activity" for one in model._meta.concrete_fields):
            rows = WorkingSet.of_stored(model, keys_of(some)).rows.using(work.using)
            hanging = rows.filter(activity__among=WorkingSet.of_stored(None, left))
            left |= set(hanging.values_list(Stored("pk"), flat=True))
    return left


def refuse_changed(work: Work, moved: Mapping[str, Trace], since: Mapping[str, list[UUID]]) -> None:
    """Raises ChangedSince naming the records, and the runs to take back first, the last one first;
    what the actor may not see is counted."""
    named: list[Any] = []
    nouns: dict[str, list[str]] = defaultdict(list)
    for key in since:
        nouns[moved[key].noun].append(key)
    for noun, some in nouns.items():
        keys = WorkingSet.of_stored(RECORDS[noun], some[:500])
        there = RECORDS[noun].objects.using(work.using).filter(pk__among=keys)
        named += there.visible_to(work.actor).order_by("pk")[: NAMED * 4]
    between = {run for runs in since.values() for run in runs}
    rows = Run.objects.filter(pk__among=list(between)).visible_to(work.actor)
    seen = [f"{one.operation} {one.pk}" for one in rows.order_by("-at", "-pk")[:NAMED]]
    raise ChangedSince(
        named,
        count=len(since),
        targets={run for key in since for run in moved[key].runs},
        runs=listed(seen, len(between)),
    )
