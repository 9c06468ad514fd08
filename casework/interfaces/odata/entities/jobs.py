"""Jobs: the runs of operations that were asked for as jobs; each is over when it can be read."""

from django.db.models import Q

from casework.interfaces.odata.entities.attributes import Type
from casework.interfaces.odata.entities.columns import (
    SYSTEM,
    key,
    lookup,
    moment,
    number,
    states,
    statuses,
    text,
    to,
)
from casework.interfaces.odata.entities.types import Entity
from casework.kernel.history import Run

BULK_DELETE = 13
ERASING = Q(operation__endswith=".delete") | Q(operation="queue_item.remove")

ASYNCOPERATION = Entity(
    name="asyncoperation",
    set_name="asyncoperations",
    model=Run,
    id="asyncoperationid",
    primary="name",
    label="System Job",
    labels="System Jobs",
    code=4700,
    only=Q(interface="odata") & ERASING,
    attributes=(
        key("asyncoperationid", "System Job"),
        text("name", "System Job Name", "operation", 60, required=SYSTEM),
        number("operationtype", "System Job Type", fixed=BULK_DELETE),
        states(
            (0, "Ready"), (1, "Suspended"), (2, "Locked"), (3, "Completed"), column="", fixed=3
        ),
        statuses(
            (0, "Waiting For Resources", 0), (10, "Waiting", 1), (20, "In Progress", 2),
            (30, "Succeeded", 3), (31, "Failed", 3), (32, "Canceled", 3), column="", fixed=30,
        ),
        moment("createdon", "Created On", "at", argument=""),
        moment("startedon", "Started On", "at", argument=""),
        moment("completedon", "Completed On", "at", argument=""),
        lookup("ownerid", "Owner", to("ownerid", "systemuser", "actor"), kind=Type.OWNER),
    ),
)  # fmt: skip
