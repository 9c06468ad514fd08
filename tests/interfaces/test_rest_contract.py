"""The contract: what OpenAPI says is kept in a file, so that a change of it is a diff to review."""

import json
import os
from pathlib import Path

import pytest

from casework import urls
from casework.interfaces.calling import input_of, parameters
from casework.interfaces.rest.api import api
from casework.kernel.operations import OPERATIONS

KEPT = Path(__file__).parent / "contracts" / "openapi.json"


def document():
    """What is served at /api/v1/openapi.json, in an order of its own."""
    assert urls.urlpatterns
    made = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    made["info"]["version"] = "0"
    return json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_the_api_is_as_the_contract_says():
    """Red where an operation, a column or an argument changed.

    To take the change into the contract: WRITE_CONTRACTS=1, and run this test again.
    """
    made = document()
    if os.environ.get("WRITE_CONTRACTS"):
        KEPT.write_text(made, encoding="utf-8")

    assert KEPT.read_text(encoding="utf-8") == made


def test_the_document_is_openapi_3_1_and_needs_no_token(rest, db):
    """Red without the schemas of Api."""
    answer = rest.client.get("/api/v1/openapi.json")

    body = answer.json()
    assert (answer.status_code, body["openapi"]) == (200, "3.1.0")
    assert {"Case", "Problem", "Outcome"} <= set(body["components"]["schemas"])
    resolve = body["paths"]["/api/v1/cases/{key}/resolve"]["post"]
    assert {"200", "401", "403", "404", "409", "412", "422"} <= set(resolve["responses"])


def test_every_reference_of_the_document_leads_somewhere():
    """Red where a schema is named and not told."""
    made = document()
    schemas = json.loads(made)["components"]["schemas"]

    named = {part.split('"')[0] for part in made.split('"#/components/schemas/')[1:]}

    assert named - set(schemas) == set()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_operation_is_in_the_document(name):
    """Red without _expose for it."""
    ids = [
        told["operationId"]
        for methods in api.get_openapi_schema()["paths"].values()
        for told in methods.values()
    ]

    assert name in ids
    assert set(input_of(OPERATIONS[name]).model_fields) == set(parameters(OPERATIONS[name]))
    assert len(ids) == len(set(ids))
