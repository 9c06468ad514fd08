"""A client of the Dataverse face, as the people of the tests."""

from typing import Any

import pytest

from tests.interfaces.conftest import Rest

API = "http://testserver/api/data/v9.2/"


class OData(Rest):
    """``odata.as_(alice).get("incidents")``: requests under /api/data/v9.2/ with a token."""

    def address(self, path: str) -> str:
        """Where a path below the version leads; one that begins with a slash is whole."""
        return path if path.startswith("/") else f"/api/data/v9.2/{path}"

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
