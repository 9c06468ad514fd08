"""Add: put cases, or open activities, into a queue."""

from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import Queue
from casework.queues.of_cases import CASE_MAY_WAIT, Activity, Case, RulesOf, lock_cases
from casework.queues.placing import place


@operation("queue_item.add", on=Case, rules=RulesOf(Case))
def add(work: Work, cases: WorkingSet, *, queue: Queue) -> None:
    """Let cases wait in a queue (spec 3.8).

    A case waits in one queue at most: from another it moves and nobody works on it any more; in
    this one already it stays as it is. Two who add it at once make one item. An importer may also
    say where a closed case was. Refuses with closed-case, merged-away, queue-inactive.
    """
    place(work, cases, queue, "case")


@operation(
    "queue_item.add_activities",
    on=Activity,
    rules=RulesOf(Activity, CASE_MAY_WAIT),
    lock=lock_cases,
)
def add_activities(work: Work, activities: WorkingSet, *, queue: Queue) -> None:
    """Let open activities wait in a queue, apart from their cases.

    As with cases, an activity waits in one queue at most. Refuses with activity-not-open,
    closed-case, merged-away, queue-inactive.
    """
    place(work, activities, queue, "activity")
