"""Consumer complaints of the US Consumer Financial Protection Bureau, and their narratives."""

from casework.cases.models import CaseType, Origin, Status
from casework.importing.converting import flag, if_known, moments, one_of, shortened, text
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
OUTCOMES = {
    "Closed with explanation": RESOLVED,
    "Closed with non-monetary relief": RESOLVED,
    "Closed with monetary relief": RESOLVED,
    "Closed with relief": RESOLVED,
    "Closed without relief": RESOLVED,
    "Closed": RESOLVED,
    "Untimely response": RESOLVED,
    "In progress": Standing("active", Status.IN_PROGRESS, 1),
}
CHANNELS = {"Web": Origin.WEB, "Phone": Origin.PHONE, "Email": Origin.EMAIL}
TEAM = "Consumer Response"
CONSUMERS = "Consumers"

LAYOUT = Layout(
    columns=(
        Column("complaint_id", "key"),
        Column("date_received", "at", MOMENT, required=True),
        Column("date_sent_to_company", "sent_at", MOMENT),
        Column("product", "category", required=True),
        Column("sub_product", "subcategory"),
        Column("issue", "issue", required=True),
        Column("sub_issue", "custom.sub_issue"),
        Column("company", "account", required=True),
        Column("state", "custom.region"),
        Column("zip_code", "custom.postal_code"),
        Column("consumer_consent_provided", "custom.consent"),
        Column("submitted_via", "origin", if_known(CHANNELS)),
        Column("submitted_via", "custom.channel"),
        Column("company_response_to_consumer", "standing", one_of(OUTCOMES), required=True),
        Column("company_response_to_consumer", "resolution", text),
        Column("timely_response", "custom.within_service_level", flag),
        Column("consumer_disputed", "custom.disputed"),
        Column("consumer_complaint_narrative", "custom.narrative"),
    ),
    customs=(
        Custom("sub_issue", "Sub-issue"),
        Custom("region", "State"),
        Custom("postal_code", "Postal code"),
        Custom("consent", "Consent of the consumer"),
        Custom("channel", "Channel"),
        Custom("within_service_level", "Within service level", "yes_no"),
        Custom("disputed", "Disputed by the consumer"),
        Custom("narrative", "What the consumer wrote", "long_text"),
    ),
    identity="complaint_id",
)

NARRATIVES = Layout(
    columns=(
        Column("row_id", "key", required=True),
        Column("product", "category", required=True),
        Column("consumer_complaint_narrative", "custom.narrative", required=True),
        Column("consumer_complaint_narrative", "text", shortened(2_000)),
        Column("consumer_complaint_narrative", "title", shortened(200)),
    ),
    customs=(Custom("narrative", "What the consumer wrote", "long_text"),),
)


def steps(found: Found) -> list[Step]:
    """A complaint as it was received, and what the company answered once it was sent there.

    A row without a complaint id is its own identity: the same row twice in one file is two
    complaints, the same file twice is not.
    """
    received = found.parts["at"]
    subject = (found.get("category"), found.get("subcategory") or found.get("issue"))
    shared = {
        "key": f"CFPB-{found.get('key') or found.identity}",
        "line": found.row.line,
        "title": f"{found.get('issue')} ({found.get('category')})"[:200],
        "description": (found.custom["narrative"] or "")[:2_000],
        "columns": {"case_type": CaseType.PROBLEM, **found.columns},
        "custom": found.custom,
        "subject": subject,
        "account": found.get("account"),
        "group": TEAM,
    }
    begin = Step(**shared, at=received, digest="", standing=NEW, opening=True)
    ending = Step(
        **shared,
        at=max(found.get("sent_at", None) or received, received),
        digest=found.digest,
        standing=found.parts["standing"],
        resolution=found.get("resolution"),
    )
    return [check(begin), check(ending)]


def narrative_steps(found: Found) -> list[Step]:
    """What a consumer wrote, as a case that is still to be worked on.

    The file has no dates: the case begins when it is imported. A text longer than a description
    is kept whole in the column ``narrative``.
    """
    return [
        check(
            Step(
                key=f"CFPB-N-{found.parts['key']}",
                line=found.row.line,
                digest=found.digest,
                at=None,
                standing=NEW,
                title=" ".join(found.parts["title"].split()),
                description=found.parts["text"],
                custom=found.custom,
                subject=(found.get("category"),),
                account=CONSUMERS,
                group=TEAM,
                columns={"case_type": CaseType.PROBLEM.value},
            )
        )
    ]
