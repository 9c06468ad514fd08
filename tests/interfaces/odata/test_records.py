"""Records of the Dataverse face: made, read, changed, upserted and erased."""

from typing import Any

import pytest

from casework.models import Case, Contact
from tests.interfaces.odata.conftest import API, error_of

pytestmark = pytest.mark.django_db
ALL = 'odata.include-annotations="*"'


def made(odata: Any, name: str, body: Any) -> str:
    answer = odata.post(name, body)
    assert answer.status_code == 204, answer.content
    assert answer["OData-EntityId"] == answer["Location"]
    return str(answer["OData-EntityId"]).rpartition("(")[2].rstrip(")")


def test_a_case_life(odata: Any, admin: Any) -> None:
    api = odata.as_(admin)
    account = made(api, "accounts", {"name": "Contoso", "telephone1": "555"})
    contact = made(
        api,
        "contacts",
        {
            "firstname": "Ann",
            "lastname": "Lee",
            "parentcustomerid_account@odata.bind": f"/accounts({account})",
        },
    )
    case = made(
        api,
        "incidents",
        {
            "title": "Printer on fire",
            "prioritycode": 1,
            "customerid_account@odata.bind": f"{API}accounts({account.upper()})",
            "primarycontactid@odata.bind": f"contacts({contact})",
            "Incident_Tasks": [{"subject": "Call"}],
        },
    )
    told = api.get(f"incidents({case})", Prefer=ALL)
    assert told.status_code == 200, told.content
    body = told.json()
    assert body["@odata.context"] == f"{API}$metadata#incidents/$entity"
    assert body["_customerid_value"] == account
    assert body["_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"] == "account"
    assert (
        body["_customerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty"]
        == "customerid_account"
    )
    assert body["_customerid_value@OData.Community.Display.V1.FormattedValue"] == "Contoso"
    assert body["prioritycode@OData.Community.Display.V1.FormattedValue"] == "High"
    assert body["statuscode@OData.Community.Display.V1.FormattedValue"] == "In Progress"
    assert body["createdon"].endswith("Z")
    assert "." not in body["createdon"]
    tasks = api.get(f"incidents({case})/Incident_Tasks").json()["value"]
    assert [(one["subject"], one["_regardingobjectid_value"]) for one in tasks] == [("Call", case)]
    changed = api.patch(f"incidents({case})", {"title": "Out", "severitycode": 1}, If_Match="*")
    assert changed.status_code == 204, changed.content
    assert Case.objects.get(pk=case).title == "Out"
    assert api.get(f"incidents({case})/title").json()["value"] == "Out"
    assert error_of(api.patch(f"incidents({case})", {"statecode": 1})) == (400, "0x80044404")
    task = tasks[0]["activityid"]
    assert error_of(api.patch(f"incidents({case})", {"statecode": 2}))[0] == 400
    assert api.patch(f"tasks({task})", {"statecode": 1, "statuscode": 5}).status_code == 204
    assert api.patch(f"incidents({case})", {"statecode": 2, "statuscode": 6}).status_code == 204
    assert api.patch(f"incidents({case})", {"statecode": 0}).status_code == 204
    assert api.delete(f"incidents({case})").status_code == 204
    assert error_of(api.get(f"incidents({case})")) == (404, "0x80040217")


def test_upsert(odata: Any, admin: Any) -> None:
    api = odata.as_(admin)
    key = "0190b6a4-0000-7000-8000-000000000001"
    body = {"lastname": "Lee", "firstname": "Ann"}
    assert error_of(api.patch(f"contacts({key})", body, If_Match="*")) == (404, "0x80040217")
    first = api.patch(f"contacts({key})", body, Prefer="return=representation")
    assert (first.status_code, first.json()["fullname"]) == (201, "Ann Lee")
    again = api.patch(f"contacts({key})", {"lastname": "Low"}, Prefer="return=representation")
    assert (again.status_code, again.json()["fullname"]) == (200, "Ann Low")
    assert error_of(api.patch(f"contacts({key})", body, If_None_Match="*")) == (412, "0x80060892")
    null = api.patch(f"contacts({key})", body, If_None_Match="null", If_Match="*")
    assert null.status_code == 204
    assert error_of(api.patch(f"contacts({key})", body, If_Match='W/"1"')) == (412, "0x80060882")
    assert error_of(api.post("contacts", {**body, "contactid": key})) == (412, "0x80040237")
    assert Contact.objects.get(pk=key).full_name == "Ann Lee"
