"""Service requests of New York's 311, as the city publishes them: a JSON list or a CSV file."""

from casework.cases.models import CaseType, Origin, Status
from casework.importing.converting import moments, one_of, shortened
from casework.importing.mapping import (
    NEW,
    RESOLVED,
    Column,
    Custom,
    Found,
    Layout,
    Standing,
    Step,
    check,
)

MOMENT = moments("mdy", "America/New_York")
WORKED_ON = Standing("active", Status.IN_PROGRESS, 1)
STATES = {
    "Open": NEW,
    "Unspecified": NEW,
    "In Progress": WORKED_ON,
    "Started": WORKED_ON,
    "Assigned": WORKED_ON,
    "Email Sent": WORKED_ON,
    "Pending": Standing("active", Status.ON_HOLD, 1),
    "Closed": RESOLVED,
    "Cancel": Standing("cancelled"),
}
CHANNELS = {"PHONE": Origin.PHONE, "ONLINE": Origin.WEB, "MOBILE": Origin.WEB}
NOWHERE = "Borough unspecified"

LAYOUT = Layout(
    absent=frozenset({"", "N/A"}),
    columns=(
        Column("unique_key", "key", required=True),
        Column("created_date", "at", MOMENT, required=True),
        Column("status", "standing", one_of(STATES), required=True),
        Column("closed_date", "closed_at", MOMENT),
        Column("resolution_action_updated_date", "updated_at", MOMENT),
        Column("due_date", "custom.due"),
        Column("agency", "group"),
        Column("agency_name", "custom.agency"),
        Column("complaint_type", "category"),
        Column("descriptor", "subcategory"),
        Column("open_data_channel_type", "custom.channel"),
        Column("borough", "account"),
        Column("incident_address", "custom.location", shortened(400)),
        Column("incident_zip", "custom.postal_code"),
        Column("location_type", "custom.location_type"),
        Column("resolution_description", "resolution"),
    ),
    customs=(
        Custom("agency", "Agency"),
        Custom("channel", "Channel"),
        Custom("due", "Due at the source"),
        Custom("location", "Location"),
        Custom("postal_code", "Postal code"),
        Custom("location_type", "Kind of place"),
    ),
)


def steps(found: Found) -> list[Step]:
    """How the request began, when it was made; and how it stands, when that was last written.

    The customer is the borough: the city publishes no callers.
    """
    category, subcategory = found.get("category"), found.get("subcategory")
    channel = (found.custom["channel"] or "").upper()
    standing = found.parts["standing"]
    text = found.get("resolution")
    opened = found.parts["at"]
    changed = found.get("closed_at", None) if standing.state != "active" else None
    shared = {
        "key": f"311-{found.parts['key']}",
        "line": found.row.line,
        "title": ", ".join(one for one in (category, subcategory) if one)[:200]
        or f"311-{found.parts['key']}",
        "description": text[:2000] if standing.state == "active" else "",
        "columns": {"case_type": CaseType.REQUEST, **_origin(channel)},
        "custom": found.custom,
        "subject": tuple(one for one in (category, subcategory) if one),
        "account": found.get("account") or NOWHERE,
        "group": found.get("group"),
    }
    now = changed or found.get("updated_at", None) or opened
    ending = Step(
        **shared,
        at=max(now, opened),
        digest=found.digest,
        standing=standing,
        resolution=text[:200] or "Closed without a text",
        resolution_text=text,
    )
    begin = Step(**shared, at=opened, digest="", standing=NEW, opening=True)
    return [check(begin), check(ending)]


def _origin(channel: str) -> dict[str, int]:
    return {"origin": CHANNELS[channel].value} if channel in CHANNELS else {}
