"""Fuzzing: what the document says is sent and broken at random; nothing is a mistake of ours."""

import os
import zlib

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings

from casework.interfaces.calling import noun_called
from casework.interfaces.rest.api import api
from casework.kernel.records import NOUNS
from casework.wsgi import application

schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = application
LONG = bool(os.environ.get("CASEWORK_PROVE"))
if not LONG:  # a quarter of the paths, always the same
    schema = schema.include(lambda ctx: zlib.crc32(ctx.operation.label.encode()) % 4 == 0)
EXAMPLES = 200 if LONG else 2


@pytest.fixture(autouse=True)
def one_connection():
    """The server would close the connection that holds the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def key_of(path, given):
    """The id of a record that is there: most random keys lead nowhere."""
    noun = noun_called(path.split("/")[3])
    one = given.case()
    given.contact(), given.subject("Toner"), given.team(f"Desk {one.number}")
    task = given.activity(one)
    given.queue_item(given.queue(), one)
    return str({"case": one.pk, "activity": task.pk}.get(noun) or some(noun) or one.pk)


def some(noun):
    """Any record of a noun."""
    record = NOUNS[noun].objects.order_by("-pk").first()
    return record and record.pk


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
    if "key" in (case.path_parameters or {}):
        case.path_parameters["key"] = key_of(case.path, given)

    answer = case.call(headers=client.headers)

    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == ["application/problem+json"]
