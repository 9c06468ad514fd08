"""The audit log of an incident system: each row is one incident as it stood after one update."""

from casework.cases.models import Origin, Priority, Status
from casework.importing.converting import flag, if_known, moments, one_of, rank
from casework.importing.mapping import (
    CLOSED,
    NEW,
    RESOLVED,
    WORKED_ON,
    Column,
    Custom,
    Found,
    Layout,
    Standing,
    Step,
    check,
)

UNNAMED_GROUP = "(unnamed group)"
UNNAMED_CALLER = "(unnamed caller)"
UNNAMED_CATEGORY = "(unnamed category)"
STATES = {
    "New": NEW,
    "Active": WORKED_ON,
    "Awaiting User Info": Standing("active", Status.WAITING_FOR_DETAILS, WORKED_ON.stage),
    "Awaiting Evidence": Standing("active", Status.WAITING_FOR_DETAILS, WORKED_ON.stage),
    "Awaiting Vendor": Standing("active", Status.ON_HOLD, WORKED_ON.stage),
    "Awaiting Problem": Standing("active", Status.RESEARCHING, WORKED_ON.stage),
    "Resolved": RESOLVED,
    "Closed": CLOSED,
}
PRIORITIES = {
    "1": Priority.HIGH,
    "2": Priority.HIGH,
    "3": Priority.NORMAL,
    "4": Priority.LOW,
    "5": Priority.LOW,
}
CHANNELS = {"Phone": Origin.PHONE, "Email": Origin.EMAIL, "Web": Origin.WEB,
            "Self service": Origin.WEB, "IVR": Origin.PHONE}  # fmt: skip
MOMENT = moments("dmy")

LAYOUT = Layout(
    absent=frozenset({"", "?"}),
    columns=(
        Column("number", "key", required=True),
        Column("incident_state", "standing", one_of(STATES), required=True),
        Column("sys_updated_at", "at", MOMENT, required=True),
        Column("sys_updated_by", "who"),
        Column("caller_id", "contact"),
        Column("assignment_group", "group"),
        Column("assigned_to", "person"),
        Column("category", "category"),
        Column("subcategory", "subcategory"),
        Column("contact_type", "origin", if_known(CHANNELS)),
        Column("contact_type", "custom.channel"),
        Column("priority", "priority", rank(PRIORITIES)),
        Column("priority", "custom.source_priority"),
        Column("impact", "custom.impact"),
        Column("urgency", "custom.urgency"),
        Column("location", "custom.location"),
        Column("u_symptom", "custom.symptom"),
        Column("cmdb_ci", "custom.configuration_item"),
        Column("knowledge", "custom.knowledge", flag),
        Column("u_priority_confirmation", "custom.priority_confirmed", flag),
        Column("notify", "custom.notify"),
        Column("made_sla", "custom.within_service_level", flag),
        Column("rfc", "custom.change_request"),
        Column("caused_by", "custom.caused_by"),
        Column("vendor", "custom.vendor"),
        Column("problem_id", "custom.problem"),
        Column("problem_id", "problem"),
        Column("opened_by", "custom.opened_by"),
        Column("opened_at", "opened_at", MOMENT),
        Column("closed_code", "closed_code"),
        Column("resolved_by", "resolved_by"),
        Column("resolved_at", "resolved_at", MOMENT),
        # Written back or counted by the source itself: they only tell one row from another.
        Column("closed_at", "", MOMENT),
        Column("active"),
        Column("reassignment_count"),
        Column("reopen_count"),
        Column("sys_mod_count"),
        Column("sys_created_by"),
        Column("sys_created_at", "", MOMENT),
    ),
    customs=(
        Custom("channel", "Channel"),
        Custom("source_priority", "Priority at the source"),
        Custom("impact", "Impact"),
        Custom("urgency", "Urgency"),
        Custom("location", "Location"),
        Custom("symptom", "Symptom"),
        Custom("configuration_item", "Configuration item"),
        Custom("knowledge", "Knowledge used", "yes_no"),
        Custom("priority_confirmed", "Priority confirmed", "yes_no"),
        Custom("notify", "Notify"),
        Custom("within_service_level", "Within service level", "yes_no"),
        Custom("change_request", "Change request"),
        Custom("caused_by", "Caused by change"),
        Custom("vendor", "Vendor"),
        Custom("problem", "Problem record"),
        Custom("opened_by", "Opened by"),
        Custom("opened_at", "Opened at"),
    ),
)


def steps(found: Found) -> list[Step]:
    """One step a row. What is written back onto every row is read only where it ends the case."""
    category, subcategory = found.get("category"), found.get("subcategory")
    custom = found.custom
    opened = found.get("opened_at", None)
    custom["opened_at"] = opened and opened.isoformat()
    named = [one for one in (category, subcategory, custom["symptom"]) if one]
    path = (category or UNNAMED_CATEGORY, subcategory) if subcategory else (category,)
    standing = found.parts["standing"]
    step = Step(
        key=found.parts["key"],
        line=found.row.line,
        digest=found.digest,
        at=found.parts["at"],
        who=found.get("who"),
        standing=standing,
        title=", ".join(named)[:200] or found.parts["key"],
        columns=found.columns,
        custom=custom,
        subject=path if path[0] else (),
        contact=found.get("contact") or UNNAMED_CALLER,
        group=found.get("group") or UNNAMED_GROUP,
        person=found.get("person"),
        problem=found.get("problem"),
    )
    if standing.state in ("resolved", "closed"):
        resolver, when = found.get("resolved_by"), found.get("resolved_at", None)
        step.resolution = found.get("closed_code") or "closed without a code"
        told = [resolver, when.strftime("%Y-%m-%d %H:%M UTC") if when else ""]
        step.resolution_text = ", ".join(one for one in told if one)
    return [check(step)]
