"""What the page of a case asks of the database: questions that are put together once."""

from typing import Any

from django.db.models import Count

from casework.activities.models import OPEN, Activity, Attachment
from casework.cases.models import Case
from casework.kernel.prepared import Prepared
from casework.kernel.reach import Reach
from casework.queues.models import Queue, QueueItem

# What nearly every case has; the rest is read where there is any. To plan ten joins takes
# PostgreSQL longer than all else on the page.
RELATED = ("account", "contact", "subject", "owner_user", "created_by")


def _called(number: str, reach: Reach) -> Any:
    return Case.objects.filter(number=number).visible_to(reach).select_related(*RELATED)


def _files(case: Any, reach: Reach) -> Any:
    return Attachment.objects.filter(case=case).visible_to(reach).order_by("-pk")[:20]


def _waiting(case: Any, reach: Reach) -> Any:
    rows = Activity.objects.filter(OPEN, case=case).visible_to(reach)
    return rows.order_by().values_list("case").annotate(count=Count("pk")).values_list("count")


def _item(case: Any, reach: Reach) -> Any:
    rows = QueueItem.objects.filter(case=case, state=0, activity=None).select_related("queue")
    rows = rows.filter(queue__in=Queue.objects.visible_to(reach)).visible_to(reach)
    return rows.order_by("pk")[:1]


CALLED = Prepared(_called, Case)
FILES = Prepared(_files, Attachment)
WAITING = Prepared(_waiting, Activity)
ITEM = Prepared(_item, QueueItem, Queue)
