"""Every answer below /api/data has the error shape when it is an error, whoever asks for what."""

from typing import Any

import pytest

from tests.interfaces.odata.conftest import API, error_of

pytestmark = pytest.mark.django_db
KEY = "0190b6a4-0000-7000-8000-00000000000f"


@pytest.mark.parametrize("path", ["/api/data", "/api/data/", "/api/data/v9.2/", "/api/data/v9.2/x"])
def test_without_a_token_nobody_is_told_anything(odata: Any, organisation: Any, path: str) -> None:
    answer = odata.get(path)
    assert error_of(answer) == (401, "0x80040220")
    assert answer["WWW-Authenticate"] == (
        "Bearer authorization_uri=http://testserver/oauth2/authorize, resource_id=http://testserver"
    )
    assert answer["OData-Version"] == "4.0"
    assert answer["REQ_ID"] == answer["x-ms-service-request-id"] == answer["X-Request-Id"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/data", 404, "0x8006088a"),
        ("GET", "/api/data/v8.2/accounts", 404, "0x8006088a"),
        ("GET", "nothing", 404, "0x8006088a"),
        ("GET", "nothing/at/all", 404, "0x8006088a"),
        ("GET", "accounts/nothing", 404, "0x8006088a"),
        ("GET", f"accounts({KEY})/nothing", 404, "0x8006088a"),
        ("GET", f"accounts({KEY})/name/nothing", 404, "0x8006088a"),
        ("GET", "accounts(", 404, "0x8006088a"),
        ("GET", "accounts)", 404, "0x8006088a"),
        ("GET", "accounts(1)", 400, "0x80060888"),
        ("GET", "accounts(nothing='1')", 404, "0x80060891"),
        ("GET", "accounts(accountnumber='1')", 404, "0x80060891"),
        ("GET", f"accounts({KEY})", 404, "0x80040217"),
        ("GET", f"accounts({KEY})/name", 404, "0x80040217"),
        ("GET", f"accounts({KEY})/primarycontactid", 404, "0x80040217"),
        ("GET", f"accounts({KEY})/contact_customer_accounts/$ref", 404, "0x80040217"),
        ("GET", f"accounts({KEY})/contact_customer_accounts/$count", 404, "0x80040217"),
        ("GET", "accounts?$select=nothing", 400, "0x80060888"),
        ("PATCH", "accounts", 405, "0x80040216"),
        ("DELETE", "accounts", 405, "0x80040216"),
        ("PUT", f"accounts({KEY})", 405, "0x80040216"),
        ("OPTIONS", "accounts", 405, "0x80040216"),
        ("POST", "WhoAmI", 405, "0x80040216"),
        ("DELETE", f"accounts({KEY})", 404, "0x80040217"),
    ],
)
def test_what_cannot_be_has_a_code(
    odata: Any, admin: Any, method: str, path: str, status: int, code: str
) -> None:
    answer = odata.as_(admin).send(method, path, {} if method in ("POST", "PATCH") else None)
    assert error_of(answer) == (status, code)
    assert answer["Content-Type"] == "application/json; odata.metadata=minimal"
    assert ("Allow" in answer) is (status == 405)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "0x80048d19"),
        ("[]", 400, "0x80048d19"),
        (b"\xff", 400, "0x80048d19"),
        ("[" * 5000, 400, "0x80048d19"),
        ({"name": {"a": [[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]}}, 400, "0x80048d19"),
        ({"name": "a\0"}, 400, "0x80048d19"),
        ({"name": 1}, 400, "0x80048d19"),
        ({"nmae": "x"}, 400, "0x80048d19"),
        ({"numberofemployees": "1", "name": "x"}, 400, "0x80048d19"),
        ({"numberofemployees": True, "name": "x"}, 400, "0x80048d19"),
        ({"numberofemployees": 1.5, "name": "x"}, 400, "0x80048d19"),
        ({"numberofemployees": 1e30, "name": "x"}, 400, "0x80048d19"),
        ({"numberofemployees": 2**60, "name": "x"}, 400, "0x80040203"),
        ({"primarycontactid": KEY, "name": "x"}, 400, "0x80048d19"),
        ({"_primarycontactid_value": KEY, "name": "x"}, 400, "0x80048d19"),
        ({"contact_customer_accounts": "x", "name": "x"}, 400, "0x80048d19"),
        ({"PrimaryContactId@odata.bind": f"contacts({KEY})", "name": "x"}, 400, "0x80048d19"),
        ({"primarycontactid@odata.bind": f"accounts({KEY})", "name": "x"}, 400, "0x80048d19"),
        ({"primarycontactid@odata.bind": "contacts", "name": "x"}, 400, "0x80048d19"),
        ({"primarycontactid@odata.bind": 1, "name": "x"}, 400, "0x80048d19"),
        ({"primarycontactid@odata.bind": "$1", "name": "x"}, 400, "0x80048d19"),
        ({"primarycontactid@odata.bind": f"contacts({KEY})", "name": "x"}, 404, "0x80040217"),
        ({"fax": "1", "name": "x"}, 400, "0x80048d19"),
        ({"accountid": "1", "name": "x"}, 400, "0x80048d19"),
        ({"name": "x" * 161}, 400, "0x80044331"),
        ({}, 400, "0x80040200"),
    ],
)
def test_a_body_that_does_not_fit_has_a_code(
    odata: Any, admin: Any, body: Any, status: int, code: str
) -> None:
    answer = odata.as_(admin).post("accounts", body)
    assert error_of(answer) == (status, code), answer.content


@pytest.mark.parametrize("value", ["x", 1, True, [], [{}]])
def test_a_way_of_many_names_takes_a_record_or_null(odata: Any, admin: Any, value: Any) -> None:
    answer = odata.as_(admin).post("incidents", {"title": "x", "customerid_account": value})
    assert error_of(answer) == (400, "0x80048d19")


def test_a_mistake_of_ours_is_told_without_a_trace(
    odata: Any, admin: Any, monkeypatch: Any
) -> None:
    from casework.interfaces.odata import query

    def broken(*args: Any) -> None:
        raise RuntimeError("the secret")

    monkeypatch.setattr(query, "read", broken)
    answer = odata.as_(admin).get("accounts")
    assert error_of(answer) == (500, "0x80040216")
    assert b"secret" not in answer.content


def test_what_django_itself_refuses_has_the_shape(odata: Any, admin: Any) -> None:
    answer = odata.as_(admin).get("accounts", Host="elsewhere.example")
    assert error_of(answer) == (400, "0x80040216")


def test_an_address_of_more_than_32_kilobytes_is_refused(odata: Any, admin: Any) -> None:
    answer = odata.as_(admin).get("accounts?$filter=" + "x" * 33_000)
    assert error_of(answer) == (414, "0x80040216")


def test_nobody_acts_for_another(odata: Any, admin: Any, alice: Any) -> None:
    api = odata.as_(admin)
    assert error_of(api.get("WhoAmI", MSCRMCallerID=KEY)) == (403, "0x80040220")
    assert api.get("WhoAmI", MSCRMCallerID=f"{{{admin.user}}}").status_code == 200


@pytest.mark.parametrize("path", ["WhoAmI", "WhoAmI()"])
def test_who_am_i(odata: Any, admin: Any, organisation: Any, path: str) -> None:
    answer = odata.as_(admin).get(path)
    assert answer.json() == {
        "@odata.context": f"{API}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse",
        "BusinessUnitId": str(admin.unit),
        "UserId": str(admin.user),
        "OrganizationId": str(organisation.pk),
    }


@pytest.mark.parametrize("version", ["v9.0", "v9.1", "v9.2"])
def test_links_carry_the_version_and_the_host_that_were_asked(
    odata: Any, admin: Any, settings: Any, version: str
) -> None:
    settings.ALLOWED_HOSTS = ["cases.example"]
    answer = odata.as_(admin).get(f"/api/data/{version}/", Host="cases.example:8443")
    body = answer.json()
    assert body["@odata.context"] == f"http://cases.example:8443/api/data/{version}/$metadata"
    assert {"name": "incidents", "kind": "EntitySet", "url": "incidents"} in body["value"]
