"""What waits in a queue, a case or an activity: locked first, asked by its own rules, known by
relation only."""

from collections.abc import Sequence
from typing import Any

from casework.kernel.belonging import home_of, lock_homes, rule_of_home
from casework.kernel.rules import Rule
from casework.queues.models import QueueItem

# Cases lie above queues, activities beside them: neither may be imported. What they ask of those
# who put them in a queue (QUEUEING) is read from the class at each run, for it is set after us.
Activity: Any = home_of(QueueItem, "activity")
Case: Any = home_of(QueueItem, "case")


class RulesOf(Sequence[Rule]):
    """The rules that a noun sets for those who put it in a queue, as they are when asked, after
    those given here."""

    def __init__(self, model: Any, *first: Rule) -> None:
        self.model, self.first = model, first

    def __getitem__(self, index: Any) -> Any:
        return (*self.first, *self.model.QUEUEING)[index]

    def __len__(self) -> int:
        return len(self.first) + len(self.model.QUEUEING)


lock_cases = lock_homes("case")

# Its refusal is that of the case, and names the case.
CASE_MAY_WAIT = rule_of_home(Activity, "case", "QUEUEING")
