"""The token endpoint of client credentials."""

import base64
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PATHS = ("/oauth2/token", "/my-tenant/oauth2/v2.0/token", "/my-tenant/oauth2/token")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("in_form", [True, False])
def test_a_client_trades_its_secret_for_a_bearer_token(
    odata: Any, admin: Any, path: str, in_form: bool
) -> None:
    secret = odata.as_(admin).token
    form = {"grant_type": "client_credentials", "scope": "http://testserver/.default"}
    headers = {}
    if in_form:
        form |= {"client_id": "admin", "client_secret": secret}
    else:
        basic = base64.b64encode(f"{admin.user}:{secret}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
    answer = Client(enforce_csrf_checks=True).post(path, form, headers=headers)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3600)
    bearer = {"Authorization": f"Bearer {told['access_token']}"}
    assert Client().get("/api/data/v9.2/WhoAmI", headers=bearer).status_code == 200


def test_wrong_clients_are_told_what_is_wrong(odata: Any, admin: Any) -> None:
    secret = odata.as_(admin).token
    client = Client()

    def sent(**form: str) -> tuple[int, str]:
        answer = client.post("/oauth2/token", form)
        return answer.status_code, answer.json()["error"]

    good = {"grant_type": "client_credentials", "client_id": "admin", "client_secret": secret}
    assert sent(**{**good, "client_secret": "cw_no"}) == (401, "invalid_client")
    assert sent(**{**good, "client_id": "alice"}) == (401, "invalid_client")
    assert sent(**{**good, "grant_type": "password"}) == (400, "unsupported_grant_type")
    assert client.get("/oauth2/token").status_code == 405
    basic = {"Authorization": "Basic %%%"}
    answer = client.post("/oauth2/token", {"grant_type": "client_credentials"}, headers=basic)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
