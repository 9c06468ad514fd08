"""$filter: what rows an expression finds."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.interfaces.odata.entities import Catalogue
from casework.interfaces.odata.query.expressions import parse
from casework.interfaces.odata.query.reaching import Row, Scope
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.translating import Translating
from casework.kernel.actor import Actor
from tests.conftest import Given
from tests.interfaces.odata.narrowing import narrow as narrow


def found(actor: Actor, table: str, text: str, column: str = "title") -> list[Any]:
    """The rows of a table for which an expression holds, by a column of ours."""
    translating = Translating(actor, Catalogue())
    entity = translating.entity(table)
    rows = entity.rows(actor).filter(translating.condition(parse(text), Scope(Row(entity))))
    return sorted(rows.values_list(column, flat=True))


@pytest.fixture
def cases(given: Given) -> dict[str, Any]:
    """Four cases of two accounts, with tasks."""
    first = given.account("Contoso", city="Bâle")
    second = given.account("Fabrikam", city="")
    ana = given.contact("Ana Pop", first_name="Ana")
    made = [
        given.case(title="Éclair", account=first, priority=1, primary_contact=ana),
        given.case(title="100% wool", account=first, description="Soft"),
        given.case(title="O'Neil", account=second, priority=3, is_escalated=True),
        given.case(title="under_score", account=second, follow_up_by="2031-01-15"),
    ]
    given.activity(made[0], subject="Call", state=0)
    given.activity(made[0], subject="Write", state=1, status=5)
    given.activity(made[1], subject="call back", state=1, status=5)
    return {"cases": made, "accounts": [first, second], "ana": ana}


ALL = ["100% wool", "O'Neil", "under_score", "Éclair"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("title eq 'éCLAIR'", ["Éclair"]),
        ("title eq 'eclair'", []),
        ("title ne 'éclair'", ["100% wool", "O'Neil", "under_score"]),
        ("title eq 'o''neil'", ["O'Neil"]),
        ("contains(title,'0%')", ["100% wool"]),
        ("contains(title, '_')", ["under_score"]),
        ("startswith(title,'É') or endswith(title,'WOOL')", ["100% wool", "Éclair"]),
        ("not contains(description,'soft')", ["O'Neil", "under_score", "Éclair"]),
        ("description eq null", ["O'Neil", "under_score", "Éclair"]),
        ("description ne null and prioritycode eq 2", ["100% wool"]),
        ("description ne 'soft'", ["O'Neil", "under_score", "Éclair"]),
        ("prioritycode in (1,3)", ["O'Neil", "Éclair"]),
        ("prioritycode in (1)", ["Éclair"]),
        ("prioritycode gt 1 and prioritycode lt 3", ["100% wool", "under_score"]),
        ("prioritycode add 1 eq 4", ["O'Neil"]),
        ("prioritycode mul 2 sub 1 ge 5", ["O'Neil"]),
        ("prioritycode div 0 eq 1", []),
        ("prioritycode mod 2 eq 1", ["O'Neil", "Éclair"]),
        ("isescalated", ["O'Neil"]),
        ("isescalated eq true", ["O'Neil"]),
        ("not isescalated and merged eq false", ["100% wool", "under_score", "Éclair"]),
        ("contains(title,'wool') eq true", ["100% wool"]),
        ("tolower(title) eq 'o''neil'", ["O'Neil"]),
        ("length(title) eq 6", ["O'Neil", "Éclair"]),
        ("indexof(title,'NEIL') eq 2", ["O'Neil"]),
        ("substring(title,6) eq 'score'", ["under_score"]),
        ("substring(title,0,5) eq 'under'", ["under_score"]),
        ("concat(title,'!') eq 'o''neil!'", ["O'Neil"]),
        ("year(followupby) eq 2031 and month(followupby) eq 1", ["under_score"]),
        ("followupby eq 2031-01-15", ["under_score"]),
        ("followupby lt 2031-01-15T00:00:01Z", []),
        ("createdon gt 2020-01-01", ALL),
        ("createdon ge 2020-01-01T00:00:00Z and createdon lt now()", ALL),
        ("date(createdon) gt 2020-01-01 and hour(createdon) ge 0", ALL),
        ("customerid_account/name eq 'contoso'", ["100% wool", "Éclair"]),
        ("customerid_account/address1_city eq null", ["O'Neil", "under_score"]),
        ("primarycontactid/fullname eq 'ana pop'", ["Éclair"]),
        ("primarycontactid/fullname ne 'ana pop'", ["100% wool", "O'Neil", "under_score"]),
        ("_primarycontactid_value eq null", ["100% wool", "O'Neil", "under_score"]),
        ("primarycontactid eq null", ["100% wool", "O'Neil", "under_score"]),
        ("_responsiblecontactid_value ne null", []),
        ("ownerid/fullname eq 'Administrator' or true", ALL),
        ("Incident_Tasks/any()", ["100% wool", "Éclair"]),
        ("Incident_Tasks/any(t:contains(t/subject,'CALL'))", ["100% wool", "Éclair"]),
        ("Incident_Tasks/any(t:t/statecode eq 0 and contains(t/subject,'call'))", ["Éclair"]),
        ("not Incident_Tasks/any(t:t/statecode eq 0)", ["100% wool", "O'Neil", "under_score"]),
        ("Incident_Tasks/all(t:t/statecode eq 1)", ["100% wool", "O'Neil", "under_score"]),
        ("Incident_Tasks/all(t:t/description eq 'x')", ["O'Neil", "under_score"]),
        ("Incident_Tasks/any(t:t/subject eq title)", []),
        (
            "customerid_account/incident_customer_accounts/any(c:c/prioritycode eq 3)",
            ["O'Neil", "under_score"],
        ),
        (
            "Incident_Tasks/any(t:t/regardingobjectid_incident_task/title eq 'éclair')",
            ["Éclair"],
        ),
        (
            "customerid_account/incident_customer_accounts/any("
            "c:c/Incident_Tasks/any(t:t/statecode eq 0))",
            ["100% wool", "Éclair"],
        ),
        ("Microsoft.Dynamics.CRM.In(PropertyName='prioritycode',PropertyValues=[\"1\",\"3\"])",
         ["O'Neil", "Éclair"]),
        ("Microsoft.Dynamics.CRM.In(PropertyName='prioritycode',PropertyValues=['1','3'])",
         ["O'Neil", "Éclair"]),
        ("Microsoft.Dynamics.CRM.NotIn(PropertyName='title',PropertyValues=['o''NEIL'])",
         ["100% wool", "under_score", "Éclair"]),
        ("Microsoft.Dynamics.CRM.Between(PropertyName='prioritycode',PropertyValues=['2','3'])",
         ["100% wool", "O'Neil", "under_score"]),
        ("Microsoft.Dynamics.CRM.Today(PropertyName='createdon')", ALL),
        ("Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=2)", ALL),
        ("Microsoft.Dynamics.CRM.OlderThanXDays(PropertyName='createdon',PropertyValue='2')", []),
        ("Microsoft.Dynamics.CRM.ThisYear(PropertyName='followupby')", []),
        ("Microsoft.Dynamics.CRM.On(PropertyName='followupby',PropertyValue=2031-01-15)",
         ["under_score"]),
        ("Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')", ALL),
        ("Microsoft.Dynamics.CRM.EqualUserTeams(PropertyName='ownerid')", []),
        ("Microsoft.Dynamics.CRM.EqualBusinessId(PropertyName='owningbusinessunit')", ALL),
    ],
)  # fmt: skip
def test_an_expression_finds_the_rows_it_describes(
    cases: dict[str, Any], admin: Actor, text: str, titles: list[str]
) -> None:
    """The rows are compared as a whole, without case, on both databases alike.

    Removal: `function="casework_lower"` in query/operators.py.
    """
    assert found(admin, "incident", text) == titles


@pytest.mark.parametrize(
    "text",
    [
        "nmae eq 'x'", "title eq", "title eq 'x", "title eq 1", "(title eq 'x'", "title",
        "account__name eq 'x'", "customerid_account/account_number eq 'x'", "custom eq null",
        "foo(title)", "contains(title)", "contains(title,1)", "prioritycode add 'x' eq 1",
        "title/any(t:t eq 'x')", "customerid_account/any()", "isescalated gt true",
        "createdon gt 2031-13-01", "prioritycode mod 1.5 eq 1", "year(title) eq 1",
        "Microsoft.Dynamics.CRM.Today(PropertyName='title')",
        "Microsoft.Dynamics.CRM.Nothing(PropertyName='title')",
        "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=-1)",
        "title eq '" + "x" * 4001 + "'", "prioritycode eq 1e99", "title eq '\0'",
        "not " * 40 + "isescalated", "(" * 40 + "isescalated" + ")" * 40,
        "prioritycode" + " add 1" * 40 + " eq 1",
        " or ".join(["prioritycode eq 1"] * 501),
        "parentcaseid/" * 9 + "title eq 'x'", "", "$it eq 1", "💥", "title eq 'x' title",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_our_words(admin: Actor, text: str) -> None:
    """Whatever is wrong, it is a refusal and no crash."""
    with pytest.raises(QueryRefused) as refused:
        found(admin, "incident", text)
    assert refused.value.status == 400
    assert refused.value.code in ("0x80060888", "0x8004430c")


def test_the_most_that_may_be_asked_is_answered(cases: dict[str, Any], admin: Actor) -> None:
    """500 conditions and as deep as may be."""
    assert found(admin, "incident", " or ".join(["prioritycode eq 3"] * 500)) == ["O'Neil"]
    deep = "(" * 28 + "isescalated" + ")" * 28
    assert found(admin, "incident", deep) == ["O'Neil"]
    nested = "Incident_Tasks/any(t0:{})"
    for step in range(1, 4):
        nested = nested.format(
            f"t{step - 1}/regardingobjectid_incident_task/Incident_Tasks/any(t{step}:{{}})"
        )
    text = nested.format("t3/subject eq 'write'")
    assert found(admin, "incident", text) == ["Éclair"]


def test_a_related_row_out_of_sight_is_as_if_it_were_not_there(given: Given, narrow: Actor) -> None:
    """Neither its values nor that it exists can be asked for, by path or by lambda.

    Removal: `rows = target.rows(self.actor).filter(pk=` in query/reaching.py.
    """
    alice = narrow
    other = given.unit("Elsewhere")
    hidden = given.account("Secret", unit=other.pk)
    mine = given.case(title="Mine", account=hidden, owner=alice)
    theirs = given.case(title="Theirs", account=hidden, unit=other.pk, parent=mine)
    given.activity(theirs, subject="Secret task", unit=other.pk)

    def titles(text: str) -> list[str]:
        return found(alice, "incident", text)

    assert found(given.admin, "incident", "customerid_account/name eq 'secret'") == [
        "Mine", "Theirs",
    ]  # fmt: skip
    assert titles("true") == ["Mine"]
    assert titles("customerid_account/name eq 'secret'") == []
    assert titles("customerid_account/name eq null") == ["Mine"]
    assert titles("customerid_account/accountid ne null") == []
    assert titles("startswith(customerid_account/name,'S')") == []
    assert titles("incident_parent_incident/any()") == []
    assert titles("incident_parent_incident/all(c:false)") == ["Mine"]
    assert titles("incident_parent_incident/any(c:c/Incident_Tasks/any())") == []
    assert titles("customerid_account/incident_customer_accounts/any()") == []


def test_rows_above_and_below_one_another_are_found(given: Given, admin: Actor) -> None:
    """By the query functions of trees, the row itself with ``OrEqual``, as far as one sees.

    Removal: `name.endswith("OrEqual")` in query/families.py.
    """
    top = given.account("Top")
    middle = given.account("Middle", parent=top)
    given.account("Low", parent=middle)
    given.account("Alone")

    def names(function: str, account: Any) -> list[str]:
        said = f"PropertyName='accountid',PropertyValue='{account.pk}'"
        return found(admin, "account", f"Microsoft.Dynamics.CRM.{function}({said})", "name")

    assert names("Under", top) == ["Low", "Middle"]
    assert names("UnderOrEqual", middle) == ["Low", "Middle"]
    assert names("NotUnder", top) == ["Alone", "Top"]
    assert names("Above", middle) == ["Top"]
    assert names("AboveOrEqual", middle) == ["Middle", "Top"]
    with pytest.raises(QueryRefused):
        found(admin, "task", f"Microsoft.Dynamics.CRM.Under(PropertyName='activityid',"
              f"PropertyValue='{top.pk}')")  # fmt: skip


def test_a_filter_is_one_statement(cases: dict[str, Any], admin: Actor) -> None:
    """However much it follows."""
    text = (
        "Incident_Tasks/any(t:t/statecode eq 0) and primarycontactid/fullname ne 'x' and "
        "customerid_account/incident_customer_accounts/any(c:c/Incident_Tasks/all(t:true))"
    )
    entity = Catalogue()
    entity.named("incident")
    with CaptureQueriesContext(
        connection,
    ) as statements:
        translating = Translating(admin, entity)
        table = translating.entity("incident")
        rows = table.rows(admin).filter(translating.condition(parse(text), Scope(Row(table))))
        assert list(rows.values_list("title", flat=True)) == ["Éclair"]
    assert len(statements) == 1
