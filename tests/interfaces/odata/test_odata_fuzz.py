"""Whatever is sent below /api/data, nothing is a mistake of ours and every error has its shape."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from casework.interfaces.odata.entities import ENTITIES

pytestmark = pytest.mark.django_db
KEY = "0190b6a4-0000-7000-8000-00000000000f"
calm = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
pieces = some.sampled_from(
    [one.set_name for one in ENTITIES.values()]
    + [
        f"({KEY})",
        "(",
        ")",
        "/",
        "'",
        "$ref",
        "$count",
        "$value",
        "(name='a')",
        "(name='",
        "=",
        ",",
    ]
    + ["name", "Incident_Tasks", "customerid_account", "$metadata", "WhoAmI", "()", "{", "%00"]
    + ["Microsoft.Dynamics.CRM.", "?", "$select=", "$top=", "%ff", "é", "$expand=", "$filter=", "@"]
)
paths = some.lists(pieces, max_size=8).map("".join) | some.text(max_size=40)
headers = some.dictionaries(
    some.sampled_from(["Prefer", "If-Match", "If-None-Match", "Content-Type", "Accept"]),
    some.sampled_from(
        [
            "*",
            "null",
            'W/"1"',
            '"',
            "odata.include-annotations=",
            "return=representation",
            ";=,",
            'odata.include-annotations="*"',
            "odata.maxpagesize=x",
            "multipart/mixed",
            "W/",
            "1" * 99,
        ]
    ),
)
names = some.sampled_from(
    sorted({one.name for e in ENTITIES.values() for one in e.attributes})
    + sorted({way for e in ENTITIES.values() for way in e.ways})
    + sorted({way + "@odata.bind" for e in ENTITIES.values() for way in e.ways})
    + sorted({one.name for e in ENTITIES.values() for one in e.collections})
)
scalars = (
    some.none() | some.booleans() | some.integers() | some.text(max_size=9)
    | some.floats(allow_nan=False)
    | some.sampled_from([f"accounts({KEY})", "2026-01-01", "9999-12-31T23:59:59-14:00", KEY])
)  # fmt: skip
values = some.recursive(
    scalars,
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(names, inner, max_size=3),
    max_leaves=5,
)


def checked(answer: Any) -> None:
    """No mistake of ours, and the error shape."""
    assert answer.status_code < 500, answer.content
    assert answer["OData-Version"] == "4.0"
    if answer.status_code >= 400:
        told = json.loads(answer.content)["error"]
        assert isinstance(told["message"], str)
        assert len(told["code"]) == 10


@calm
@given(
    method=some.sampled_from(["GET", "POST", "PATCH", "PUT", "DELETE"]), path=paths, more=headers
)
def test_no_address_and_no_header_breaks_it(
    odata: Any, admin: Any, method: str, path: str, more: dict[str, str]
) -> None:
    api = odata.as_(admin)
    body = None if method in ("GET", "DELETE") else {}
    checked(api.send(method, f"/api/data/v9.2/{path}", body, **more))


@calm
@given(
    name=some.sampled_from(sorted(ENTITIES)),
    body=some.dictionaries(names, values, max_size=4),
    is_new=some.booleans(),
)
def test_no_body_breaks_it(
    odata: Any, admin: Any, name: str, body: dict[str, Any], is_new: bool
) -> None:
    api, entity = odata.as_(admin), ENTITIES[name]
    checked(api.post(entity.set_name, body))
    row = api.get(f"{entity.set_name}?$top=1").json()["value"]
    if row:
        checked(api.patch(f"{entity.set_name}({row[0][entity.id]})", body))
