"""What every closing does, whatever the reason."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from casework.activities import closing as activities
from casework.activities.models import OPEN, Activity
from casework.cases.models import Case, State
from casework.cases.policies import CasePolicy
from casework.kernel.by_record import ByRecord
from casework.kernel.refusals import Refusal
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues import leaving as queues


class ActivitiesOpen(Refusal):
    """Resolving over open activities without having confirmed it (S6)."""

    code = "activities-open"
    enabled_by = ("activity.complete", "activity.cancel")
    message = _("Open activities stand in the way ({count}): {records}. Confirm to cancel them.")


class CannotCancel(Refusal):
    """Cancelling over open activities, which nobody can confirm away (S23)."""

    code = "cannot-cancel"
    enabled_by = ("activity.complete", "activity.cancel")
    message = _("Open activities stand in the way ({count}): {records}. Close them first.")


def hold_cascaded(
    work: Work, origin: Mapping[UUID, UUID], privilege: str, rules: Sequence[Rule], ask: Ask
) -> None:
    """Cascaded cases pass the privilege and the rules too (answers 6, 10), unless the policy says
    that the privilege on the parent is enough."""
    others = WorkingSet(Case, [key for key, head in origin.items() if key != head])
    every = work.policy(CasePolicy).cascade_needs == "every record"
    try:
        work.guard(others, privilege if every else None, rules, ask)
    except Refusal as refusal:
        refusal.targets = {origin[key] for key in refusal.targets or ()}
        raise


def refuse_open_activities(work: Work, origin: Mapping[UUID, UUID], refusal: type[Refusal]) -> None:
    """Refuse when the cases that would close have open activities, counting and naming them."""
    closing = WorkingSet(Case, origin)
    cases: dict[UUID, UUID] = {}

    def at_fault(keys: list[UUID]) -> set[UUID]:
        rows = Activity.objects.using(work.using).filter(pk__among=keys)
        cases.update(rows.values_list("pk", "case_id"))
        return {origin[case] for case in cases.values()}

    open_ones = Activity.objects.filter(OPEN, case__among=closing)
    work.refuse(open_ones, refusal, targets=at_fault)


def close(work: Work, closing: WorkingSet, kind: str, *, state: State, status: Any) -> None:
    """Close cases: what is open of their activities is cancelled, they leave every queue."""
    activities.cancel_open(work, closing)
    queues.leave(work, closing)
    work.change(closing, kind, state=state, status=status, closed_at=work.happened())


def spread(value: Any, origin: Mapping[UUID, UUID]) -> Any:
    """A value given row by row, given to each cascaded case as to the case it closes with."""
    if isinstance(value, ByRecord):
        return ByRecord({key: value.values.get(head) for key, head in origin.items()})
    return value
