"""Lists: filters, order, pages and fields, for every noun alike."""

import base64
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.interfaces.calling import PLURALS
from casework.kernel.records import NOUNS
from casework.models import CustomColumn
from tests.conftest import AGENT


def numbers(answer):
    """The case numbers of a list."""
    assert answer.status_code == 200, answer.json()
    return [one["number"] for one in answer.json()["items"]]


@pytest.mark.parametrize("noun", [noun for noun in PLURALS if noun in NOUNS])
def test_every_noun_has_a_list_and_a_record(given, rest, admin, noun):
    """Red where a noun's columns cannot be told."""
    case = given.case()
    given.activity(case), given.queue_item(given.queue(), case)
    client = rest.as_(admin)

    answer = client.get(f"/{PLURALS[noun]}?limit=2")

    body = answer.json()
    assert (answer.status_code, set(body)) == (200, {"items", "next"})
    for one in body["items"]:
        assert client.get(f"/{PLURALS[noun]}/{one['id']}").status_code == 200


def test_a_list_holds_every_visible_case_in_any_state_newest_first(given, rest, alice, bob):
    """Red without visible_to in reading.listed, or with a state left out."""
    given.case(number="CAS-1")
    given.case(number="CAS-2", state=1, status=5)
    given.case(number="CAS-3", state=2, status=6)

    assert numbers(rest.as_(alice).get("/cases")) == ["CAS-3", "CAS-2", "CAS-1"]
    assert numbers(rest.as_(bob).get("/cases")) == []


def test_a_case_shows_its_references_and_its_codes_with_their_words(given, rest, alice):
    """Red without the references of shapes.told."""
    account = given.account("Acme")
    given.case(number="CAS-1", account=account, owner=alice)

    [item] = rest.as_(alice).get("/cases").json()["items"]

    assert item["account"] == {"id": str(account.pk), "name": "Acme"}
    assert item["owner_user"] == {"id": str(alice.user), "name": "alice"}
    assert (item["state"], item["state_code"]) == ("active", 0)
    assert (item["status"], item["status_code"]) == ("In Progress", 1)
    assert (item["priority"], item["priority_label"]) == (2, "Normal")
    assert "title_key" not in item


def test_a_reference_to_a_record_one_may_not_see_has_no_name(given, rest):
    """Red without visible_to in shapes._names."""
    desk = given.unit("Desk")
    zoe = given.user("zoe", AGENT, unit=desk)
    hidden = given.account("Secret Ltd")
    given.case(number="CAS-1", account=hidden, unit=desk)

    [item] = rest.as_(zoe).get("/cases").json()["items"]

    assert item["account"] == {"id": str(hidden.pk), "name": None}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=active", ["CAS-1", "CAS-3"]),
        ("state=0", ["CAS-1", "CAS-3"]),
        ("state.ne=active", ["CAS-2"]),
        ("state.in=resolved,cancelled", ["CAS-2"]),
        ("status_code=5", ["CAS-2"]),
        ("priority.lt=2", None),
        ("priority=1", ["CAS-3"]),
        ("number.in=CAS-1,CAS-2", ["CAS-1", "CAS-2"]),
        ("number.gt=CAS-1", ["CAS-2", "CAS-3"]),
        ("title.contains=TARA", ["CAS-1"]),
        ("q=țăr", ["CAS-1"]),
        ("q=cas-2", ["CAS-2"]),
        ("owner_user=alice", ["CAS-3"]),
        ("owner_user=me", ["CAS-3"]),
        ("owner_user.ne=alice", ["CAS-1", "CAS-2"]),
        ("account=acme", ["CAS-1"]),
        ("parent.null=true", ["CAS-1", "CAS-2"]),
        ("parent=cas-1", ["CAS-3"]),
        ("origin.ne=1", ["CAS-1", "CAS-2", "CAS-3"]),
        ("is_escalated=true", []),
        ("created_at.gte=2000-01-01&created_at.lt=2000-01-02T00:00:00+02:00", []),
        ("follow_up_by.lte=2026-11-24", ["CAS-2"]),
        ("state=active&priority=1", ["CAS-3"]),
    ],
)
def test_filters(given, rest, alice, query, expected):
    """Red without the operator of filters.compared."""
    first = given.case(number="CAS-1", title="Țară", account=given.account("Acme"))
    given.case(number="CAS-2", state=1, status=5, follow_up_by="2026-11-23")
    given.case(number="CAS-3", priority=1, owner=alice, parent=first)

    answer = rest.as_(alice).get(f"/cases?sort=number&{query}")

    if expected is None:
        assert answer.json()["errors"][0]["field"] == "priority.lt"
    else:
        assert numbers(answer) == expected


def test_a_text_is_compared_as_it_stands(given, rest, alice):
    """Red where values.typed strips the blanks of a text."""
    given.case(number="CAS-1", title=" No toner ")
    client = rest.as_(alice)

    found = [
        numbers(client.get(f"/cases?title={one}")) for one in ("%20No%20toner%20", "No%20toner")
    ]

    assert found == [["CAS-1"], []]


def page_after(*values):
    """A page that nobody was given, as a forger writes it."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


NOBODY = "01a20be1-3152-7c70-a093-4b1b985d3303"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("title_key=a", "title_key"),
        ("owner_user__password=x", "owner_user__password"),
        ("title.regex=(a+)+", "title.regex"),
        ("state=nonsense", "state"),
        ("number.in=" + ",".join("x" * 501), "number.in"),
        ("owner_user=nobody", "owner_user"),
        ("version=99999999999999999999", "version"),
        ("version=1.5", "version"),
        ("id=1", "id"),
        ("created_at.gt=yesterday", "created_at.gt"),
        ("title=a%00b", "title"),
        ("q=%00", "q"),
        ("sort=colour", "sort"),
        ("sort=account", "sort"),
        ("sort=" + ",".join(["title"] * 6), "sort"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=-1", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("limit=5&limit=6", "limit"),
        ("fields=password", "fields"),
        ("after=nonsense", "after"),
        ("after=WyItdGl0bGUiLDFd", "after"),
        ("after=" + page_after("-created_at", "0001-01-01T00:00:00+23:00", NOBODY), "after"),
        ("after=" + page_after("-created_at", "9999-12-31T23:59:59-23:00", NOBODY), "after"),
        ("after=" + page_after("-created_at", "2026-11-24T00:00:00", NOBODY), "after"),
        ("limit=0000500", "limit"),
        ("q=" + "a" * 1001, "q"),
        ("title.contains=" + "a" * 60_000, "title.contains"),
        ("&".join(f"title.ne={n}" for n in range(101)), "filters"),
        ("custom.colour=red", "custom.colour"),
        ("is_escalated=1", "is_escalated"),
        ("parent.null=maybe", "parent.null"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_naming_it(given, rest, alice, query, field):
    """Red where a name or a value reaches the database unchecked."""
    given.case()

    answer = rest.as_(alice).get(f"/cases?{query}")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    "sort",
    [
        "number", "-number", "created_at", "-created_at", "follow_up_by", "-follow_up_by,number",
        "priority,-title", "origin,follow_up_by", "state,-created_at", "custom.size",
        "-custom.size", "custom.colour", "-custom.urgent", "id",
    ],
)  # fmt: skip
def test_pages_hold_every_row_once_in_any_order(given, rest, alice, sort):
    """Red without the null branches of paging._beyond, or without the id at the end."""
    for name, kind in (("size", "number"), ("colour", "text"), ("urgent", "yes_no")):
        column = {"table": "case", "name": name, "label": name, "type": kind}
        given.add(CustomColumn, [column])
    customs = [{}, {"size": 2.5, "colour": "red"}, {"size": 10, "urgent": True}, {"size": None}]
    for n in range(12):
        given.case(
            number=f"CAS-{n:02}",
            title=f"Title {n % 3}",
            priority=1 + n % 3,
            follow_up_by=[None, "2026-11-23", "2026-11-24"][n % 3],
            origin=[None, 1][n % 2],
            custom=customs[n % 4],
        )
    client = rest.as_(alice)
    whole = numbers(client.get(f"/cases?sort={sort}"))

    pages, path = [], f"/cases?sort={sort}&limit=5"
    while path:
        answer = client.get(path)
        pages += numbers(answer)
        path = answer.json()["next"]

    assert (pages, sorted(whole)) == (whole, [f"CAS-{n:02}" for n in range(12)])


def test_custom_columns_filter(given, rest, alice):
    """Red without customs.custom_of."""
    for name, kind in (("size", "number"), ("urgent", "yes_no"), ("due", "date")):
        column = {"table": "case", "name": name, "label": name, "type": kind}
        given.add(CustomColumn, [column])
    given.case(number="CAS-1", custom={"size": 9, "urgent": True, "due": "2026-11-24"})
    given.case(number="CAS-2", custom={"size": 10, "urgent": False})
    given.case(number="CAS-3")
    client = rest.as_(alice)

    def asked(query):
        return numbers(client.get(f"/cases?sort=number&{query}"))

    assert asked("custom.size.gt=9") == ["CAS-2"]
    assert asked("custom.size=9") == ["CAS-1"]
    assert asked("custom.urgent=true") == ["CAS-1"]
    assert asked("custom.urgent.null=true") == ["CAS-3"]
    assert asked("custom.due.lte=2026-11-24") == ["CAS-1"]


def test_fields_are_answered_as_asked(given, rest, alice):
    """Red without fields_of."""
    given.case(number="CAS-1", title="No toner")

    answer = rest.as_(alice).get("/cases?fields=title,number")

    assert answer.json() == {"items": [{"title": "No toner", "number": "CAS-1"}], "next": None}


def test_a_list_costs_the_same_for_one_row_and_for_many(given, rest, alice):
    """Red where shapes.told asks row by row."""
    client = rest.as_(alice)
    given.case(account=given.account(), owner=alice)
    client.get("/cases")

    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/cases")
    for _n in range(20):
        given.case(account=given.account())
    with CaptureQueriesContext(connection) as many:
        client.get("/cases")

    assert len(many) == len(one)
