"""What there is: counts, the version served, the organisation."""

from casework.interfaces.odata import errors
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.messages.calling import Call
from casework.interfaces.odata.messages.given import required
from casework.interfaces.odata.service import who_am_i
from casework.people.models import BusinessUnit

VERSION = "9.2.0.0"
MOST_TABLES = 50


def who(one: Call) -> Answer:
    """The caller, the business unit and the organisation."""
    return Answer(200, who_am_i(one.asked))


def version(one: Call) -> Answer:
    """The version of the interface that is served."""
    return one.told({"Version": VERSION})


def counts(one: Call) -> Answer:
    """How many records of each table the caller sees: one query for each table."""
    names = required(one.given, "EntityNames")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise errors.invalid("The parameter 'EntityNames' must be a list of logical names.")
    names = list(dict.fromkeys(names))
    if len(names) > MOST_TABLES:
        raise errors.invalid(f"The parameter 'EntityNames' takes at most {MOST_TABLES} names.")
    values = []
    for name in names:
        entity = one.asked.catalogue.named(name)
        if entity is None:
            raise errors.ODataError(404, "0x80060888", f"There is no table '{name[:100]}'.")
        values.append(entity.rows(one.asked.actor).count())
    made = {"Count": len(names), "IsReadOnly": False, "Keys": names, "Values": values}
    return one.told({"EntityRecordCountCollection": made})


def organisation(one: Call) -> Answer:
    """The organisation, which is the unit at the top, and where its services are."""
    top = BusinessUnit.objects.filter(parent=None).values("pk", "name").get()
    root = one.asked.base.partition("/api/data/")[0]
    ends = {
        "WebApplication": f"{root}/",
        "OrganizationDataService": one.asked.base,
        "OrganizationService": "",
    }
    detail = {
        "OrganizationId": top["pk"],
        "FriendlyName": top["name"],
        "OrganizationVersion": VERSION,
        "EnvironmentId": str(top["pk"]),
        "UniqueName": f"org{top['pk'].hex[:8]}",
        "UrlName": root.partition("://")[2],
        "State": "Enabled",
        "Endpoints": {
            "Count": len(ends), "IsReadOnly": False, "Keys": [*ends], "Values": [*ends.values()],
        },
    }  # fmt: skip
    return one.told({"Detail": detail})
