"""The life of a case with dataverse-api: pip install dataverse-api

CASEWORK_URL=http://localhost:8000 CASEWORK_TOKEN=cw_... python dataverse_api_client.py
"""

import os
import re
from typing import Any

import requests
from dataverse_api import DataverseClient
from dataverse_api.errors import DataverseAPIError
from dataverse_api.utils.batching import BatchCommand, RequestMethod

session = requests.Session()
session.headers["Authorization"] = f"Bearer {os.environ['CASEWORK_TOKEN']}"
casework = DataverseClient(session, os.environ["CASEWORK_URL"] + "/")
accounts, contacts, cases, tasks, users = (
    casework.entity(name) for name in ("account", "contact", "incident", "task", "systemuser")
)


def ids(answers: list[requests.Response]) -> list[str]:
    """The ids that answers to single creations hold."""
    return [answer.headers["OData-EntityId"][-37:-1] for answer in answers]


def act(name: str, **values: Any) -> None:
    """An action: a batch of one."""
    command = BatchCommand(name, method=RequestMethod.POST, data=values)
    (answer,) = casework.submit_batch([command])
    codes = re.findall(r"^HTTP/1.1 (\d+)", answer.text, re.MULTILINE)
    print(f"{name}:", codes)


def change(set_of_rows: str, row: str, **values: Any) -> BatchCommand:
    """A change of a row, as a command of a batch."""
    return BatchCommand(f"{set_of_rows}({row})", method=RequestMethod.PATCH, data=values)


(account,) = ids(accounts.create([{"name": "Fabrikam Bakery"}]))
(contact,) = ids(
    contacts.create(
        [
            {
                "firstname": "Ada",
                "lastname": "Moss",
                "parentcustomerid_account@odata.bind": f"/accounts({account})",
            }
        ]
    )
)
about = {
    "prioritycode": 1,
    "customerid_account@odata.bind": f"/accounts({account})",
    "primarycontactid@odata.bind": f"/contacts({contact})",
}
(cold,) = ids(cases.create([{"title": "Oven stays cold", **about}]))
(made,) = cases.create(
    [{"title": "Oven stays cold again", **about}, {"title": "Oven door is stuck", **about}],
    mode="multiple",
)
again, stuck = made.json()["Ids"]

mine = f"_customerid_value eq {account}"
found = cases.read(
    select=["title"],
    filter=f"{mine} and contains(title,'cold')",
    expand="primarycontactid($select=fullname)",
    order_by="title desc",
)
print("found:", [(row["title"], row["primarycontactid"]["fullname"]) for row in found])
pages = cases.read(
    select=["title"], filter=mine, order_by="title", page_size=2, return_responses=True
)
print("pages:", [len(page.json()["value"]) for page in pages])

colleague = users.read(
    select=["fullname"], filter="domainname ne 'admin'", order_by="fullname", top=1
)[0]
owner = {"ownerid@odata.bind": f"/systemusers({colleague['systemuserid']})"}
cases.upsert([{"incidentid": cold, **owner}])
print("assigned to:", colleague["fullname"])

regarding = {"regardingobjectid_incident_task@odata.bind": f"/incidents({cold})"}
(task,) = ids(tasks.create([{"subject": "Send a technician", **regarding}]))
casework.submit_batch([change("tasks", task, statecode=1, statuscode=5)])


def close(case: str, subject: str) -> None:
    """Resolve a case: an action, never an update."""
    resolution = {"subject": subject, "incidentid@odata.bind": f"/incidents({case})"}
    act("CloseIncident", IncidentResolution=resolution, Status=5)


close(cold, "Heater replaced")
casework.submit_batch([change("incidents", cold, statecode=0, statuscode=1)])
close(cold, "Fuse replaced as well")
incident = "Microsoft.Dynamics.CRM.incident"
act(
    "Merge",
    Target={"incidentid": stuck, "@odata.type": incident},
    Subordinate={"incidentid": again, "@odata.type": incident},
    PerformParentingChecks=False,
)
ended = cases.read(select=["title", "statecode"], filter=mine, order_by="title")
print("states:", [(row["title"], row["statecode"]) for row in ended])

# A batch of this client is no change set: what came before a refusal stays done. The client
# cannot read why a part was refused.
try:
    casework.submit_batch(
        [
            change("incidents", stuck, description="Done before the refusal"),
            change("incidents", stuck, statecode=1),
        ]
    )
except requests.JSONDecodeError:
    print("kept:", [row["description"] for row in cases.read(filter=f"incidentid eq {stuck}")])
# Rows that are sent one by one answer for themselves: nothing is raised.
(answer,) = cases.upsert([{"incidentid": stuck, "statecode": 1}])
print("refused:", answer.status_code, answer.json()["error"]["code"])
try:
    cases.read(filter="nmae eq 'x'")
except DataverseAPIError as refused:
    print("unknown column:", "nmae" in str(refused))
