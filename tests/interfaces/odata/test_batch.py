"""A batch answers part by part; a change set is done as a whole or not at all."""

import re
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from casework.cases.models import Case
from casework.customers.models import Account
from casework.interfaces.odata import writing
from tests.interfaces.odata.conftest import OData
from tests.interfaces.odata.test_batch_reading import a_batch, a_change_set, a_part

pytestmark = pytest.mark.django_db
BASE = "http://testserver/api/data/v9.2/"
GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def sent(api: OData, *parts: list[str], **headers: str) -> Any:
    body = a_batch(*parts)
    answer = api.client.generic(
        "POST", "/api/data/v9.2/$batch", data=body,
        content_type="multipart/mixed; boundary=b1", headers={**api.headers, **headers},
    )  # fmt: skip
    assert "OData-Version" in answer
    return answer


def statuses(answer: Any) -> list[int]:
    return [int(one) for one in re.findall(rb"(?m)^HTTP/1.1 (\d{3}) [A-Za-z ]+\r$", answer.content)]


def masked(answer: Any) -> str:
    """The body with its ids and boundaries named alike."""
    text = answer.content.decode()
    return re.sub(GUID, "ID", text).replace("\r\n", "\n")


def post(path: str, body: str, number: str = "") -> list[str]:
    outer = (f"Content-ID: {number}",) if number else ()
    return a_part(f"POST {path} HTTP/1.1", body, ("Content-Type: application/json",), outer=outer)


def test_a_change_set_makes_a_customer_its_case_and_a_number_by_reference(
    odata: OData, alice: Any
) -> None:
    api = odata.as_(alice)
    answer = sent(
        api,
        a_change_set(
            post("/api/data/v9.2/accounts", '{"name":"Contoso"}', "1"),
            post("incidents", '{"title":"Late","customerid_account@odata.bind":"$1"}', "2"),
            a_part("PUT $1/telephone1 HTTP/1.1", '{"value":"555"}', outer=("Content-ID: 3",)),
        ),
        a_part("GET http://other/api/data/v9.2/accounts/$count HTTP/1.1"),
    )
    assert answer.status_code == 200
    assert re.fullmatch(rf"multipart/mixed; boundary=batchresponse_{GUID}", answer["Content-Type"])
    case = Case.objects.get()
    account = Account.objects.get(cases=case)
    assert (case.title, account.name, account.phone) == ("Late", "Contoso", "555")
    assert (
        masked(answer)
        == f"""--batchresponse_ID
Content-Type: multipart/mixed; boundary=changesetresponse_ID

--changesetresponse_ID
Content-Type: application/http
Content-Transfer-Encoding: binary
Content-ID: 1

HTTP/1.1 204 No Content
OData-Version: 4.0
OData-EntityId: {BASE}accounts(ID)
Location: {BASE}accounts(ID)


--changesetresponse_ID
Content-Type: application/http
Content-Transfer-Encoding: binary
Content-ID: 2

HTTP/1.1 204 No Content
OData-Version: 4.0
OData-EntityId: {BASE}incidents(ID)
Location: {BASE}incidents(ID)


--changesetresponse_ID
Content-Type: application/http
Content-Transfer-Encoding: binary
Content-ID: 3

HTTP/1.1 204 No Content
OData-Version: 4.0


--changesetresponse_ID--
--batchresponse_ID
Content-Type: application/http
Content-Transfer-Encoding: binary

HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8
OData-Version: 4.0

1
--batchresponse_ID--
"""
    )
    assert b"\n" not in answer.content.replace(b"\r\n", b"")


def test_a_change_set_that_fails_leaves_nothing_and_answers_what_failed(
    odata: OData, alice: Any
) -> None:
    answer = sent(
        odata.as_(alice),
        a_change_set(
            post("accounts", '{"name":"Contoso"}', "1"),
            post("incidents", '{"title":"Without a customer"}', "2"),
            post("accounts", '{"name":"Never"}', "3"),
        ),
        post("accounts", '{"name":"Later"}'),
    )
    assert (answer.status_code, statuses(answer)) == (400, [400])
    assert masked(answer).count("Content-ID: 2") == 1
    assert masked(answer).count("Content-ID") == 1
    assert b'"code":"0x80044410"' in answer.content
    assert not Account.objects.exists()


def test_what_was_undone_can_be_referred_to_no_more(odata: OData, alice: Any) -> None:
    answer = sent(
        odata.as_(alice),
        a_change_set(post("accounts", '{"name":"A"}', "1"), post("incidents", "{}", "2")),
        post("incidents", '{"title":"T","customerid_account@odata.bind":"$1"}'),
        a_part("GET $1 HTTP/1.1"),
        Prefer="odata.continue-on-error",
    )
    assert (answer.status_code, statuses(answer)) == (200, [400, 400, 400])
    told = b"Content-ID Reference: '$1' does not exist in the batch context."
    assert answer.content.count(told) == 2


@pytest.mark.parametrize(
    ("prefer", "outer", "inner"),
    [("", 400, [204, 404]), ("odata.continue-on-error", 200, [204, 404, 204]),
     ("odata.continue-on-error=false", 400, [204, 404])],
)  # fmt: skip
def test_the_first_failure_is_the_last_part_unless_it_is_to_go_on(
    odata: OData, alice: Any, prefer: str, outer: int, inner: list[int]
) -> None:
    answer = sent(
        odata.as_(alice),
        post("accounts", '{"name":"First"}'),
        a_part("GET unicorns HTTP/1.1"),
        post("accounts", '{"name":"Last"}'),
        **({"Prefer": prefer} if prefer else {}),
    )
    assert (answer.status_code, statuses(answer)) == (outer, inner)
    assert Account.objects.count() == inner.count(204)


def test_a_later_part_refers_to_a_record_of_an_earlier_one_in_its_address(
    odata: OData, alice: Any
) -> None:
    answer = sent(
        odata.as_(alice),
        post("accounts", '{"name":"Contoso"}', "1"),
        a_part("GET $1/name HTTP/1.1"),
        a_part(f"GET {BASE}$1/name/$value HTTP/1.1"),
        a_part("GET $7 HTTP/1.1"),
    )
    assert statuses(answer) == [204, 200, 200, 400]
    assert b'"value":"Contoso"}' in answer.content
    assert b"\r\n\r\nContoso\r\n" in answer.content


def test_a_batch_within_a_batch_and_addresses_elsewhere_are_refused(
    odata: OData, alice: Any
) -> None:
    inner = ("$batch", "/api/data/v9.2/%24batch", "/api/v1/cases", "/", "../../v1")
    parts = [a_part(f"POST {one} HTTP/1.1", "{}") for one in inner]
    answer = sent(odata.as_(alice), *parts, Prefer="odata.continue-on-error")
    assert statuses(answer) == [400, 400, 404, 404, 404]
    assert answer.content.count(b'{"error":{"code":"0x') == 5


def test_what_is_no_batch_is_answered_as_one_error(odata: OData, alice: Any) -> None:
    api = odata.as_(alice)
    for content_type in ("application/json", "multipart/mixed", "multipart/mixed; boundary=other"):
        answer = api.client.generic(
            "POST", "/api/data/v9.2/$batch", data=a_batch(), content_type=content_type,
            headers=api.headers,
        )  # fmt: skip
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "0x80048d19"


def test_a_batch_without_a_token_does_nothing(odata: OData) -> None:
    answer = sent(odata, post("accounts", '{"name":"A"}'))
    assert (answer.status_code, Account.objects.count()) == (401, 0)


def test_nobody_sees_by_a_batch_what_he_may_not_see(odata: OData, alice: Any, bob: Any) -> None:
    made = odata.as_(alice).post("accounts", {"name": "Secret"})
    place = made["OData-EntityId"]
    answer = sent(
        odata.as_(bob), a_part(f"GET {place} HTTP/1.1"), a_part("GET accounts HTTP/1.1"),
        Prefer="odata.continue-on-error",
    )  # fmt: skip
    assert b"Secret" not in answer.content


def test_who_asks_is_found_out_once_for_any_number_of_parts(odata: OData, alice: Any) -> None:
    api = odata.as_(alice)

    def of(number: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sent(api, *[a_part("GET unicorns HTTP/1.1")] * number, Prefer="odata.continue-on-error")
        return len(queries)

    of(1)  # a token is marked as used, once a while
    assert of(1) == of(50)


@pytest.mark.django_db(transaction=True)
def test_a_change_set_that_met_a_lock_is_done_again_as_a_whole(
    odata: OData, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    create, calls = writing.create, []

    def locked_once(*given: Any, **named: Any) -> Any:
        calls.append(given)
        if len(calls) == 2:
            raise OperationalError("database is locked")
        return create(*given, **named)

    monkeypatch.setattr(writing, "create", locked_once)
    answer = sent(
        odata.as_(alice),
        a_change_set(
            post("accounts", '{"name":"A"}', "1"),
            post("contacts", '{"lastname":"B","parentcustomerid_account@odata.bind":"$1"}', "2"),
        ),
    )
    assert statuses(answer) == [204, 204]
    assert len(calls) == 4
    assert list(Account.objects.values_list("name", "contacts__last_name")) == [("A", "B")]
