"""A client of the REST interface, as the people of the tests."""

import json
from typing import Any, Self

import pytest
from django.test import Client

from casework.kernel.actor import Actor
from casework.people.tokens import create as create_token


class Rest:
    """``rest.as_(alice).get("/cases")``: requests under /api/v1 with a token of the person's."""

    def __init__(self, token: str | None = None, **headers: str) -> None:
        self.client, self.token = Client(raise_request_exception=False), token
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.headers.update(headers)

    def as_(self, actor: Actor, *scopes: str) -> Self:
        """The same, with a new token of this person."""
        result = create_token(by=actor_with_tokens(actor), name="test", scopes=list(scopes or "*"))
        return type(self)(next(iter(result.secrets.values())))

    def address(self, path: str) -> str:
        """Where a path of this interface leads."""
        return path if path.startswith("/api") else f"/api/v1{path}"

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Any request; a body that is no text is sent as JSON."""
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        content = {} if body is None else {"data": data, "content_type": "application/json"}
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method, self.address(path), headers={**self.headers, **names}, **content
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)


def actor_with_tokens(actor: Actor) -> Actor:
    """The same person, for whom making a token needs no role."""
    from dataclasses import replace

    from casework.kernel.actor import Depth, Grant

    grant = Grant("token.create", Depth.OWN, actor.unit_path)
    return replace(actor, grants=(*actor.grants, grant))


@pytest.fixture
def rest() -> Rest:
    """Nobody in particular; ``rest.as_(alice)`` is somebody."""
    return Rest()
