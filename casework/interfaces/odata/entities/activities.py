"""Tasks, phone calls, emails, appointments and notes: our activities under their names."""

import operator
from typing import Any

import orjson
from django.db.models import Q

from casework.activities.models import Activity, Kind
from casework.interfaces.odata.entities.attributes import Attribute, Required, Type
from casework.interfaces.odata.entities.columns import (
    choice,
    flag,
    holds,
    key,
    lookup,
    memo,
    moment,
    number,
    owned,
    plain,
    stamps,
    states,
    statuses,
    text,
    to,
    worded,
)
from casework.interfaces.odata.entities.computed import has_file, of_first_file
from casework.interfaces.odata.entities.types import Collection, Entity

NEEDED = Required.APPLICATION
PRIORITIES = ((0, "Low"), (1, "Normal"), (2, "High"))
STATES = ((0, "Open"), (1, "Completed"), (2, "Canceled"), (3, "Scheduled"))
TYPE_NAMES = {
    Kind.TASK: "task",
    Kind.PHONE_CALL: "phonecall",
    Kind.EMAIL: "email",
    Kind.APPOINTMENT: "appointment",
}
OUTGOING = flag(
    "directioncode", "Direction", argument="is_incoming", kept=operator.not_,
    expression=holds(is_incoming=False),
)  # fmt: skip


def _joined(recipients: Any) -> str | None:
    told = orjson.loads(recipients) if isinstance(recipients, str | bytes) else recipients
    return ";".join(told) or None


def _common(name: str) -> tuple[Attribute, ...]:
    way = "regardingobjectid_incident" + ("" if name == "activitypointer" else f"_{name}")
    partner = {
        "task": "Incident_Tasks",
        "phonecall": "Incident_Phonecalls",
        "email": "Incident_Emails",
        "appointment": "Incident_Appointments",
        "activitypointer": "Incident_ActivityPointers",
    }[name]
    return (
        key("activityid", "Activity"),
        text("subject", "Subject", "subject", 400, required=NEEDED),
        memo("description", "Description", "description", 100_000),
        lookup(
            "regardingobjectid", "Regarding",
            to(way, "incident", "case", "case", partner=partner), required=NEEDED,
        ),
        *owned(),
        moment("scheduledstart", "Start Date", "starts_at"),
        moment("scheduledend", "Due Date", "due_at"),
        moment("actualstart", "Actual Start"),
        moment("actualend", "Actual End", "ended_at"),
        number("scheduleddurationminutes", "Scheduled Duration"),
        number("actualdurationminutes", "Duration", "minutes"),
        choice("prioritycode", "Priority", "priority", values=PRIORITIES),
        flag("isbilled", "Is Billed", "is_billed", argument=""),
        flag("isworkflowcreated", "Is Workflow Created", fixed=False),
        text("category", "Category", length=250),
        text("subcategory", "Sub-Category", length=250),
        *stamps(),
    )  # fmt: skip


def _activity(
    name: str,
    kind: Kind,
    code: int,
    labels: tuple[str, str],
    reasons: tuple[tuple[int, str, int], ...],
    *more: Attribute,
) -> Entity:
    used = {state for _value, _label, state in reasons}
    return Entity(
        name=name,
        set_name=f"{name}s",
        model=Activity,
        id="activityid",
        primary="subject",
        label=labels[0],
        labels=labels[1],
        code=code,
        is_activity=True,
        only=Q(kind=kind),
        given={"kind": kind.value},
        create="activity.plan",
        edit="activity.edit",
        assign="activity.assign",
        delete="activity.delete",
        custom_table="activity",
        attributes=(
            *_common(name),
            Attribute(
                name="activitytypecode", type=Type.ENTITY_NAME, label="Activity Type", fixed=name
            ),
            states(*(one for one in STATES if one[0] in used)),
            statuses(*reasons, argument="status"),
            *more,
        ),
        collections=(Collection(f"{name}_QueueItem", "queueitem", "activity", "objectid"),),
    )


TASK = _activity(
    "task", Kind.TASK, 4212, ("Task", "Tasks"),
    ((2, "Not Started", 0), (3, "In Progress", 0), (4, "Waiting on someone else", 0),
     (7, "Deferred", 0), (5, "Completed", 1), (6, "Canceled", 2)),
    number("percentcomplete", "Percent Complete"),
)  # fmt: skip

PHONECALL = _activity(
    "phonecall", Kind.PHONE_CALL, 4210, ("Phone Call", "Phone Calls"),
    ((1, "Open", 0), (2, "Made", 1), (4, "Received", 1), (3, "Canceled", 2)),
    OUTGOING,
    text("phonenumber", "Phone Number", "sender", 400),
    flag("leftvoicemail", "Left Voice Mail", fixed=False),
)  # fmt: skip

EMAIL = _activity(
    "email", Kind.EMAIL, 4202, ("Email", "Email Messages"),
    ((1, "Draft", 0), (8, "Failed", 0), (2, "Completed", 1), (3, "Sent", 1), (4, "Received", 1),
     (6, "Pending Send", 1), (7, "Sending", 1), (5, "Canceled", 2)),
    OUTGOING,
    text("sender", "Sender", "sender", 400),
    text("torecipients", "To Recipients", "recipients", 500, may_be_empty_text=False,
         told=_joined, kept=lambda text: [one for one in (text or "").split(";") if one]),
    text("messageid", "Message ID", length=320),
    text("mimetype", "Mime Type", length=256),
    text("submittedby", "Submitted By", length=250),
    text("trackingtoken", "Tracking Token", length=50),
)  # fmt: skip

APPOINTMENT = _activity(
    "appointment", Kind.APPOINTMENT, 4201, ("Appointment", "Appointments"),
    ((1, "Free", 0), (2, "Tentative", 0), (3, "Completed", 1), (4, "Canceled", 2),
     (5, "Busy", 3), (6, "Out of Office", 3)),
    text("location", "Location", length=500),
    flag("isalldayevent", "All Day Event", fixed=False),
)  # fmt: skip

ACTIVITYPOINTER = Entity(
    name="activitypointer",
    set_name="activitypointers",
    model=Activity,
    id="activityid",
    primary="subject",
    label="Activity",
    labels="Activities",
    code=4200,
    is_activity=True,
    only=~Q(kind=Kind.NOTE),
    attributes=(
        *_common("activitypointer"),
        Attribute(
            name="activitytypecode", type=Type.ENTITY_NAME, label="Activity Type",
            expression=worded("kind", TYPE_NAMES),
        ),
        states(*STATES),
        statuses(*((code, label, state) for code, label, state in (
            (1, "Open", 0), (2, "Completed", 1), (3, "Canceled", 2), (4, "Scheduled", 3)))),
    ),
)  # fmt: skip

ANNOTATION = Entity(
    name="annotation",
    set_name="annotations",
    model=Activity,
    id="annotationid",
    primary="subject",
    label="Note",
    labels="Notes",
    code=5,
    only=Q(kind=Kind.NOTE),
    given={"kind": Kind.NOTE.value},
    create="activity.log",
    edit="activity.edit",
    assign="activity.assign",
    delete="activity.delete",
    attributes=(
        key("annotationid", "Note"),
        text("subject", "Title", "subject", 400),
        memo("notetext", "Description", "description", 100_000),
        lookup(
            "objectid", "Regarding",
            to("objectid_incident", "incident", "case", "case", partner="Incident_Annotation"),
            required=NEEDED,
        ),
        Attribute(
            name="objecttypecode", type=Type.ENTITY_NAME, label="Object Type", fixed="incident"
        ),
        flag("isdocument", "Is Document", expression=has_file),
        text("filename", "File Name", length=255, expression=of_first_file("file_name")),
        text("mimetype", "Mime Type", length=256, expression=of_first_file("media_type")),
        plain(Type.BIGINT, "filesize", "File Size (Bytes)", expression=of_first_file("size")),
        memo("documentbody", "Document", length=1_073_741_823),
        *owned(),
        *stamps(),
    ),
)  # fmt: skip
