"""One queue: what waits in it, and taking the next."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from casework.interfaces.calling import call, find_records
from casework.interfaces.web.commands import commands
from casework.interfaces.web.facts import owner_fact
from casework.interfaces.web.failing import refused
from casework.interfaces.web.grids import ITEMS
from casework.interfaces.web.lists import show_list, with_saved
from casework.interfaces.web.noticing import DID
from casework.interfaces.web.places import where
from casework.interfaces.web.showing import with_query
from casework.interfaces.web.views import ITEM_VIEWS
from casework.interfaces.web.words.columns import label_of
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS, Result
from casework.kernel.refusals import Refusal
from casework.queues.models import Queue, QueueItem, QueueMembership
from casework.queues.pick import AlreadyPicked
from casework.queues.waiting import free, listing, waiting

TRIES = 5  # items that others may take before us


def items_of(queue: Queue, actor: Actor) -> Any:
    """The items of a queue that its lists show; a private queue hides them from others."""
    return QueueItem.objects.filter(queue__in=Queue.objects.filter(listing(actor), pk=queue.pk))


def page(request: Any, key: UUID) -> Any:
    """What waits in a queue, with pick, release, route, remove, and taking the next."""
    actor = request.actor
    try:
        [found] = find_records(Queue, [key], actor).values()
    except Refusal as refusal:
        return refused(request, refusal)
    queue = Queue.objects.select_related("owner_user", "owner_team").get(pk=found.pk)
    switch = "queue.deactivate" if queue.is_active else "queue.activate"
    names = ("queue.add_members", "queue.remove_members", switch, "queue.delete")
    count = QueueMembership.objects.filter(queue=queue.pk).visible_to(actor).count()
    extra = {
        "queue": queue,
        "queue_facts": [
            (label_of("queue", "kind"), queue.get_kind_display()),
            owner_fact(queue),
            (_("Members"), count),
        ],
        "queue_commands": commands(queue, names, actor, str(queue.pk)),
        "queue_waits": waiting(queue, actor).filter(free(actor))[:1].exists(),
    }
    rows = items_of(queue, actor)
    return show_list(
        request,
        ITEMS,
        with_saved(ITEMS, ITEM_VIEWS, actor),
        rows=rows,
        title=queue.name,
        record=queue,
        extra=extra,
        within=urlencode({"queue": str(queue.pk)}),
    )


def take_next(request: Any, key: UUID) -> Any:
    """Take what waits longest, and go to it; where nothing waits, back to the queue.

    Somebody else may be faster: then it is the one after that.
    """
    here = f"/queues/{key}"
    if request.method != "POST":
        return HttpResponseRedirect(here)
    try:
        [queue] = find_records(Queue, [key], request.actor).values()
        for item in waiting(queue, request.actor).filter(free(request.actor))[:TRIES]:
            try:
                made = call(OPERATIONS["queue_item.pick"], [item.pk], {}, by=request.actor)
            except AlreadyPicked:
                continue
            there = where(item.activity if item.activity_id else item.case)
            told = with_query(there, **{DID: str(cast(Result, made).run)})
            return HttpResponseRedirect(told, status=303)
    except Refusal as refusal:
        return refused(request, refusal)
    return HttpResponseRedirect(here, status=303)
