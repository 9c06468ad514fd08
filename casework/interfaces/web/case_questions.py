"""What the page of a case asks of the database: questions that are put together once."""

from typing import Any

from django.db.models import Count

from casework.activities.models import OPEN, Activity, Attachment
from casework.cases.models import Case
from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared
from casework.queues.models import QueueItem

RELATED = ("account", "contact", "primary_contact", "subject", "parent", "merged_into",
           "owner_user", "owner_team", "created_by", "confirmed_by")  # fmt: skip


def _called(number: str, actor: Actor) -> Any:
    return Case.objects.filter(number=number).visible_to(actor).select_related(*RELATED)


def _files(case: Any, actor: Actor) -> Any:
    return Attachment.objects.filter(case=case).visible_to(actor).order_by("-pk")[:20]


def _waiting(case: Any, actor: Actor) -> Any:
    rows = Activity.objects.filter(OPEN, case=case).visible_to(actor)
    return rows.order_by().values_list("case").annotate(count=Count("pk")).values_list("count")


def _item(case: Any) -> Any:
    rows = QueueItem.objects.filter(case=case, state=0, activity=None).select_related("queue")
    return rows.order_by("pk")[:1]


CALLED = Prepared(_called, Case)
FILES = Prepared(_files, Attachment)
WAITING = Prepared(_waiting, Activity)
ITEM = Prepared(_item)
