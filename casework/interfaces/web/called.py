"""Called: what a record is called, also one that has no name of its own."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from casework.activities.models import Activity
from casework.cases.models import Case, StatusReason, Transition
from casework.kernel.actor import Actor
from casework.queues.models import QueueItem


def has_name(record: Any) -> bool:
    """Whether people call a record by a column of its own."""
    return bool(record.KEY != "id")


def called(records: Sequence[Any], actor: Actor) -> list[str]:
    """What these records of one noun are called, at most three queries for all of them.

    An item of a queue is called by what waits in it, a transition by its two statuses.
    """
    if not records or has_name(records[0]):
        return [str(one) for one in records]
    if isinstance(records[0], QueueItem):
        cases = Case.objects.visible_to(actor).in_bulk({one.case_id for one in records})
        ids = {one.activity_id for one in records if one.activity_id}
        tasks = Activity.objects.visible_to(actor).in_bulk(ids) if ids else {}
        waiting = [tasks.get(one.activity_id) or cases.get(one.case_id) for one in records]
        return [_in_queue(one) for one in waiting]
    if isinstance(records[0], Transition):
        labels = dict(StatusReason.objects.values_list("code", "label"))
        return [f"{_(labels[one.from_code])} → {_(labels[one.to_code])}" for one in records]
    return ["" for _one in records]


def _in_queue(waiting: Any) -> str:
    if waiting is None:
        return _("not visible to you")
    return str(waiting.number) if isinstance(waiting, Case) else str(waiting.subject)
