"""Waiting: what is in a queue, the longest waiting first."""

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.kernel.actor import Actor
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import (
    Queue,
    QueueItem,
    QueueItemState,
    QueueKind,
    QueueMembership,
)

ORDER = ("entered_at", "pk")


def listing(actor: Actor) -> Q:
    """Queues whose items show in this actor's lists: public ones, and private ones of which the
    actor is a member or the owner. It hides; it secures nothing (spec 2.5)."""
    member = QueueMembership.objects.filter(queue=OuterRef("pk"), user=actor.user)
    mine = Q(owner_user=actor.user) | Q(owner_team__in=actor.teams)
    return Q(kind=QueueKind.PUBLIC) | mine | Q(Exists(member))


def waiting(
    queue: Queue | UUID, actor: Actor, *, after: tuple[datetime.datetime, UUID] | None = None
) -> QuerySet[Any]:
    """The active items of a queue that the actor sees, the longest waiting first.

    ``after`` is the last one read (when it entered, its id): the list goes on behind it, at the
    same cost for every page.
    """
    shown = Queue.objects.filter(listing(actor), pk=getattr(queue, "pk", queue))
    rows: QuerySet[Any] = QueueItem.objects.visible_to(actor).filter(
        queue__in=shown, state=QueueItemState.ACTIVE
    )
    if after is not None:
        entered, key = after
        rows = rows.filter(
            Q(entered_at__gt=entered) | Q(entered_at=entered, pk__gt=key), entered_at__gte=entered
        )
    return rows.order_by(*ORDER)


def free(actor: Actor) -> Q:
    """What nobody works on yet; what is routed to a team waits for one of its members."""
    teams = Q(worker_team__isnull=True) | Q(worker_team__in=actor.teams)
    return Q(worker_user__isnull=True) & teams


def waiting_items(cases: WorkingSet | Iterable[Any]) -> QuerySet[Any]:
    """The active items of these cases (records or ids), not of their activities: how verbs on
    items are called by the case."""
    ids = cases if isinstance(cases, WorkingSet) else [getattr(one, "pk", one) for one in cases]
    rows: QuerySet[Any] = QueueItem.objects.filter(
        case__among=ids, activity__isnull=True, state=QueueItemState.ACTIVE
    )
    return rows
