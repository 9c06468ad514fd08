"""The options of a collection's address, as clients send them."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.kernel.actor import Actor
from tests.conftest import Given
from tests.interfaces.odata.conftest import API, OData, error_of
from tests.interfaces.odata.narrowing import narrow as narrow


def asked(client: OData, path: str, prefer: str = "", **options: str) -> dict[str, Any]:
    """A question with ``$`` before each option, and the answer."""
    query = urlencode({f"${name}": text for name, text in options.items()}, quote_via=quote)
    headers = {"Prefer": prefer} if prefer else {}
    answer = client.get(f"{path}?{query}" if query else path, **headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(body: dict[str, Any]) -> list[str]:
    return [one["title"] for one in body["value"]]


@pytest.fixture
def client(odata: OData, admin: Actor) -> OData:
    return odata.as_(admin)


def test_pages_follow_one_another_and_no_row_is_twice_or_missing(
    client: OData, given: Given
) -> None:
    """Also where rows are equal, empty, or come and go in between.

    Removal: `return [*steps, KEY]` in query/ordering.py.
    """
    made = given.cases(7, title="Same")
    given.case(title="Àlpha", origin=1)
    seen: list[str] = []
    body = asked(client, "incidents", "odata.maxpagesize=3", select="title",
                 orderby="caseorigincode desc,title")  # fmt: skip
    while True:
        seen += [one["incidentid"] for one in body["value"]]
        link = body.get("@odata.nextLink")
        if link is None:
            break
        assert link.startswith(f"{API}incidents?$select=title&$orderby=caseorigincode%20desc,title")
        assert len(body["value"]) == 3
        given.case(title="Aaa before all", origin=3)
        answer = client.get("/" + link.split("/", 3)[3], Prefer="odata.maxpagesize=3")
        assert answer["Preference-Applied"] == "odata.maxpagesize=3"
        body = answer.json()
    assert len(seen) == len(set(seen))
    assert {str(one.pk) for one in made} < set(seen)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("caseorigincode", ["none", "Phone", "Web"]),
        ("caseorigincode desc", ["Web", "Phone", "none"]),
        ("title desc", ["Web", "Phone", "none"]),
        ("primarycontactid/fullname", ["none", "Phone", "Web"]),
        ("length(title) desc,title", ["Phone", "none", "Web"]),
        ("isescalated desc,createdon", ["Web", "none", "Phone"]),
    ],
)
def test_what_is_empty_comes_first_on_every_database(
    client: OData, given: Given, order: str, expected: list[str]
) -> None:
    """Page by page as in one."""
    contacts = [given.contact("Ana"), given.contact("Zoe")]
    given.case(title="none")
    given.case(title="Phone", origin=1, primary_contact=contacts[0])
    given.case(title="Web", origin=3, primary_contact=contacts[1], is_escalated=True)
    assert titles(asked(client, "incidents", orderby=order)) == expected
    paged: list[str] = []
    body = asked(client, "incidents", "odata.maxpagesize=1", orderby=order)
    while "@odata.nextLink" in body:
        paged += titles(body)
        link = body["@odata.nextLink"].split("/", 3)[3]
        body = client.get(f"/{link}", Prefer="odata.maxpagesize=1").json()
    assert [*paged, *titles(body)] == expected


def test_top_is_honoured_with_and_without_a_page_size(client: OData, given: Given) -> None:
    """And no further page is offered when it is reached."""
    given.cases(5)
    body = asked(client, "incidents", "odata.maxpagesize=5000", top="3")
    assert (len(body["value"]), "@odata.nextLink" in body) == (3, False)
    assert asked(client, "incidents", top="0")["value"] == []
    body = asked(client, "incidents", "odata.maxpagesize=2", top="3")
    rest = client.get("/" + body["@odata.nextLink"].split("/", 3)[3], Prefer="odata.maxpagesize=2")
    assert (len(rest.json()["value"]), "@odata.nextLink" in rest.json()) == (1, False)


def test_the_number_of_rows_is_told_of_all_pages(client: OData, given: Given) -> None:
    """In the answer where it is asked for, and alone as a text."""
    given.cases(4)
    body = asked(client, "incidents", "odata.maxpagesize=3", count="true",
                 filter="prioritycode eq 2")  # fmt: skip
    assert body["@odata.count"] == 4
    answer = client.get("incidents/$count?$filter=prioritycode%20eq%201")
    assert (answer.content, answer["Content-Type"].split(";")[0]) == (b"0", "text/plain")
    body = asked(client, "incidents", 'odata.include-annotations="*"')
    assert body["@Microsoft.Dynamics.CRM.totalrecordcount"] == -1


def test_expanded_records_stand_in_their_rows(client: OData, given: Given) -> None:
    """Nested, with options of their own; what does not apply is null."""
    account = given.account("Contoso")
    case = given.case(title="One", account=account)
    for n in range(4):
        given.activity(case, subject=f"Task {n}", state=n % 2, status=5 if n % 2 else 2)
    [row] = asked(
        client, "incidents", select="title",
        expand="customerid_account($select=name;$expand=incident_customer_accounts($select=title)),"
        "customerid_contact($select=fullname),ownerid($select=fullname),"
        "Incident_Tasks($select=subject;$filter=statecode eq 0;$orderby=subject desc;$top=1)",
    )["value"]  # fmt: skip
    bare = {name: row[name] for name in row if name not in ("@odata.etag", "incidentid", "ownerid")}
    inner = bare["customerid_account"].pop("incident_customer_accounts")
    assert [one["title"] for one in inner] == ["One"]
    bare["customerid_account"].pop("@odata.etag")
    [task] = bare.pop("Incident_Tasks")
    assert task["subject"] == "Task 2"
    assert bare == {
        "title": "One",
        "customerid_account": {"accountid": str(account.pk), "name": "Contoso"},
        "customerid_contact": None,
    }
    assert row["ownerid"]["@odata.etag"]


@pytest.mark.parametrize("number", [1, 30])
def test_a_page_costs_a_statement_and_one_for_each_expansion(
    odata: OData, given: Given, admin: Actor, number: int
) -> None:
    """Whatever the number of rows. Removal: `pk__among=` in query/expanding.py."""
    client = odata.as_(admin)
    for case in given.cases(number):
        given.activity(case)
    asked(client, "incidents")
    with CaptureQueriesContext(connection) as bare:
        asked(client, "incidents", select="title")
    with CaptureQueriesContext(connection) as statements:
        body = asked(
            client, "incidents", select="title", orderby="title", filter="statecode eq 0",
            expand="customerid_account($select=name),Incident_Tasks($select=subject)",
        )  # fmt: skip
    assert len(body["value"]) == number
    assert len(statements) - len(bare) == 2


def test_a_collection_too_long_says_where_the_rest_is(
    client: OData, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A next link beside it, and none where the caller asked for so many."""
    monkeypatch.setattr("casework.interfaces.odata.query.expanding.ROWS", 2)
    case = given.case()
    for _n in range(4):
        given.activity(case)
    [row] = asked(client, "incidents", expand="Incident_Tasks($select=subject)")["value"]
    assert len(row["Incident_Tasks"]) == 2
    link = row["Incident_Tasks@odata.nextLink"]
    assert link == f"{API}incidents({case.pk})/Incident_Tasks?$select=subject"
    assert len(client.get("/" + link.split("/", 3)[3]).json()["value"]) == 4
    [row] = asked(client, "incidents", expand="Incident_Tasks($top=1)")["value"]
    assert "Incident_Tasks@odata.nextLink" not in row


def test_nothing_out_of_sight_is_expanded_or_counted(
    odata: OData, given: Given, narrow: Actor
) -> None:
    """By a lookup, a collection, or a group. Removal: `target.rows(self.asked.actor)`."""
    other = given.unit("Elsewhere")
    hidden = given.account("Secret", unit=other.pk)
    mine = given.case(title="Mine", account=hidden, owner=narrow)
    given.case(title="Theirs", account=hidden, unit=other.pk, parent=mine)
    client = odata.as_(narrow)
    body = asked(client, "incidents", select="title", count="true",
                 expand="customerid_account,incident_parent_incident")  # fmt: skip
    assert body["@odata.count"] == 1
    [row] = body["value"]
    assert (row["customerid_account"], row["incident_parent_incident"]) == (None, [])
    body = asked(client, "incidents",
                 apply="groupby((customerid_account/name),aggregate($count as n))")  # fmt: skip
    assert body["value"] == [{"customerid_account_name": None, "n": 1}]
    assert titles(asked(client, "incidents", orderby="customerid_account/name")) == ["Mine"]


def test_groups_are_reckoned_with(client: OData, given: Given) -> None:
    """Each record of $apply is a group; without groups there is one."""
    ana = given.contact("Ana")
    cases = [given.case(priority=1, primary_contact=ana), given.case(priority=1), given.case()]
    given.activity(cases[0], minutes=5)
    given.activity(cases[1], minutes=7)
    body = asked(client, "incidents", apply="groupby((prioritycode),aggregate($count as total))")
    assert body["value"] == [{"prioritycode": 1, "total": 2}, {"prioritycode": 2, "total": 1}]
    minutes = "actualdurationminutes with"
    inside = f"{minutes} sum as s,{minutes} max as m,{minutes} average as a"
    body = asked(client, "tasks", apply=f"aggregate({inside})")
    assert body["value"] == [{"s": 12, "m": 7, "a": 6.0}]
    body = asked(client, "incidents", apply="filter(prioritycode eq 1)/"
                 "groupby((primarycontactid/fullname),aggregate($count as n))")  # fmt: skip
    assert body["value"] == [
        {"primarycontactid_fullname": None, "n": 1}, {"primarycontactid_fullname": "Ana", "n": 1},
    ]  # fmt: skip


def test_parameters_stand_for_what_they_say_and_multiply_nothing(
    client: OData, given: Given
) -> None:
    """Given beside the query; used ever so often they cost no more than is allowed.

    Removal: `if name not in self.known` in query/parsing.py.
    """
    given.case(title="One", priority=1)
    given.case(title="Two")
    body = client.get(
        "incidents?$select=title&$filter=title eq @t or Microsoft.Dynamics.CRM.In("
        "PropertyName=@n,PropertyValues=@v)&@t='two'&@n='prioritycode'&@v=[\"3\",\"4\"]"
    ).json()
    assert titles(body) == ["Two"]
    often = "@a" + " or @a" * 1_000
    many = " or ".join(["prioritycode eq 1"] * 400)
    answer = client.get(f"incidents?$filter={quote(often)}&@a={quote(many)}")
    assert error_of(answer) == (400, "0x8004430c")
    values = ",".join(["1"] * 1_500)
    often = " or ".join(["prioritycode in @v"] * 20)
    answer = client.get(f"incidents?$filter={quote(often)}&@v=[{values}]")
    assert error_of(answer) == (400, "0x8004430c")


@pytest.mark.parametrize(
    "query",
    [
        "$select=nmae", "$orderby=nmae", "$expand=nmae", "$skip=3", "$search=x", "$top=-1",
        "$top=x", "$count=maybe", "$expand=Incident_Tasks($skip=1)", "$expand=Incident_Tasks(",
        "$expand=customerid_account($select=nmae)", "$apply=concat(x)", "$apply=",
        "$apply=groupby(prioritycode)", "$apply=aggregate(title with sum as s)",
        "$skiptoken=rubbish", "$format=xml", "$filter=", "$nonsense=1",
        "$expand=" + "customerid_account($expand=" * 8 + "x" + ")" * 8,
        "$filter=" + "nmae eq 1",
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_answered_is_refused(client: OData, query: str) -> None:
    """With the code that clients know."""
    assert error_of(client.get(f"incidents?{query}")) == (400, "0x80060888")
