"""Sources: what can be imported, each a small table of columns."""

from casework.activities.models import Activity
from casework.cases.models import Case
from casework.customers.models import Account, Contact
from casework.importing import cfpb, incident_log, nyc311
from casework.importing.plain import PlainSource
from casework.importing.replay import CaseSource
from casework.importing.running import Source

_ALL: tuple[Source, ...] = (
    CaseSource(
        "incident-log",
        "The audit log of an incident system, replayed update by update.",
        incident_log.LAYOUT,
        incident_log.steps,
    ),
    CaseSource(
        "nyc311",
        "Service requests of New York's 311, JSON or CSV.",
        nyc311.LAYOUT,
        nyc311.steps,
    ),
    CaseSource(
        "cfpb",
        "Consumer complaints of the US Consumer Financial Protection Bureau.",
        cfpb.LAYOUT,
        cfpb.steps,
    ),
    CaseSource(
        "cfpb-narratives",
        "What consumers wrote to the Bureau, as cases to be worked on.",
        cfpb.NARRATIVES,
        cfpb.narrative_steps,
    ),
    PlainSource(
        "accounts",
        "Accounts from a CSV file with our column names.",
        Account,
        lambda row: "account.create",
        ("account.create",),
        ("account_number", "name"),
    ),
    PlainSource(
        "contacts",
        "Contacts from a CSV file with our column names.",
        Contact,
        lambda row: "contact.create",
        ("contact.create",),
        ("email",),
    ),
    PlainSource(
        "cases",
        "Cases from a CSV file with our column names.",
        Case,
        lambda row: "case.open",
        ("case.open",),
        ("number",),
    ),
    PlainSource(
        "activities",
        "Activities from a CSV file with our column names; with a due_at, still to be done.",
        Activity,
        lambda row: "activity.plan" if row.get("due_at") else "activity.log",
        ("activity.log", "activity.plan"),
    ),
)

SOURCES: dict[str, Source] = {source.name: source for source in _ALL}
