"""Every table of the Dataverse face is read whole, in the same few queries for any number."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.interfaces.odata.entities import ENTITIES
from casework.kernel.operations import OPERATIONS
from casework.models import Case
from casework.workplace.models import View
from tests.conftest import AGENT, acting
from tests.interfaces.odata.conftest import error_of

pytestmark = pytest.mark.django_db
ALL = 'odata.include-annotations="*"'


@pytest.fixture
def house(given: Any, admin: Any) -> Any:
    """Something of every table."""
    account = given.account("Contoso", account_number="A1", phone="555")
    person = given.contact("Ann Lee", account=account)
    case = given.case(
        account=account, primary_contact=person, subject=given.subject("Printers"), title="Fire"
    )
    for kind, state, status in (
        ("task", 0, 2), ("phone_call", 0, 1), ("email", 0, 1), ("appointment", 3, 5),
        ("note", 1, 1),
    ):  # fmt: skip
        given.activity(case, kind=kind, state=state, status=status, subject=kind)
    given.queue_item(given.queue("First"), case)
    given.team("Blue", admin)
    view = {"table": "case", "owner_user": admin.user}
    given.add(View, [{**view, "name": "Mine"}, {**view, "name": "Ours", "shared_with": "everyone"}])
    closed = given.case(account=account, title="Done")
    OPERATIONS["case.resolve"](closed, by=admin, resolution="Fixed", resolution_type=5, total=7)
    OPERATIONS["account.delete"](given.account(), by=acting("admin", "odata"))
    return case


@pytest.mark.parametrize("name", sorted(ENTITIES))
def test_every_table_is_told_with_every_column(
    odata: Any, admin: Any, house: Any, name: str
) -> None:
    api, entity = odata.as_(admin), ENTITIES[name]
    answer = api.get(entity.set_name, Prefer=ALL)
    assert answer.status_code == 200, answer.content
    rows = answer.json()["value"]
    assert rows
    for row in rows:
        plain = {one for one in row if "@" not in one}
        assert plain == {one.wire for one in entity.attributes if one.name != "documentbody"}
        if "versionnumber" in row:
            assert row["@odata.etag"] == f'W/"{row["versionnumber"]}"'
        alone = api.get(f"{entity.set_name}({row[entity.id].upper()})", Prefer=ALL)
        assert {**alone.json(), "@odata.context": ""} == {**row, "@odata.context": ""}
        assert alone["ETag"] == row["@odata.etag"]
        for one in entity.attributes:
            value = row.get(one.wire)
            text = api.get(f"{entity.set_name}({row[entity.id]})/{one.wire}")
            assert (text.status_code, text.json()["value"] if text.content else None) == (
                (204, None) if value is None else (200, value)
            )
            if one.is_lookup and value is not None:
                way = row[f"{one.wire}@Microsoft.Dynamics.CRM.associatednavigationproperty"]
                target = row[f"{one.wire}@Microsoft.Dynamics.CRM.lookuplogicalname"]
                there = api.get(f"{entity.set_name}({row[entity.id]})/{way}").json()
                assert there[ENTITIES[target].id] == value
                link = api.get(f"{entity.set_name}({row[entity.id]})/{way}/$ref").json()
                assert link["@odata.id"].endswith(f"/{ENTITIES[target].set_name}({value})")
        break


@pytest.mark.parametrize("name", sorted(ENTITIES))
def test_every_collection_is_told_and_counted(
    odata: Any, admin: Any, house: Any, name: str
) -> None:
    api, entity = odata.as_(admin), ENTITIES[name]
    for row in api.get(entity.set_name).json()["value"]:
        for one in entity.collections:
            place = f"{entity.set_name}({row[entity.id]})/{one.name}"
            rows = api.get(place).json()["value"]
            assert int(api.get(f"{place}/$count").content) == len(rows)
            links = api.get(f"{place}/$ref").json()["value"]
            target = ENTITIES[one.target]
            assert [each["@odata.id"] for each in links] == [
                f"{target.set_name}({each[target.id]})" for each in rows
            ]
            if one.attribute:
                assert {each[f"_{one.attribute}_value"] for each in rows} <= {row[entity.id]}


def test_what_belongs_to_a_case_is_found_below_it(odata: Any, admin: Any, house: Any) -> None:
    api = odata.as_(admin)
    names = {
        one.name: len(api.get(f"incidents({house.pk})/{one.name}").json()["value"])
        for one in ENTITIES["incident"].collections
    }
    assert names == {
        "Incident_Tasks": 1, "Incident_Emails": 1, "Incident_Phonecalls": 1,
        "Incident_Appointments": 1, "Incident_ActivityPointers": 4,
        "Incident_IncidentResolutions": 0, "Incident_Annotation": 1, "Incident_QueueItem": 1,
        "incident_parent_incident": 0, "incident_master_incident": 0,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["incidents", "tasks", "queueitems", "contacts"])
def test_a_page_costs_the_same_for_any_number_of_rows(
    odata: Any, admin: Any, given: Any, house: Any, name: str
) -> None:
    api = odata.as_(admin)
    api.get("WhoAmI")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert api.get(name, Prefer=ALL).status_code == 200
        return len(seen)

    few = cost()
    for case in given.cases(5, contact=given.contact()):
        given.activity(case)
        given.queue_item(given.queue(), case)
    assert cost() == few


def test_what_one_may_not_see_is_not_there(odata: Any, given: Any) -> None:
    dora = given.user("dora", AGENT, unit=given.unit("Far"))
    hidden = given.account("Hidden")
    mine = given.case(account=hidden, owner=dora, title="Mine")
    api = odata.as_(dora)
    assert error_of(api.get(f"accounts({hidden.pk})")) == (404, "0x80040217")
    assert error_of(api.get("accounts(name='Hidden')")) == (404, "0x80060891")
    row = api.get(f"incidents({mine.pk})", Prefer=ALL).json()
    assert row["_customerid_value"] == str(hidden.pk)
    assert "_customerid_value@OData.Community.Display.V1.FormattedValue" not in row
    assert api.get(f"incidents({mine.pk})/customerid_account").status_code == 204
    refused = api.patch(f"accounts({hidden.pk})", {"name": "x"}, If_Match="*")
    assert error_of(refused) == (404, "0x80040217")
    assert error_of(api.patch(f"accounts({hidden.pk})", {"name": "x"})) == (412, "0x80040237")


def test_a_token_that_only_reads_writes_nothing(odata: Any, admin: Any, house: Any) -> None:
    api = odata.as_(admin, "read")
    assert api.get(f"incidents({house.pk})").status_code == 200
    refused = api.patch(f"incidents({house.pk})", {"title": "x"})
    assert error_of(refused) == (403, "0x80040220")
    assert Case.objects.get(pk=house.pk).title == "Fire"
