"""A client of the Dataverse face, as the people of the tests."""

import json
from typing import Any

import pytest
from django.test import Client

from casework.kernel.actor import Actor
from casework.people.tokens import create as create_token
from tests.interfaces.conftest import actor_with_tokens

API = "http://testserver/api/data/v9.2/"


class OData:
    """``odata.as_(alice).get("incidents")``: requests under /api/data/v9.2/ with a token."""

    def __init__(self, token: str | None = None) -> None:
        self.client = Client(raise_request_exception=False)
        self.token = token
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def as_(self, actor: Actor, *scopes: str) -> "OData":
        """The same, with a new token of this person."""
        result = create_token(by=actor_with_tokens(actor), name="test", scopes=list(scopes or "*"))
        return OData(next(iter(result.secrets.values())))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Any request; a body that is no text is sent as JSON."""
        where = path if path.startswith("/") else f"/api/data/v9.2/{path}"
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        content = {} if body is None else {"data": data, "content_type": "application/json"}
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, where, headers={**self.headers, **names}, **content)

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.send("DELETE", path, **headers)


def error_of(answer: Any) -> tuple[int, str]:
    """Status and code of an answer that has the error shape."""
    told = answer.json()["error"]
    assert set(told) >= {"code", "message"}
    assert told["message"]
    return answer.status_code, told["code"]


@pytest.fixture
def odata() -> OData:
    """Nobody in particular; ``odata.as_(alice)`` is somebody."""
    return OData()
