"""The life of a case with Microsoft's SDK: pip install PowerPlatform-Dataverse-Client

CASEWORK_URL=https://casework.example CASEWORK_TOKEN=cw_... python dataverse_client.py

This client takes only https; REQUESTS_CA_BUNDLE names the certificate of a server of your own.
It works with records and has no actions: cases are resolved with another client.
"""

import os
from types import SimpleNamespace

from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError


class Token:
    """What the SDK asks for a token, here always the same."""

    def get_token(self, *scopes: str, **options: object) -> SimpleNamespace:
        return SimpleNamespace(token=os.environ["CASEWORK_TOKEN"], expires_on=2**33)


with DataverseClient(os.environ["CASEWORK_URL"], Token()) as casework:
    records = casework.records
    account = records.create("account", {"name": "Fabrikam Bakery"})
    contact = records.create(
        "contact",
        {
            "firstname": "Ada",
            "lastname": "Moss",
            "parentcustomerid_account@odata.bind": f"/accounts({account})",
        },
    )
    about = {
        "customerid_account@odata.bind": f"/accounts({account})",
        "primarycontactid@odata.bind": f"/contacts({contact})",
    }
    # Options may be given by their labels: the SDK looks them up.
    cold = records.create("incident", {"title": "Oven stays cold", "prioritycode": "High", **about})
    again, stuck = records.create(
        "incident",
        [{"title": "Oven stays cold again", **about}, {"title": "Oven door is stuck", **about}],
    )

    mine = f"_customerid_value eq {account}"
    found = records.list(
        "incident",
        select=["title", "prioritycode"],
        filter=f"{mine} and contains(title,'cold')",
        expand=["primarycontactid"],
        orderby=["title desc"],
    )
    print("found:", [(row["title"], row["primarycontactid"]["fullname"]) for row in found])
    pages = records.list_pages("incident", select=["title"], filter=mine, page_size=2)
    print("pages:", [len(list(page)) for page in pages])
    rows = casework.query.sql("SELECT title FROM incident WHERE prioritycode = 1 ORDER BY title")
    print("sql:", [row["title"] for row in rows])

    someone = records.list(
        "systemuser",
        select=["fullname"],
        filter="domainname ne 'admin'",
        orderby=["fullname"],
        top=1,
    )
    colleague = next(iter(someone))
    owner = {"ownerid@odata.bind": f"/systemusers({colleague['systemuserid']})"}
    records.update("incident", cold, owner)
    print("assigned to:", colleague["fullname"])

    task = records.create(
        "task",
        {
            "subject": "Send a technician",
            "regardingobjectid_incident_task@odata.bind": f"/incidents({cold})",
        },
    )
    records.update("task", task, {"statecode": 1, "statuscode": 5})
    records.update("incident", again, {"statecode": 2, "statuscode": 6})
    records.update("incident", again, {"statecode": 0, "statuscode": 1})

    batch = casework.batch.new()
    with batch.changeset() as changes:
        mill = changes.records.create("account", {"name": "Fabrikam Mill"})
        dusty = {"title": "Mill is dusty", "customerid_account@odata.bind": mill}
        changes.records.create("incident", dusty)
    print("batch:", [part.status_code for part in batch.execute().responses])

    refused = casework.batch.new()
    with refused.changeset() as changes:
        changes.records.update("incident", cold, {"title": "Never seen"})
        changes.records.update("incident", stuck, {"statecode": 1})
    print("undone:", [part.status_code for part in refused.execute().responses])

    ended = records.list("incident", select=["title", "statecode"], orderby=["title"])
    print("states:", [(row["title"], row["statecode"]) for row in ended])
    try:
        records.update("incident", stuck, {"statecode": 1})
    except HttpError as error:
        print("refused:", error.status_code, "CloseIncidentRequest" in str(error))
    print("missing:", records.retrieve("incident", account))
