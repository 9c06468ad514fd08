"""Release: give an item back to its queue."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.kernel.operations import operation
from casework.kernel.refusals import Refusal
from casework.kernel.rules import Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.giving import give_what_waits
from casework.queues.models import QueueItem
from casework.queues.of_cases import lock_cases
from casework.queues.placing import UNWORKED
from casework.queues.policies import QueuePolicy
from casework.queues.rules import IS_ACTIVE, cases_of


class NotPicked(Refusal):
    """Giving back what nobody works on."""

    code = "not-picked"
    enabled_by = ("queue_item.pick",)
    message = _("Nobody works on {cases}: it waits in its queue already.")


IS_PICKED = Rule(
    "worked on",
    lambda ask: Q(worker_user__isnull=False) | Q(worker_team__isnull=False),
    NotPicked,
    cases_of,
)


@operation("queue_item.release", on=QueueItem, rules=(IS_ACTIVE, IS_PICKED), lock=lock_cases)
def release(work: Work, items: WorkingSet) -> None:
    """Give items back: nobody works on them, they wait on where they are, since when they did.

    By policy the owner of the queue becomes the owner of the case (or activity), where the queue
    has one. Refuses with item-inactive, not-picked.
    """
    work.change(items, "queue_item.released", **UNWORKED)
    if work.policy(QueuePolicy).releasing_gives_to_queue_owner:
        queues = work.facts(items, user=F("queue__owner_user"), team=F("queue__owner_team"))
        wanted = {key: (row.user, row.team) for key, row in queues.items()}
        give_what_waits(work, items, {key: pair for key, pair in wanted.items() if any(pair)})
