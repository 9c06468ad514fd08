"""Whatever functions, actions and batches are given, nothing is a mistake of ours."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as some

from casework.interfaces.odata import routes  # noqa: F401  (fills the table of messages)
from casework.interfaces.odata.errors import ODataError
from casework.interfaces.odata.messages.calling import MESSAGES
from casework.interfaces.odata.messages.given import arguments
from tests.interfaces.odata.test_batch import sent
from tests.interfaces.odata.test_batch_reading import a_change_set, a_part

pytestmark = pytest.mark.django_db
KEY = "0190b6a4-0000-7000-8000-00000000000f"
CRM = "Microsoft.Dynamics.CRM."
calm = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
IDS = ["incidentid", "activityid", "queueid", "queueitemid", "systemuserid", "accountid", "teamid"]
MEMBERS = [
    *IDS, "@odata.type", "@odata.id", "subject", "incidentid@odata.bind", "timespent", "EntityName",
    "Criteria", "Conditions", "Filters", "AttributeName", "Operator", "Values", "Value",
    "FilterOperator", "LinkEntities", "name", "title",
]  # fmt: skip
SCALARS = (
    some.none() | some.booleans() | some.integers() | some.text(max_size=9)
    | some.sampled_from(
        ["incident", "account", f"{CRM}incident", f"#{CRM}queue", "In", "Equal", "Like", "Or", KEY,
         f"incidents({KEY})", "accounts(accountnumber='1')", "$1", "incidentid", "accountid", "%"]
    )
)  # fmt: skip
VALUES = some.recursive(
    SCALARS,
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.sampled_from(MEMBERS), inner, max_size=4)
    ),
    max_leaves=8,
)
PARAMETERS = sorted({name for one in MESSAGES.values() for name, _kind in one.parameters})
BODIES = some.dictionaries(some.sampled_from(PARAMETERS), VALUES, max_size=4)


def checked(status: int, content: bytes) -> None:
    assert status < 500 or status == 501, content
    if status >= 400:
        told = json.loads(content)["error"]
        assert re.fullmatch(r"0x[0-9a-f]{8}", told["code"])
        assert told["message"]


@calm
@examples(name=some.sampled_from(sorted(MESSAGES)), body=BODIES, data=some.data())
def test_no_argument_breaks_a_message(
    odata: Any, admin: Any, given: Any, name: str, body: dict[str, Any], data: Any
) -> None:
    message, api = MESSAGES[name], odata.as_(admin)
    case = given.case()
    text = json.dumps(body).replace(KEY, str(data.draw(some.sampled_from([KEY, case.pk]))))
    sets = {"incident": f"incidents({case.pk})", "systemuser": f"systemusers({admin.user})"}
    bound = message.bound_to[0] if message.bound_to else ""
    place = f"{sets.get(bound, f'{bound}s({KEY})')}/{CRM}{name}" if bound else name
    if message.many:
        place = f"accounts/{CRM}{name}"
    if not message.function:
        answer = api.post(place, text)
    else:
        given_ones = json.loads(text)
        listed = ",".join(f"{one}=@p{n}" for n, one in enumerate(given_ones))
        query = "&".join(
            f"@p{n}={quote(json.dumps(value))}" for n, value in enumerate(given_ones.values())
        )
        answer = api.get(f"{place}({listed})?{query}")
    checked(answer.status_code, answer.content)


@calm
@examples(text=some.text("abP=@',()[]{}\"1-:. ", max_size=40))
def test_any_text_between_brackets_is_understood_or_refused(text: str) -> None:
    try:
        made = arguments(text, {"@a": text})
    except ODataError as refused:
        made = {"": refused.code}
    assert isinstance(made, dict)


@calm
@examples(
    lines=some.lists(
        some.tuples(
            some.sampled_from(["GET", "POST", "PATCH", "PUT", "DELETE"]),
            some.sampled_from(
                ["accounts", "$1", "$1/name", "$metadata", "$batch", f"incidents({KEY})", "/x",
                 "WhoAmI", "CloseIncident", "accounts?$filter=name eq 'a b'", "incidents?$top=x"]
            ) | some.text("a$1/()?=% ", min_size=1, max_size=9),
            BODIES,
        ),
        max_size=4,
    ),
    together=some.booleans(),
)  # fmt: skip
def test_no_part_breaks_a_batch(
    odata: Any, admin: Any, lines: list[tuple[str, str, Any]], together: bool
) -> None:
    parts = [
        a_part(
            f"{method} {path} HTTP/1.1", json.dumps(body), outer=(f"Content-ID: {n}",)
        )
        for n, (method, path, body) in enumerate(lines, 1)
    ]  # fmt: skip
    whole = [a_change_set(*parts)] if together and parts else parts
    answer = sent(odata.as_(admin), *whole, Prefer="odata.continue-on-error")
    if not answer["Content-Type"].startswith("multipart"):
        checked(answer.status_code, answer.content)
        return
    assert answer.status_code == 200
    assert not re.search(rb"(?m)^HTTP/1.1 5(?!01)", answer.content)
