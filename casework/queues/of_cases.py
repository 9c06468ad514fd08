"""What waits in a queue, a case or an activity: locked first, asked by its own rules, known by
relation only."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from casework.kernel.refusals import Refusal
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import QueueItem

# Cases lie above queues, activities beside them: neither may be imported. What they ask of those
# who put them in a queue (QUEUEING) is read from the class at each run, for it is set after us.
Activity: Any = QueueItem._meta.get_field("activity").related_model
Case: Any = QueueItem._meta.get_field("case").related_model


class RulesOf(Sequence[Rule]):
    """The rules that a noun sets for those who put it in a queue, as they are when asked, after
    those given here."""

    def __init__(self, model: Any, *first: Rule) -> None:
        self.model, self.first = model, first

    def __getitem__(self, index: Any) -> Any:
        return (*self.first, *self.model.QUEUEING)[index]

    def __len__(self) -> int:
        return len(self.first) + len(self.model.QUEUEING)


def lock_cases(work: Work, records: WorkingSet, params: Mapping[str, Any]) -> None:
    """Lock the cases of items or activities before these, in the order closing does."""
    held: set[UUID] = set()
    while True:
        # A merge may have moved them to another case while we waited for the lock.
        present = set(records.rows.using(work.using).values_list("case_id", flat=True))
        if present <= held:
            return
        held |= present
        work.gather(WorkingSet(Case, held).rows)


def _condition(ask: Ask) -> Q:
    conditions = [rule.condition(ask) for rule in Case.QUEUEING]
    held = [one for one in conditions if one is not None]
    return Q(Exists(Case._base_manager.filter(*held, pk=OuterRef("case_id"))))


def _explain(ask: Ask, ids: list[UUID]) -> dict[str, Any]:
    rows = WorkingSet(Activity, ids).rows.using(ask.work.using)
    homes = dict(rows.values_list("pk", "case_id"))
    try:
        ask.work.guard(WorkingSet(Case, homes.values()), None, Case.QUEUEING, Ask(ask.work, {}))
    except Refusal as refusal:
        cases = refusal.targets or set()
        refusal.targets = {row for row, case in homes.items() if case in cases}
        raise
    return {}


# Its refusal is that of the case, and names the case.
CASE_MAY_WAIT = Rule("its case may wait in a queue", _condition, Refusal, _explain)
