"""Problems: whatever is wrong with a request, one shape and never a 500."""

import json

import pytest

from casework.interfaces.rest.api import api
from casework.kernel.refusals import REFUSALS
from casework.organisation.models import CustomColumn
from tests.conftest import AGENT, fresh

TYPE = "application/problem+json"


def problem(answer):
    """Status and code of an answer that must be a problem."""
    body = answer.json()
    assert answer["Content-Type"] == TYPE
    assert {"type", "title", "status", "detail", "code"} <= set(body)
    assert body["status"] == answer.status_code
    assert body["type"] == f"/problems/{body['code']}"
    return answer.status_code, body["code"]


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/nothing", (404, "no-such-path")),
        ("GET", "/api/v2/cases", (404, "no-such-path")),
        ("PUT", "/cases", (405, "method-not-allowed")),
        ("DELETE", "/cases/resolve", (405, "method-not-allowed")),
        ("GET", "/cases/CAS-404", (404, "not-found")),
        ("GET", "/cases/%00", (404, "not-found")),
        ("GET", "/cases/%ff%fe", (404, "not-found")),
        ("GET", "/cases/CAS-404/timeline", (404, "not-found")),
    ],
)
def test_a_wrong_address_is_a_problem(rest, alice, method, path, expected):
    """Red without the door."""
    answer = rest.as_(alice).send(method, path)

    assert problem(answer) == expected


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer nonsense", "Basic YTpi", "Bearer \x80"])
def test_without_a_token_nothing_is_answered(rest, db, header):
    """Red without Bearer."""
    from tests.interfaces.conftest import Rest

    answer = Rest(**({"Authorization": header} if header else {})).get("/cases")

    assert (answer.status_code, answer["Content-Type"]) == (401, TYPE)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_scope_narrows_what_a_token_may(given, rest, alice):
    """Red without the scopes of token_actor."""
    case = given.case(number="CAS-1")
    client = rest.as_(alice, "read")

    refused = client.post("/cases/CAS-1/resolve", {"resolution": "x"})

    assert (client.get("/cases/CAS-1").status_code, problem(refused)) == (200, (403, "forbidden"))
    assert fresh(case).state == 0


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{", (400, "unreadable")),
        ("[]", (422, "invalid-input")),
        ('"text"', (422, "invalid-input")),
        ('{"resolution": NaN}', (400, "unreadable")),
        ('{"total": 1e400, "resolution": "x"}', (422, "invalid-input")),
        ('{"total": ' + "9" * 5000 + "}", (400, "unreadable")),
        ('{"total": 99999999999999, "resolution": "x"}', (422, "invalid-input")),
        ('{"total": -1, "resolution": "x"}', (422, "invalid-input")),
        ('{"resolution": "a", "resolution": "b"}', (400, "unreadable")),
        ('{"resolution": "a\\u0000b"}', (422, "invalid-input")),
        ('{"resolution": "a\\ud800b"}', (422, "invalid-input")),
        ('{"a\\u0000": 1}', (422, "invalid-input")),
        ('{"resolution": ' + "[" * 100_000 + "]" * 100_000 + "}", (400, "unreadable")),
        ('{"resolution": ' + "[" * 50 + "]" * 50 + "}", (400, "unreadable")),
        ('{"resolution": null}', (422, "invalid-input")),
        ('{"resolution": "x", "by": "admin"}', (422, "invalid-input")),
        ('{"resolution": "x", "resolution_type": true}', (422, "invalid-input")),
        (b"\xff\xfe", (400, "unreadable")),
        ("", (422, "invalid-input")),
    ],
)
def test_a_wrong_body_is_a_problem(given, rest, alice, body, expected):
    """Red without the checks of bodies.object_of."""
    case = given.case(number="CAS-1")

    answer = rest.as_(alice).send("POST", "/cases/CAS-1/resolve", body)

    assert (problem(answer), fresh(case).state) == (expected, 0)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"numbers": []},
        {"numbers": "CAS-1"},
        {"numbers": [1]},
        {"numbers": ["CAS-1"], "ids": ["CAS-1"]},
        {"numbers": ["CAS-1"], "on_refusal": "explode"},
        {"rows": {}},
        {"rows": [1]},
        {"rows": [{"number": "CAS-1"}], "resolution": "x"},
        {"rows": [{"resolution": "x"}]},
        {"numbers": ["CAS-1"] * 10_001},
    ],
)
def test_a_wrong_set_is_a_problem(given, rest, alice, body):
    """Red without _keys, _rows_only and _on_refusal."""
    given.case(number="CAS-1")

    answer = rest.as_(alice).post("/cases/resolve", body)

    assert problem(answer) == (422, "invalid-input")


def test_what_is_no_json_is_not_read(given, rest, alice):
    """Red without UnsupportedMediaType."""
    client = rest.as_(alice)

    answer = client.client.post(
        "/api/v1/cases", "title=a", content_type="text/plain", headers=client.headers
    )

    assert problem(answer) == (415, "unsupported-media-type")


def test_a_body_above_the_limit_is_refused(rest, alice, settings):
    """Red without TooLarge."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = rest.as_(alice).post("/cases", {"title": "x" * 2000})

    assert problem(answer) == (413, "too-large")


def test_all_that_is_wrong_is_told_at_once(given, rest, alice):
    """Red without errors in problems.of_refusal."""
    given.case(number="CAS-1")

    answer = rest.as_(alice).post("/cases/CAS-1/resolve", {"total": "x", "colour": 1})

    assert [one["field"] for one in answer.json()["errors"]] == ["resolution", "total", "colour"]


def test_a_refusal_names_what_one_may_see_and_counts_the_rest(given, rest):
    """Red without the records of problems.of_refusal."""
    given.policy(closure="refuse")
    desk = given.unit("Desk")
    zoe = given.user("zoe", AGENT, unit=desk)
    parent = given.case(number="CAS-1", unit=desk)
    child = given.case(number="CAS-2", parent=parent, unit=desk)
    given.case(number="CAS-3", parent=parent)

    answer = rest.as_(zoe).post("/cases/CAS-1/resolve", {"resolution": "x"})

    assert problem(answer) == (409, "children-open")
    assert answer.json()["records"] == [{"noun": "case", "id": str(child.pk), "number": "CAS-2"}]
    assert (answer.json()["count"], "CAS-3" in answer.content.decode()) == (2, False)


def test_the_request_keeps_its_id_where_it_is_sane(rest, alice):
    """Red without request_id of entry."""
    client = rest.as_(alice)

    assert client.get("/cases", X_Request_Id="abc-1")["X-Request-Id"] == "abc-1"
    assert client.get("/nothing", X_Request_Id="abc-1").json()["request_id"] == "abc-1"
    assert client.get("/cases", X_Request_Id="a\tb" * 99)["X-Request-Id"] != "a\tb" * 99


def test_a_mistake_of_ours_shows_no_trace(rest, alice, monkeypatch, settings):
    """Red without the door's shape of a 500."""
    from casework.interfaces import reading

    settings.DEBUG = True
    monkeypatch.setattr(reading.paging, "limit_of", lambda said: 1 / 0)

    answer = rest.as_(alice).get("/cases")

    assert problem(answer) == (500, "internal-error")
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_the_type_of_every_problem_leads_to_what_it_means(rest, code):
    """Red without problems.explained."""
    answer = rest.client.get(f"/problems/{code}")

    assert (answer.status_code, code in answer.content.decode()) == (200, True)


@pytest.mark.prove
def test_no_input_of_any_operation_is_a_mistake_of_ours(given, rest, admin):
    """Red where an operation takes what it cannot work with: each with odd values for each name."""
    given.case(number="CAS-1"), given.case(number="CAS-2")
    client = rest.as_(admin)
    odd = [None, "", "x", "CAS-2", 0, -1, 2**31 - 1, True, [], ["x"], {}, {"a": None}, 1.5]
    failed = []
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            if method == "get" or "requestBody" not in told:
                continue
            schema = told["requestBody"]["content"]["application/json"]["schema"]
            names = set(schema.get("properties", {}))
            for one in schema.get("anyOf", ()):
                names |= set(one["properties"])
            for value in odd:
                body = {name: value for name in names if name not in ("rows", "on_refusal")}
                for name in ("numbers", "ids"):
                    if name in body:
                        body[name] = ["CAS-1", "CAS-2"]
                where = path.replace("{key}", "CAS-1")
                answer = client.send(method.upper(), where, json.dumps(body))
                if answer.status_code >= 500:
                    failed.append((method, where, body))

    assert failed == []


@pytest.mark.parametrize("number", [10**400, -(10**400), 1e300])
def test_a_number_that_nobody_can_keep_is_refused_by_the_name_of_its_column(
    given, rest, alice, number
):
    """Red where organisation.custom asks whether it is finite before how large it is."""
    column = {"table": "case", "name": "size", "label": "Size", "type": "number"}
    given.add(CustomColumn, [column])
    given.case(number="CAS-1")

    answer = rest.as_(alice).patch("/cases/CAS-1", {"custom": {"size": number}})

    assert (problem(answer), answer.json()["errors"][0]["field"]) == (
        (422, "invalid-input"),
        "size",
    )
