"""Queue counts: how much waits in queues and how long, and what the cases are that wait."""

from typing import Any

from django.db.models import Count, Min, Q

from casework.cases.choices import Priority
from casework.cases.models import Case
from casework.kernel.actor import Actor
from casework.queues.models import Queue, QueueItem
from casework.queues.waiting import listing


def put_counts(rows: list[dict[str, Any]], actor: Actor) -> None:
    """Put into rows of queues what waits in them; nothing is told of a queue that hides it."""
    keys = [row["id"] for row in rows]
    shown = set(Queue.objects.filter(listing(actor), pk__in=keys).values_list("pk", flat=True))
    idle = Q(worker_user__isnull=True, worker_team__isnull=True)
    items = QueueItem.objects.visible_to(actor).filter(QueueItem.WAITING, queue__in=shown)
    counted = items.order_by().values("queue_id").annotate(
        waiting=Count("pk", filter=idle), worked=Count("pk", filter=~idle),
        oldest=Min("entered_at", filter=idle),
    )  # fmt: skip
    found: dict[Any, Any] = {counts["queue_id"]: counts for counts in counted}
    for row in rows:
        one: dict[str, Any] = found.get(row["id"], {})
        empty = 0 if row["id"] in shown else None
        row["waiting"] = one.get("waiting", empty)
        row["worked"] = one.get("worked", empty)
        row["oldest"] = one.get("oldest")


def put_cases(rows: list[dict[str, Any]], actor: Actor) -> None:
    """Put into rows of items what the cases are called and how urgent they are."""
    keys = [row["case"]["id"] for row in rows]
    seen = Case.objects.filter(pk__in=keys).visible_to(actor)
    found = {key: rest for key, *rest in seen.values_list("pk", "title", "priority")}
    for row in rows:
        row["title"], row["priority"] = found.get(row["case"]["id"], ("", None))
        row["priority_label"] = Priority(row["priority"]).label if row["priority"] else ""
