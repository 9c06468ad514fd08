"""The life of a case with dynamics-client: pip install dynamics-client

CASEWORK_URL=http://localhost:8000 CASEWORK_USER=admin CASEWORK_TOKEN=cw_... \\
python dynamics_client.py

The user is the client id and the token its secret: this client trades them for a bearer token.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dynamics import DynamicsClient
from dynamics.exceptions import DynamicsException, NotFound

URL = os.environ["CASEWORK_URL"]
casework = DynamicsClient(
    api_url=f"{URL}/api/data/v9.2",
    token_url=f"{URL}/oauth2/token",
    client_id=os.environ["CASEWORK_USER"],
    client_secret=os.environ["CASEWORK_TOKEN"],
    scope=f"{URL}/.default",
    cache_token=False,
)


@contextmanager
def query(table: str = "", row: str = "", action: str = "") -> Iterator[DynamicsClient]:
    """The client, with a new query of a table, a row or an action."""
    casework.reset_query()
    casework.table, casework.row_id, casework.action = table, row, action
    yield casework


def create(table: str, **values: Any) -> dict[str, Any]:
    """A new row as it is now."""
    with query(table) as new:
        return dict(new.post(values).data)


def update(table: str, row: str, **values: Any) -> dict[str, Any]:
    """A row after a change."""
    with query(table, row) as old:
        return dict(old.patch(values).data)


def act(name: str, **values: Any) -> None:
    """An action without a result."""
    with query(action=name) as action:
        action.post(values)


me = casework.functions.whoami().data[0]["UserId"]
account = create("accounts", name="Fabrikam Bakery")["accountid"]
contact = create(
    "contacts",
    firstname="Ada",
    lastname="Moss",
    **{"parentcustomerid_account@odata.bind": f"/accounts({account})"},
)["contactid"]
cold, again, stuck = (
    create(
        "incidents",
        title=title,
        prioritycode=1,
        **{
            "customerid_account@odata.bind": f"/accounts({account})",
            "primarycontactid@odata.bind": f"/contacts({contact})",
        },
    )["incidentid"]
    for title in ("Oven stays cold", "Oven stays cold again", "Oven door is stuck")
)

mine = f"_customerid_value eq {account}"
with query("incidents") as cases:
    cases.select = ["title"]
    cases.filter = [mine, "contains(title,'cold')"]
    cases.expand = {"primarycontactid": {"select": ["fullname"]}}
    cases.orderby = {"title": "desc"}
    rows = cases.get().data
print("found:", [(row["title"], row["primarycontactid"]["fullname"]) for row in rows])
with query("incidents") as cases:
    cases.select, cases.filter, cases.orderby = ["title"], [mine], {"title": "asc"}
    cases.pagesize = 2
    first = len(cases.get().data)
    everything = len(cases.get(pagination_rules={"pages": 5}).data)
    cases.pagesize = 5000
print("pages:", [first, everything])

with query("systemusers") as users:
    users.filter = [f"systemuserid ne {me}", "isdisabled eq false"]
    users.orderby = {"fullname": "asc"}
    users.top = 1
    colleague = users.get().data[0]
owner = {"ownerid@odata.bind": f"/systemusers({colleague['systemuserid']})"}
print("owned by them:", update("incidents", cold, **owner)["_ownerid_value"] != me)
print("assigned to:", colleague["fullname"])

regarding = {"regardingobjectid_incident_task@odata.bind": f"/incidents({cold})"}
task = create("tasks", subject="Send a technician", **regarding)["activityid"]
update("tasks", task, statecode=1, statuscode=5)


def close(case: str, subject: str) -> None:
    """Resolve a case: an action, never an update."""
    resolution = {"subject": subject, "incidentid@odata.bind": f"/incidents({case})"}
    act("CloseIncident", IncidentResolution=resolution, Status=5)


close(cold, "Heater replaced")
print("reopened:", update("incidents", cold, statecode=0, statuscode=1)["statecode"])
close(cold, "Fuse replaced as well")
incident = "Microsoft.Dynamics.CRM.incident"
act(
    "Merge",
    Target={"incidentid": stuck, "@odata.type": incident},
    Subordinate={"incidentid": again, "@odata.type": incident},
    PerformParentingChecks=False,
)
with query("incidents") as cases:
    cases.select, cases.filter, cases.orderby = ["title", "statecode"], [mine], {"title": "asc"}
    print("states:", [(row["title"], row["statecode"]) for row in cases.get().data])

seen = update("incidents", stuck, description="As I read it")["@odata.etag"]
update("incidents", stuck, description="As another wrote it")
with query("incidents", stuck) as case:
    case.headers["If-Match"] = seen
    try:
        case.patch({"title": "Written over"})
    except DynamicsException as refused:
        print("conflict:", type(refused).__name__)
try:
    update("incidents", stuck, statecode=1)
except DynamicsException as refused:
    print("refused:", "CloseIncidentRequest" in str(refused))
with query("incidents", account) as case:
    try:
        case.get()
    except NotFound:
        print("missing:", True)
