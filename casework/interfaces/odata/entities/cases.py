"""Cases, their resolutions, and subjects under their Dataverse names."""

from typing import Any

from django.db.models import Q

from casework.cases.choices import CaseType, Origin, Priority, Satisfaction, Stage
from casework.cases.models import Case
from casework.interfaces.odata.entities.attributes import Attribute, Required, Type
from casework.interfaces.odata.entities.columns import (
    SYSTEM,
    choice,
    day,
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
    status_reasons,
    text,
    to,
)
from casework.interfaces.odata.entities.computed import number_of_children
from casework.interfaces.odata.entities.types import Collection, Entity, Key

NEEDED = Required.APPLICATION
SLA_STATUSES = (
    (1, "In Progress"), (2, "Nearing Noncompliance"), (3, "Succeeded"), (4, "Noncompliant"),
)  # fmt: skip
ALL: dict[str, Any] = {"assign": "Cascade", "merge": "Cascade"}

INCIDENT = Entity(
    name="incident",
    set_name="incidents",
    model=Case,
    id="incidentid",
    primary="title",
    label="Case",
    labels="Cases",
    code=112,
    create="case.open",
    edit="case.edit",
    assign="case.assign",
    delete="case.delete",
    custom_table="case",
    keys=(Key("ticketnumber", ("ticketnumber",)),),
    attributes=(
        key("incidentid", "Case"),
        text("title", "Case Title", "title", 200, required=NEEDED),
        text("ticketnumber", "Case Number", "number", 100, required=SYSTEM),
        memo("description", "Description", "description"),
        lookup(
            "customerid", "Customer",
            to("customerid_account", "account", "account", "account",
               partner="incident_customer_accounts"),
            to("customerid_contact", "contact", "contact", "contact",
               partner="incident_customer_contacts"),
            kind=Type.CUSTOMER, required=NEEDED,
        ),
        lookup("accountid", "Account", to("accountid", "account", "account")),
        lookup("contactid", "Contact", to("contactid", "contact", "contact")),
        lookup(
            "primarycontactid", "Contact",
            to("primarycontactid", "contact", "primary_contact", "primary_contact",
               partner="contact_as_primary_contact"),
        ),
        lookup("responsiblecontactid", "Responsible Contact"),
        *owned(),
        lookup(
            "parentcaseid", "Parent Case",
            to("parentcaseid", "incident", "parent", "parent", partner="incident_parent_incident"),
        ),
        lookup(
            "masterid", "Master Case",
            to("masterid", "incident", "merged_into", partner="incident_master_incident"),
        ),
        lookup("existingcase", "Existing Case"),
        flag("merged", "Merged", expression=holds(merged_into__isnull=False)),
        number("numberofchildincidents", "Child Cases", expression=number_of_children),
        states((0, "Active"), (1, "Resolved"), (2, "Canceled")),
        Attribute(
            name="statuscode", type=Type.STATUS, label="Status Reason", column="status",
            options=status_reasons, argument="status",
        ),
        choice("prioritycode", "Priority", "priority", Priority),
        choice("severitycode", "Severity", "severity", values=((1, "Default Value"),),
               takes_others=True),
        choice("caseorigincode", "Origin", "origin", Origin),
        choice("casetypecode", "Case Type", "case_type", CaseType),
        choice("customersatisfactioncode", "Satisfaction", "satisfaction", Satisfaction),
        choice("servicestage", "Service Stage", "stage", Stage),
        choice("incidentstagecode", "Case Stage", values=((1, "Default Value"),), fixed=1),
        choice("contractservicelevelcode", "Service Level",
               values=((1, "Gold"), (2, "Silver"), (3, "Bronze"))),
        choice("messagetypecode", "Received As", values=((0, "Public"), (1, "Private"))),
        lookup(
            "subjectid", "Subject",
            to("subjectid", "subject", "subject", "subject", partner="subject_incidents"),
        ),
        lookup("productid", "Product"),
        lookup("entitlementid", "Entitlement"),
        lookup("kbarticleid", "Knowledge Base Article"),
        text("productserialnumber", "Serial Number", "serial_number", 100),
        lookup("slaid", "SLA"),
        lookup("slainvokedid", "Last SLA applied"),
        lookup("firstresponsebykpiid", "First Response By KPI"),
        lookup("resolvebykpiid", "Resolve By KPI"),
        choice("firstresponseslastatus", "First Response SLA Status", values=SLA_STATUSES),
        choice("resolvebyslastatus", "Resolve By SLA Status", values=SLA_STATUSES),
        moment("responseby", "First Response By"),
        moment("resolveby", "Resolve By"),
        day("followupby", "Follow Up By", "follow_up_by"),
        flag("firstresponsesent", "First Response Sent", "first_response_sent"),
        flag("isescalated", "Is Escalated", "is_escalated"),
        flag("blockedprofile", "Blocked Profile"),
        flag("checkemail", "Check Email", fixed=False),
        flag("customercontacted", "Customer Contacted", fixed=False),
        flag("activitiescomplete", "Activities Complete", fixed=False),
        flag("followuptaskcreated", "Follow up Task Created", fixed=False),
        flag("isdecrementing", "For System use only", fixed=False),
        flag("decremententitlementterm", "Decrement Entitlement Terms", fixed=True),
        flag("routecase", "Route Case", fixed=True),
        moment("escalatedon", "Escalated On", "escalated_at", argument=""),
        moment("lastonholdtime", "Last On Hold Time"),
        number("onholdtime", "On Hold Time (Minutes)"),
        number("actualserviceunits", "Actual Service Units"),
        number("billedserviceunits", "Billed Service Units"),
        text("emailaddress", "Email Address", "email", 254),
        plain(Type.DOUBLE, "sentimentvalue", "Sentiment Value"),
        plain(Type.DOUBLE, "influencescore", "Influence Score"),
        lookup("transactioncurrencyid", "Currency"),
        plain(Type.DOUBLE, "exchangerate", "Exchange Rate"),
        *stamps(),
    ),
    collections=(
        Collection("Incident_Tasks", "task", "case", "regardingobjectid", **ALL),
        Collection("Incident_Emails", "email", "case", "regardingobjectid", **ALL),
        Collection("Incident_Phonecalls", "phonecall", "case", "regardingobjectid", **ALL),
        Collection("Incident_Appointments", "appointment", "case", "regardingobjectid", **ALL),
        Collection(
            "Incident_ActivityPointers", "activitypointer", "case", "regardingobjectid", **ALL
        ),
        Collection("Incident_IncidentResolutions", "incidentresolution", "case", "incidentid",
                   **ALL),
        Collection("Incident_Annotation", "annotation", "case", "objectid", **ALL),
        Collection("Incident_QueueItem", "queueitem", "case", "objectid",
                   only=Q(activity__isnull=True)),
        Collection("incident_parent_incident", "incident", "parent", "parentcaseid",
                   merge="Cascade"),
        Collection("incident_master_incident", "incident", "merged_into", "masterid",
                   delete="RemoveLink"),
    ),
)  # fmt: skip
