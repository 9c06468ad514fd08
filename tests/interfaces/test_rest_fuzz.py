"""Fuzzing: what the document says is sent and broken at random; nothing is a mistake of ours."""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from casework.interfaces.rest.api import api
from casework.wsgi import application

schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = application
EXAMPLES = 200 if os.environ.get("CASEWORK_PROVE") else 1


@pytest.mark.prove
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
def test_whatever_is_sent_is_answered(case, given, rest, admin):
    """Red where any input of any path is a 500."""
    client = rest.as_(admin)

    answer = case.call(headers=client.headers)

    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == ["application/problem+json"]
