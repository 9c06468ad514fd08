"""Many records in one request are all written or none, in a bounded number of statements."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Account, Case, Contact
from tests.conftest import fresh
from tests.interfaces.odata.conftest import API, error_of

pytestmark = pytest.mark.django_db
CRM = "Microsoft.Dynamics.CRM"


def many(api: Any, name: str, verb: str, *targets: dict[str, Any]) -> Any:
    return api.post(f"{name}/{CRM}.{verb}Multiple", {"Targets": list(targets)})


def deletion(table: str, *conditions: dict[str, Any], **more: Any) -> dict[str, Any]:
    query = {"@odata.type": f"{CRM}.QueryExpression", "EntityName": table,
             "ColumnSet": {"AllColumns": False, "Columns": []},
             "Criteria": {"FilterOperator": "And", "Conditions": list(conditions)}}  # fmt: skip
    return {"JobName": "x", "SendEmailNotification": False, "ToRecipients": [],
            "CCRecipients": [], "RecurrencePattern": "", "QuerySet": [query], **more}  # fmt: skip


def condition(name: str, operator: str, *values: Any) -> dict[str, Any]:
    told = [{"Value": str(value), "Type": "System.Guid"} for value in values]
    return {"AttributeName": name, "Operator": operator, "Values": told}


def test_records_are_made_in_order_and_their_ids_answered(odata: Any, alice: Any) -> None:
    api, own = odata.as_(alice), str(uuid4())
    answer = many(
        api, "accounts", "Create",
        {"name": "A", "@odata.type": f"{CRM}.account"}, {"name": "B", "accountid": own},
    )  # fmt: skip
    told = answer.json()
    assert told["@odata.context"] == f"{API}$metadata#{CRM}.CreateMultipleResponse"
    assert [Account.objects.get(pk=one).name for one in told["Ids"]] == ["A", "B"]
    assert told["Ids"][1] == own
    assert error_of(many(api, "accounts", "Create", {"name": "C", "accountid": own})) == (
        412, "0x80040237",
    )  # fmt: skip


def test_one_error_leaves_nothing_of_a_creation(odata: Any, alice: Any) -> None:
    api = odata.as_(alice)
    wrong: tuple[dict[str, Any], ...] = (
        {"name": "x" * 999},
        {"unicorn": 1},
        {},
        {"name": "A", "@odata.type": f"{CRM}.lead"},
    )
    for target in wrong:
        answer = many(api, "accounts", "Create", {"name": "A"}, target)
        assert error_of(answer)[0] == 400
    assert error_of(api.post(f"accounts/{CRM}.CreateMultiple", {}))[1] == "0x80040203"
    assert error_of(many(api, "accounts", "Create"))[1] == "0x80040203"
    assert error_of(many(api, "accounts", "Create", *[{"name": "A"}] * 1001))[1] == "0x80040203"
    assert not Account.objects.exists()


def test_creations_that_need_more_than_one_operation_are_made_alike(
    odata: Any, alice: Any, given: Any
) -> None:
    account = given.account()
    link = {"customerid_account@odata.bind": f"/accounts({account.pk})"}
    answer = many(
        odata.as_(alice), "incidents", "Create", {"title": "A", **link},
        {"title": "B", **link, "Incident_Tasks": [{"subject": "Call"}]},
    )  # fmt: skip
    cases = [Case.objects.get(pk=one) for one in answer.json()["Ids"]]
    assert [(case.title, case.activities.count()) for case in cases] == [("A", 0), ("B", 1)]


@pytest.mark.parametrize("verb", ["Create", "Update"])
def test_the_statements_of_many_are_those_of_one(
    odata: Any, alice: Any, given: Any, verb: str
) -> None:
    api = odata.as_(alice)

    def cost(number: int) -> int:
        made = [given.account(f"{verb} {number} {n}") for n in range(number)]
        named = [{"accountid": str(one.pk)} if verb == "Update" else {} for one in made]
        rows = [{**one, "name": f"{verb} new {number} {n}"} for n, one in enumerate(named)]
        with CaptureQueriesContext(connection) as queries:
            assert many(api, "accounts", verb, *rows).status_code in (200, 204)
        return len(queries)

    cost(1)
    assert cost(30) <= cost(2) + 2


def test_records_are_changed_each_in_its_own_way(odata: Any, alice: Any, given: Any) -> None:
    first, second = given.account("A"), given.account("B")
    api = odata.as_(alice)
    answer = many(
        api, "accounts", "Update", {"accountid": str(first.pk), "name": "A2"},
        {"accountid": str(second.pk), "telephone1": "5", "@odata.type": f"{CRM}.account"},
    )  # fmt: skip
    assert answer.status_code == 204
    assert (fresh(first).name, fresh(second).name, fresh(second).phone) == ("A2", "B", "5")


def test_changes_of_state_and_names_made_of_names_are_taken_too(
    odata: Any, alice: Any, given: Any
) -> None:
    case = given.case(owner=alice)
    contact = given.contact("Ann Lee")
    api = odata.as_(alice)
    changes = {"title": "New", "statecode": 2, "statuscode": 6}
    assert many(api, "incidents", "Update", {"incidentid": str(case.pk), **changes}).content == b""
    assert (fresh(case).title, fresh(case).state) == ("New", 2)
    name = {"contactid": str(contact.pk), "firstname": "Eve", "lastname": "Lee"}
    assert many(api, "contacts", "Update", name).status_code == 204
    assert Contact.objects.get(pk=contact.pk).full_name == "Eve Lee"


def test_one_error_leaves_every_record_as_it_was(odata: Any, alice: Any, given: Any) -> None:
    account = given.account("A")
    api, own = odata.as_(alice), {"accountid": str(account.pk), "name": "B"}
    missing = str(uuid4())
    for target, told in (
        ({"accountid": missing, "name": "x"}, (404, "0x80040217")),
        ({"name": "x"}, (400, "0x80040203")),
        ({"accountid": "x"}, (400, "0x80040203")),
    ):
        assert error_of(many(api, "accounts", "Update", own, target)) == told
    assert fresh(account).name == "A"


def test_upserting_changes_what_is_there_and_makes_what_is_not(
    odata: Any, alice: Any, given: Any
) -> None:
    account, new = given.account("A", account_number="K1"), str(uuid4())
    answer = many(
        odata.as_(alice), "accounts", "Upsert",
        {"@odata.id": "accounts(accountnumber='K1')", "name": "A2"},
        {"@odata.id": "accounts(accountnumber='K2')", "name": "B"},
        {"accountid": new, "name": "C"},
        {"@odata.id": f"{API}accounts({new})", "telephone1": "7"},
    )  # fmt: skip
    assert (answer.status_code, answer.content) == (204, b"")
    names = Account.objects.order_by("name").values_list("name", "account_number", "phone")
    assert list(names) == [("A2", "K1", ""), ("B", "K2", ""), ("C", "", "7")]
    assert fresh(account).name == "A2"


def test_deleting_many_is_a_job_that_can_be_read(odata: Any, admin: Any, given: Any) -> None:
    first, second, other = given.account("A"), given.account("B"), given.account("C")
    api = odata.as_(admin)
    wanted = condition("accountid", "In", first.pk, second.pk, uuid4())
    answer = api.post("BulkDelete", deletion("account", wanted))
    assert list(Account.objects.all()) == [other]
    job = answer.json()["JobId"]
    assert re.fullmatch(r"[0-9a-f-]{36}", job)
    told = api.get(f"asyncoperations({job})").json()
    shown = {name: told[name] for name in ("name", "statecode", "statuscode", "operationtype")}
    assert shown == {
        "name": "account.delete", "statecode": 3, "statuscode": 30, "operationtype": 13,
    }  # fmt: skip
    assert told["_ownerid_value"] == str(admin.user)


def test_deleting_by_other_conditions(odata: Any, admin: Any, given: Any) -> None:
    for name in ("Alpha 1", "Alpha 100%", "Beta", "Gamma"):
        given.account(name)
    api = odata.as_(admin)
    like = {"AttributeName": "name", "Operator": "BeginsWith", "Values": ["Alpha"]}
    also = {"FilterOperator": "Or", "Conditions": [condition("name", "In", "Gamma", "<&'")]}
    body = deletion("account")
    body["QuerySet"][0]["Criteria"] = {
        "FilterOperator": "Or", "Conditions": [like], "Filters": [also],
    }  # fmt: skip
    answer = api.post("BulkDelete", body)
    assert answer.status_code == 200, answer.content
    assert list(Account.objects.values_list("name", flat=True)) == ["Beta"]


def test_what_stands_in_the_way_of_one_keeps_all(odata: Any, admin: Any, given: Any) -> None:
    busy, idle = given.account("A"), given.account("B")
    given.case(account=busy)
    wanted = condition("accountid", "In", busy.pk, idle.pk)
    answer = odata.as_(admin).post("BulkDelete", deletion("account", wanted))
    assert error_of(answer) == (405, "0x80040227")
    assert Account.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "0x80040203"), ({"QuerySet": []}, "0x80040203"), ({"QuerySet": [5]}, "0x80040203"),
        (deletion("unicorn"), "0x80041102"), (deletion("systemuser"), "0x80040800"),
        (deletion("account", condition("unicorn", "Equal", 1)), "0x80041103"),
        (deletion("account", condition("name", "Smells", 1)), "0x80040203"),
        (deletion("account", condition("accountid", "In", "x")), "0x80040203"),
        (deletion("account", RecurrencePattern="FREQ=DAILY"), "0x80040203"),
    ],
)  # fmt: skip
def test_a_job_that_cannot_be_understood_erases_nothing(
    odata: Any, admin: Any, given: Any, body: Any, code: str
) -> None:
    given.account()
    assert error_of(odata.as_(admin).post("BulkDelete", body)) == (400, code)
    assert Account.objects.count() == 1


def test_delete_multiple_is_for_other_kinds_of_tables(odata: Any, admin: Any) -> None:
    assert error_of(many(odata.as_(admin), "accounts", "Delete", {})) == (400, "0x80040800")
