"""Saved views: those for everyone as savedquery, one's own and the team's as userquery."""

from django.db.models import Q

from casework.interfaces.odata.entities.attributes import Attribute, Required, Type
from casework.interfaces.odata.entities.columns import (
    SYSTEM,
    active,
    key,
    lookup,
    number,
    stamps,
    text,
    to,
    worded,
)
from casework.interfaces.odata.entities.types import Entity
from casework.kernel.access import EVERYONE
from casework.workplace.models import View

TABLES = {
    "case": "incident", "account": "account", "contact": "contact",
    "activity": "activitypointer", "queue_item": "queueitem",
}  # fmt: skip
SHARED = Q(shared_with=EVERYONE)


def _columns() -> tuple[Attribute, ...]:
    return (
        text("name", "Name", "name", 100, required=SYSTEM),
        Attribute(
            name="returnedtypecode", type=Type.ENTITY_NAME, label="Table",
            expression=worded("table", TABLES), required=Required.SYSTEM,
        ),
        number("querytype", "Query Type", fixed=0),
        *active(),
        lookup("ownerid", "Owner", to("ownerid", "systemuser", "owner_user"), kind=Type.OWNER),
        *stamps(),
    )  # fmt: skip


SAVEDQUERY = Entity(
    name="savedquery", set_name="savedqueries", model=View, id="savedqueryid", primary="name",
    label="View", labels="Views", code=1039, ownership="OrganizationOwned", only=SHARED,
    attributes=(key("savedqueryid", "View"), *_columns()),
)  # fmt: skip

USERQUERY = Entity(
    name="userquery", set_name="userqueries", model=View, id="userqueryid", primary="name",
    label="Saved View", labels="Saved Views", code=4230, only=~SHARED,
    attributes=(key("userqueryid", "Saved View"), *_columns()),
)  # fmt: skip
