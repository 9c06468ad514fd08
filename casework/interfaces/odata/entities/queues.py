"""Queues and their items under their Dataverse names."""

from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from casework.interfaces.odata.entities.activities import TYPE_NAMES
from casework.interfaces.odata.entities.attributes import Attribute, Required, Type
from casework.interfaces.odata.entities.columns import (
    active,
    choice,
    key,
    lookup,
    mapped,
    memo,
    moment,
    number,
    owned,
    stamps,
    states,
    statuses,
    text,
    to,
    worded,
)
from casework.interfaces.odata.entities.computed import number_of_items, number_of_members
from casework.interfaces.odata.entities.types import Collection, Entity, Key
from casework.queues.models import Queue, QueueItem, QueueKind, QueueMembership


def _title(prefix: str) -> Any:
    return Coalesce(F(f"{prefix}activity__subject"), F(f"{prefix}case__title"))


def _object_type(prefix: str) -> Any:
    of_activity = worded("activity__kind", {**TYPE_NAMES, None: "incident"})
    return of_activity(prefix)


def _objects() -> Any:
    ways = [
        to(f"objectid_{name}", name, "activity", applies=("activity__kind", kind.value))
        for kind, name in TYPE_NAMES.items()
    ]
    case = to("objectid_incident", "incident", "case", applies=("activity__isnull", True))
    return (*ways, case)


QUEUE = Entity(
    name="queue",
    set_name="queues",
    model=Queue,
    id="queueid",
    primary="name",
    label="Queue",
    labels="Queues",
    code=2020,
    create="queue.create",
    edit="queue.edit",
    delete="queue.delete",
    keys=(Key("name", ("name",)),),
    attributes=(
        key("queueid", "Queue"),
        text("name", "Name", "name", 200, required=Required.APPLICATION),
        memo("description", "Description", "description"),
        text("emailaddress", "Incoming Email", "email", 254),
        choice("queueviewtype", "Type", "kind", QueueKind),
        lookup("businessunitid", "Business Unit"),
        number("numberofitems", "Queue Items", expression=number_of_items),
        number("numberofmembers", "Number of Members", expression=number_of_members),
        *active(),
        *owned()[:3],
        *stamps(),
    ),
    collections=(
        Collection("queue_entries", "queueitem", "queue", "queueid"),
        Collection("queuemembership_association", "systemuser", "queue", through=QueueMembership,
                   far="user", add="queue.add_members", remove="queue.remove_members",
                   argument="users"),
    ),
)  # fmt: skip

QUEUEITEM = Entity(
    name="queueitem",
    set_name="queueitems",
    model=QueueItem,
    id="queueitemid",
    primary="title",
    label="Queue Item",
    labels="Queue Items",
    code=2029,
    ownership="OrganizationOwned",
    create="queue_item.add",
    edit="queue_item.route",
    delete="queue_item.remove",
    attributes=(
        key("queueitemid", "Queue Item"),
        text("title", "Title", length=400, expression=_title),
        lookup("objectid", "Object", *_objects(), required=Required.APPLICATION),
        Attribute(
            name="objecttypecode", type=Type.ENTITY_NAME, label="Object Type",
            expression=_object_type,
        ),
        lookup(
            "queueid", "Queue", to("queueid", "queue", "queue", "queue", partner="queue_entries"),
            required=Required.APPLICATION,
        ),
        lookup(
            "workerid", "Worked By",
            to("workerid_systemuser", "systemuser", "worker_user", "user"),
            to("workerid_team", "team", "worker_team", "team"),
        ),
        moment("workeridmodifiedon", "Worked By Modified On", "worker_since", argument=""),
        moment("enteredon", "Entered Queue", "entered_at", argument=""),
        number("priority", "Priority"),
        states((0, "Active"), (1, "Inactive")),
        statuses((1, "Active", 0), (2, "Inactive", 1), column="",
                 expression=mapped({"state": 0}, 1, 2)),
        *stamps(),
    ),
)  # fmt: skip
