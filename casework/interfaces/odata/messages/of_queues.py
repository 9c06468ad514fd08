"""What goes into queues, who works on it, and where it goes next."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from casework.interfaces.calling import call
from casework.interfaces.odata import errors
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.bodies import said
from casework.interfaces.odata.handling.collections import page
from casework.interfaces.odata.messages.calling import Call
from casework.interfaces.odata.messages.given import found_record, record, required, switch
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import Refusal
from casework.kernel.trying import in_transaction
from casework.queues.models import QueueItem, QueueItemState, QueueKind

TARGETS = ("incident", "task", "phonecall", "email", "appointment", "activitypointer")
ADDING = dict.fromkeys(("closed-case", "merged-away", "activity-not-open"), "0x8004051e")


def add(one: Call) -> Answer:
    """Put a case or an activity into a queue; from another one it moves."""
    asked, queue = one.asked, one.pk
    entity, target = record(asked, one.given, "Target", *TARGETS)
    of_case = entity.name == "incident"
    column = "case" if of_case else "activity"
    items = QueueItem.objects.visible_to(asked.actor).filter(
        state=QueueItemState.ACTIVE, **{column: target}
    )
    if of_case:
        items = items.filter(activity__isnull=True)
    worker = _worker(one)

    def step() -> UUID:
        if one.given.get("SourceQueue") is not None:
            _table, source = record(asked, one.given, "SourceQueue", "queue")
            if not items.filter(queue=source).exists():
                told = "The queue item was not found in the source queue."
                raise errors.ODataError(400, "0x80040524", told)
        name = "queue_item.add" if of_case else "queue_item.add_activities"
        with errors.told_as(ADDING):
            call(OPERATIONS[name], [target], {"queue": str(queue)}, by=asked.actor)
        made: UUID = items.values_list("pk", flat=True).get()
        if worker:
            call(OPERATIONS["queue_item.route"], [made], worker, by=asked.actor)
        return made

    return one.told({"QueueItemId": in_transaction(step)})


def _worker(one: Call) -> dict[str, Any]:
    """Who is to work on it, as ``QueueItemProperties`` say."""
    body = one.given.get("QueueItemProperties")
    if body is None:
        return {}
    if not isinstance(body, dict):
        raise errors.invalid("The parameter 'QueueItemProperties' must be a queue item.")
    link = said(one.asked, one.asked.catalogue.table("queueitem"), body).links.get("workerid")
    return {} if link is None else {link[0].argument: str(link[1])}


def pick(one: Call) -> Answer:
    """Let somebody work on an item, which may leave its queue with that."""
    asked, item = one.asked, one.pk
    _, user = record(asked, one.given, "SystemUser", "systemuser")
    leaves = switch(one.given, "RemoveQueueItem")

    def step() -> None:
        call(OPERATIONS["queue_item.pick"], [item], {"user": str(user)}, by=asked.actor)
        if leaves:
            call(OPERATIONS["queue_item.remove"], [item], {}, by=asked.actor)

    in_transaction(step)
    return Answer(204)


def release(one: Call) -> Answer:
    """Nobody works on the item any more; what nobody works on stays as it is."""
    try:
        call(OPERATIONS["queue_item.release"], [one.pk], {}, by=one.asked.actor)
    except Refusal as refusal:
        if refusal.code != "not-picked":
            raise
    return Answer(204)


def remove(one: Call) -> Answer:
    """Take the item out of its queue; the case stays."""
    call(OPERATIONS["queue_item.remove"], [one.pk], {}, by=one.asked.actor)
    return Answer(204)


def route(one: Call) -> Answer:
    """Send an item to another queue, or to a user or team who works on it from now."""
    asked = one.asked
    entity, target = record(asked, one.given, "Target", "queue", "systemuser", "team")
    item = required(one.given, "QueueItem")
    _, pk = found_record(asked, item, "QueueItem", "queueitem")
    argument = {"queue": "queue", "systemuser": "user", "team": "team"}[entity.name]
    call(OPERATIONS["queue_item.route"], [pk], {argument: str(target)}, by=asked.actor)
    return Answer(204)


def queues_of(one: Call) -> Answer:
    """The private queues a user is a member of or owns, and the public ones where asked."""
    user = one.pk
    mine = Q(memberships__user=user) | Q(owner_user=user)
    private = Q(kind=QueueKind.PRIVATE) & mine
    wanted = private | Q(kind=QueueKind.PUBLIC) if switch(one.given, "IncludePublic") else private
    queue = one.asked.catalogue.table("queue")
    rows = queue.rows(one.asked.actor)
    inner = rows.filter(wanted).values("pk")
    return page(one.asked, queue, rows.filter(pk__in=inner))


def add_principal(one: Call) -> Answer:
    """Make a user, or those who are in a team now, members of a queue."""
    entity, pk = record(one.asked, one.given, "Principal", "systemuser", "team")
    given: dict[str, Any] = {"users": [str(pk)]}
    if entity.name == "team":
        given = {"team": str(pk)}
    call(OPERATIONS["queue.add_members"], [one.pk], given, by=one.asked.actor)
    return Answer(204)


def members_of_team(one: Call) -> Answer:
    """Add users to a team, or take them out of it."""
    members = required(one.given, "Members")
    if not isinstance(members, list) or len(members) > 1000:
        raise errors.invalid("The parameter 'Members' must be a list of at most 1000 users.")
    users = [str(found_record(one.asked, m, "Members", "systemuser")[1]) for m in members]
    name = "team.add_members" if one.name == "AddMembersTeam" else "team.remove_members"
    call(OPERATIONS[name], [one.pk], {"users": users}, by=one.asked.actor)
    return Answer(204)
