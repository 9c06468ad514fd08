"""What lies around cases: how they were resolved, and what they are about."""

from casework.cases.models import CaseResolution, Subject
from casework.interfaces.odata.entities.attributes import Required, Type
from casework.interfaces.odata.entities.columns import (
    choice,
    flag,
    key,
    lookup,
    mapped,
    memo,
    moment,
    number,
    stamps,
    states,
    statuses,
    text,
    to,
)
from casework.interfaces.odata.entities.types import Collection, Entity

NEEDED = Required.APPLICATION

INCIDENTRESOLUTION = Entity(
    name="incidentresolution",
    set_name="incidentresolutions",
    model=CaseResolution,
    id="activityid",
    primary="subject",
    label="Case Resolution",
    labels="Case Resolutions",
    code=4206,
    is_activity=True,
    attributes=(
        key("activityid", "Case Resolution"),
        text("subject", "Subject", "subject", 200, required=NEEDED),
        memo("description", "Description", "description", 100_000),
        lookup(
            "incidentid", "Case",
            to("incidentid", "incident", "case", partner="Incident_IncidentResolutions"),
            required=NEEDED,
        ),
        lookup(
            "regardingobjectid", "Regarding",
            to("regardingobjectid_incident_incidentresolution", "incident", "case"),
        ),
        number("timespent", "Time Spent (minutes)", "total_minutes"),
        number("actualdurationminutes", "Duration", "total_minutes", argument=""),
        choice("resolutiontypecode", "Resolution Type", "resolution_type", argument=""),
        flag("isbilled", "Is Billed", "is_billed", argument=""),
        moment("actualend", "Actual End", "resolved_at", argument=""),
        states(
            (0, "Open"), (1, "Completed"), (2, "Canceled"), column="",
            expression=mapped({"withdrawn_at__isnull": True}, 1, 2),
        ),
        statuses(
            (1, "Open", 0), (2, "Closed", 1), (3, "Canceled", 2), column="",
            expression=mapped({"withdrawn_at__isnull": True}, 2, 3),
        ),
        text("activitytypecode", "Activity Type", fixed="incidentresolution"),
        lookup("ownerid", "Owner", to("ownerid", "systemuser", "resolved_by"), kind=Type.OWNER),
        lookup("owninguser", "Owning User", to("owninguser", "systemuser", "resolved_by")),
        lookup("owningteam", "Owning Team"),
        lookup(
            "owningbusinessunit", "Owning Business Unit",
            to("owningbusinessunit", "businessunit", "case__unit"),
        ),
        *stamps(),
    ),
)  # fmt: skip

SUBJECT = Entity(
    name="subject",
    set_name="subjects",
    model=Subject,
    id="subjectid",
    primary="title",
    label="Subject",
    labels="Subjects",
    code=129,
    ownership="OrganizationOwned",
    create="subject.create",
    edit="subject.edit",
    delete="subject.delete",
    attributes=(
        key("subjectid", "Subject"),
        text("title", "Title", "title", 500, required=NEEDED),
        memo("description", "Description", "description"),
        lookup(
            "parentsubject", "Parent Subject",
            to("parentsubject", "subject", "parent", "parent", partner="subject_parent_subject"),
        ),
        *stamps(),
    ),
    collections=(
        Collection("subject_incidents", "incident", "subject", "subjectid", delete="Restrict"),
        Collection("subject_parent_subject", "subject", "parent", "parentsubject",
                   delete="Restrict"),
    ),
)  # fmt: skip
