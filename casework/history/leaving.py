"""Leaving: what others have changed since is left as it is, or refuses the taking back."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases.models import Case
from casework.history.traces import Trace, by_noun
from casework.kernel.history import Run
from casework.kernel.refusals import NAMED, InvalidInput, Refusal, listed
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


class ChangedSince(Refusal):
    """Taking back what others have changed by now."""

    code = "changed-since"
    enabled_by = ("run.undo",)
    message = gettext_lazy(
        "Changed since: {records}. Take back first, in this order: {runs}; or leave these records "
        "as they are (leave, or changed=leave)."
    )


def leaving(work: Work, traces: Mapping[UUID, Trace], names: Iterable[str]) -> set[UUID]:
    """The records to leave, by id or case number, with what lies on them.

    Raises InvalidInput for one that the runs did not touch.
    """
    ids: dict[str, UUID] = {}
    numbers = []
    for name in names:
        try:
            ids[name] = UUID(name)
        except (ValueError, AttributeError, TypeError):
            numbers.append(name)
    found = Case.objects.using(work.using).filter(number__in=numbers).visible_to(work.actor)
    ids.update(found.values_list("number", "pk"))
    strange = [name for name in names if ids.get(name) not in traces]
    if strange:
        problem = _("{name} was not touched by what is taken back").format(name=strange[0])
        raise InvalidInput(field="leave", problem=problem)
    return with_what_lies_on(work, traces, ids.values())


def with_what_lies_on(work: Work, traces: Mapping[UUID, Trace], keys: Iterable[UUID]) -> set[UUID]:
    """These records, what is told under the cases among them, and what hangs on the activities."""
    left = set(keys)
    if not left:
        return left
    left |= {key for key, one in traces.items() if one.case in left}
    for model, some in by_noun(traces.values()).items():
        if any(one.name == "activity" for one in model._meta.concrete_fields):
            rows = WorkingSet(model, [one.record for one in some]).rows.using(work.using)
            hanging = rows.filter(activity__among=list(left))
            left |= set(hanging.values_list("pk", flat=True))
    return left


def refuse_changed(
    work: Work, traces: Mapping[UUID, Trace], since: Mapping[UUID, list[UUID]]
) -> None:
    """Raises ChangedSince naming the records, and the runs to take back first, the last one first;
    what the actor may not see is counted."""
    named: list[Any] = []
    for model, some in by_noun(traces[key] for key in since).items():
        keys = [one.record for one in some[:500]]
        rows = model.objects.using(work.using).filter(pk__among=keys)
        named += rows.visible_to(work.actor).order_by("pk")[: NAMED * 4]
    between = {run for runs in since.values() for run in runs}
    rows = Run.objects.filter(pk__among=list(between)).visible_to(work.actor)
    seen = [f"{one.operation} {one.pk}" for one in rows.order_by("-at", "-pk")[:NAMED]]
    raise ChangedSince(
        named,
        count=len(since),
        targets={run for key in since for run in traces[key].runs},
        runs=listed(seen, len(between)),
    )
