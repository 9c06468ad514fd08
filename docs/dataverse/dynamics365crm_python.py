"""The life of a case with dynamics365crm-python: pip install dynamics365crm-python

CASEWORK_URL=http://localhost:8000 CASEWORK_TOKEN=cw_... python dynamics365crm_python.py
"""

import os

from dynamics365crm.client import Client

casework = Client(os.environ["CASEWORK_URL"], access_token=os.environ["CASEWORK_TOKEN"])
me = casework.get_data("WhoAmI()")["UserId"]

account = casework.create_account(name="Fabrikam Bakery")
contact = casework.create_contact(
    firstname="Ada",
    lastname="Moss",
    **{"parentcustomerid_account@odata.bind": f"/accounts({account})"},
)
cases = [
    casework.create_data(
        "incidents",
        title=title,
        prioritycode=1,
        **{
            "customerid_account@odata.bind": f"/accounts({account})",
            "primarycontactid@odata.bind": f"/contacts({contact})",
        },
    )
    for title in ("Oven stays cold", "Oven stays cold again", "Oven door is stuck")
]

mine = f"_customerid_value eq {account}"
found = casework.get_data(
    "incidents",
    filter=f"{mine} and contains(title,'cold')",
    select="title",
    expand="primarycontactid($select=fullname)",
    orderby="title desc",
)["value"]
print("found:", [(row["title"], row["primarycontactid"]["fullname"]) for row in found])

casework.headers["Prefer"] = "odata.maxpagesize=2"
page = casework.get_data("incidents", filter=mine, select="title", orderby="title")
following = page["@odata.nextLink"].partition("/api/data/v9.0/")[2]
rest = casework.get_data(following)
del casework.headers["Prefer"]
print("pages:", [len(page["value"]), len(rest["value"])])

colleague = casework.get_data(
    "systemusers",
    filter=f"systemuserid ne {me} and isdisabled eq false",
    orderby="fullname",
    top="1",
)["value"][0]
casework.update_data(
    "incidents",
    cases[0],
    **{"ownerid@odata.bind": f"/systemusers({colleague['systemuserid']})"},
)
print("assigned to:", colleague["fullname"])

task = casework.create_data(
    "tasks",
    subject="Send a technician",
    **{"regardingobjectid_incident_task@odata.bind": f"/incidents({cases[0]})"},
)
casework.update_data("tasks", task, statecode=1, statuscode=5)


def close(case: str, subject: str) -> None:
    """Resolve a case: an action, never an update."""
    resolution = {"subject": subject, "incidentid@odata.bind": f"/incidents({case})"}
    casework.create_data("CloseIncident", IncidentResolution=resolution, Status=5)


close(cases[0], "Heater replaced")
casework.update_data("incidents", cases[0], statecode=0, statuscode=1)
close(cases[0], "Fuse replaced as well")

incident = "Microsoft.Dynamics.CRM.incident"
casework.create_data(
    "Merge",
    Target={"incidentid": cases[2], "@odata.type": incident},
    Subordinate={"incidentid": cases[1], "@odata.type": incident},
    PerformParentingChecks=False,
)
ended = casework.get_data("incidents", filter=mine, select="title,statecode", orderby="title")
print("states:", [(row["title"], row["statecode"]) for row in ended["value"]])

seen = casework.get_data(f"incidents({cases[2]})", select="title")["@odata.etag"]
casework.update_data("incidents", cases[2], description="As another wrote it")
casework.headers["If-Match"] = seen
try:
    casework.update_data("incidents", cases[2], title="Written over")
except Exception as refused:
    print("conflict:", "0x80060882" in str(refused))
del casework.headers["If-Match"]
try:
    casework.update_data("incidents", cases[2], statecode=1)
except Exception as refused:
    print("refused:", "CloseIncidentRequest" in str(refused))
