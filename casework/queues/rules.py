"""The rules of queue items, and of the queues they go to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel.refusals import NAMED, InvalidInput, Refusal, listed
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User
from casework.queues.models import Queue, QueueItem, QueueItemState
from casework.queues.of_cases import Case


class ItemInactive(Refusal):
    """Working with an item that left its queue when its case or activity was closed."""

    code = "item-inactive"
    enabled_by = ("queue_item.add",)
    message = gettext_lazy("{cases} waits in no queue any more. Add it to a queue again.")


class QueueInactive(Refusal):
    """Putting something into a deactivated queue."""

    code = "queue-inactive"
    enabled_by = ("queue.activate",)
    message = gettext_lazy("{records} is deactivated. Activate it first, or choose another queue.")


class WorkerInactive(Refusal):
    """Giving an item to a user or a team that is deactivated."""

    code = "worker-inactive"
    message = gettext_lazy("{records} is deactivated and can work on nothing. Choose another.")


def cases_of(ask: Ask, ids: list[UUID]) -> dict[str, Any]:
    """The numbers of the cases of these items: what people call an item by."""
    items = QueueItem.objects.filter(pk__among=ids).order_by()
    cases = Case.objects.using(ask.work.using).filter(pk__in=items.values("case"))
    seen = cases.visible_to(ask.actor).order_by("pk").values_list("number", flat=True)
    return {"cases": listed(seen[:NAMED], cases.count())}


IS_ACTIVE = Rule(
    "waiting or worked on", lambda ask: Q(state=QueueItemState.ACTIVE), ItemInactive, cases_of
)


def hold_queues(work: Work, wanted: Mapping[UUID, UUID | None]) -> None:
    """Lock the queues that records go to (record to queue): none is deactivated meanwhile.

    Refuses with queue-inactive, invalid-input when a record has none or it does not exist.
    """
    without = [key for key, queue in wanted.items() if queue is None]
    if without:
        raise InvalidInput(field="queue", problem=_("is required"), targets=without)
    held = work.gather(WorkingSet(Queue, [one for one in wanted.values() if one]).rows)
    known = set(held)
    unknown = [key for key, queue in wanted.items() if queue not in known]
    if unknown:
        raise InvalidInput(field="queue", problem=_("there is none with this id"), targets=unknown)

    def at_fault(queues: list[UUID]) -> list[UUID]:
        return [key for key, queue in wanted.items() if queue in queues]

    work.refuse(held.rows.filter(is_active=False), QueueInactive, targets=at_fault)


def refuse_idle(work: Work, wanted: Mapping[UUID, tuple[UUID | None, UUID | None]]) -> None:
    """Refuse workers (item to user and team) who are deactivated or do not exist."""
    for model, which, field in ((User, 0, "user"), (Team, 1, "team")):
        items = {key: pair[which] for key, pair in wanted.items() if pair[which]}
        if not items:
            continue
        people = WorkingSet(model, [one for one in items.values() if one])
        rows: Any = people.rows.using(work.using)
        active = dict(rows.values_list("pk", "is_active"))
        unknown = [key for key, one in items.items() if one not in active]
        if unknown:
            raise InvalidInput(
                field=field, problem=_("there is none with this id"), targets=unknown
            )
        idle = {key for key, one in items.items() if one and not active[one]}
        if idle:
            seen = rows.filter(is_active=False).visible_to(work.actor).order_by("pk")
            raise WorkerInactive(seen[:NAMED], targets=idle)
