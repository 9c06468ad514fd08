"""Idempotency keys by REST and by the shell."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from casework.cases.assign import assign
from casework.cases.founding import found
from casework.kernel.history import Run
from casework.kernel.operations import OPERATIONS
from casework.kernel.retrying import KeptAnswer
from casework.models import ApiToken, Attachment, Case, User
from tests.conftest import AGENT, Given, acting, fresh
from tests.interfaces.conftest import Rest
from tests.interfaces.test_cli import answered, shell


def kept(answer):
    """What a client sees of an answer, but for what says that it came again."""
    headers = {name: answer.headers.get(name) for name in ("Content-Type", "Location", "ETag")}
    return answer.status_code, answer.json(), headers


@pytest.mark.parametrize("what", ["opened", "many opened", "edited", "resolved", "many resolved"])
def test_the_same_request_again_is_answered_the_same_and_not_done(given, rest, admin, what):
    """Red without retried around one of the views."""
    one, other = given.case(number="CAS-1"), given.case(number="CAS-2")
    row = {"title": "Toner", "account": str(one.account_id)}
    method, path, body = {
        "opened": ("POST", "/cases", row),
        "many opened": ("POST", "/cases", {"rows": [row, row]}),
        "edited": ("PATCH", "/cases/CAS-1", {"title": "New"}),
        "resolved": ("POST", "/cases/CAS-1/resolve", {"resolution": "Done"}),
        "many resolved": (
            "POST", "/cases/resolve", {"numbers": ["CAS-1", "CAS-2"], "resolution": "Done"},
        ),
    }[what]  # fmt: skip
    client = rest.as_(admin)
    before = Run.objects.count()

    first = client.send(method, path, body, Idempotency_Key="K-1")
    second = client.send(method, path, body, Idempotency_Key="K-1")

    assert first.status_code in (200, 201)
    assert kept(second) == kept(first)
    assert [one.headers.get("Idempotency-Replayed") for one in (first, second)] == [None, "true"]
    assert Run.objects.count() == before + 1
    assert fresh(other).number == "CAS-2"


def test_a_file_is_attached_once(given, rest, admin):
    """Red without the parts of a form in the digest."""
    given.case(number="CAS-1")
    client = rest.as_(admin)

    def send(content, key="K"):
        return client.client.post(
            "/api/v1/cases/CAS-1/attachments",
            {"file": SimpleUploadedFile("a.txt", content)},
            headers={**client.headers, "Idempotency-Key": key},
        )

    first, second, other = send(b"A"), send(b"A"), send(b"B")

    assert [one.status_code for one in (first, second, other)] == [201, 201, 422]
    assert kept(first) == kept(second)
    assert Attachment.objects.count() == 1


def test_another_body_another_address_and_a_bad_key_are_refused(given, rest, admin):
    """Red without one of the parts of the digest, or checked_key."""
    case = given.case(number="CAS-1")
    given.case(number="CAS-2")
    client = rest.as_(admin)
    client.patch("/cases/CAS-1", {"title": "New"}, Idempotency_Key="K")

    answers = [
        client.patch("/cases/CAS-1", {"title": "Other"}, Idempotency_Key="K"),
        client.patch("/cases/CAS-2", {"title": "New"}, Idempotency_Key="K"),
        client.patch("/cases/CAS-1", {"title": "New"}, Idempotency_Key="a b"),
    ]

    told = [(one.status_code, one.json()["code"]) for one in answers]
    assert told == [(422, "key-reused"), (422, "key-reused"), (422, "invalid-input")]
    assert fresh(case).title == "New"


def test_a_refusal_is_not_kept_and_a_preview_neither(given, rest, admin):
    """Red when a refused request uses its key up."""
    case = given.case(number="CAS-1")
    given.activity(case)
    client, path = rest.as_(admin), "/cases/CAS-1/resolve"

    client.post(f"{path}?preview=true", {"resolution": "Done"}, Idempotency_Key="K")
    refused = client.post(path, {"resolution": "Done"}, Idempotency_Key="K")
    body = {"resolution": "Done", "cancel_open_activities": True}
    done = client.post(path, body, Idempotency_Key="K")

    assert [refused.status_code, done.status_code] == [409, 200]
    assert KeptAnswer.objects.count() == 1


def test_a_secret_is_told_once_and_kept_by_nobody(given, rest, admin):
    """Red without SECRETS in rest.retrying."""
    client = rest.as_(admin)
    body = {"name": "For the shop", "scopes": ["read"]}

    first = client.post("/tokens", body, Idempotency_Key="K")
    second = client.post("/tokens", body, Idempotency_Key="K")

    secret = first.json()["secret"]
    assert (second.status_code, second.json().get("secret")) == (201, None)
    assert secret not in json.dumps(KeptAnswer.objects.get().answer)
    assert ApiToken.objects.filter(name="For the shop").count() == 1


def test_the_shell_does_it_once(given, tmp_path):
    """Red without --idempotency-key in verbs."""
    given.case(number="CAS-1")
    account = str(given.account().pk)
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"title": "Toner", "account": account}))

    for words in (
        ("case", "resolve", "CAS-1", "--resolution", "Done"),
        ("case", "open", "--from", str(file)),
    ):
        key = ("--idempotency-key", words[1])
        assert answered(*words, *key) == answered(*words, *key)
    again = shell("case", "resolve", "CAS-1", "--resolution", "x", "--idempotency-key", "resolve")

    assert Run.objects.filter(operation__in=["case.resolve", "case.open"]).count() == 2
    assert Case.objects.filter(title="Toner").count() == 1
    assert (again.exit_code, "key-reused" in again.output) == (2, True)


@pytest.mark.parametrize("what", ["token revoked", "user left"])
def test_who_may_no_longer_ask_is_told_nothing_again(given, rest, admin, what):
    """Red when a kept answer goes past the door."""
    dora = given.user("dora", AGENT)
    case = given.case(number="CAS-1", owner=dora)
    client = rest.as_(dora)
    sent = {"path": "/cases/CAS-1", "body": {"title": "New"}, "Idempotency_Key": "K-1"}
    assert client.patch(**sent).status_code == 200

    if what == "token revoked":
        OPERATIONS["token.revoke"](ApiToken.objects.filter(user=dora.user), by=admin)
    else:
        OPERATIONS["user.deactivate"](User.objects.filter(pk=dora.user), by=admin)
    again = client.patch(**sent)

    assert (again.status_code, again.headers.get("Idempotency-Replayed")) == (401, None)
    assert fresh(case).title == "New"


def test_what_left_the_sight_of_its_reader_is_not_told_again(given, rest, admin):
    """Red without the look at what is touched, through REST."""
    near, far = given.unit("Near"), given.unit("Far")
    dora, dan = given.user("dora", AGENT, unit=near), given.user("dan", AGENT, unit=far)
    case = given.case(number="CAS-1", owner=dora)
    client = rest.as_(dora)
    sent = {"path": "/cases/CAS-1", "body": {"title": "New"}, "Idempotency_Key": "K-1"}
    assert client.patch(**sent).status_code == 200
    assign(case, by=admin, user=User.objects.get(pk=dan.user))

    again = client.patch(**sent)

    assert (again.status_code, again.json()["code"]) == (404, "not-found")


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_two_requests_at_the_same_time_are_done_once(transactional_db):
    """Red when both of them run, or one meets an error."""
    found()
    given = Given(acting("admin"))
    given.case(number="CAS-1")
    client = Rest().as_(given.admin)
    ready = threading.Barrier(4)

    def send(_number):
        try:
            ready.wait()
            body = {"title": "New"}
            return kept(client.patch("/cases/CAS-1", body, Idempotency_Key="K-1"))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(send, range(4))

    assert first[0] == 200
    assert others == [first] * 3
    assert Run.objects.filter(operation="case.edit").count() == 1
