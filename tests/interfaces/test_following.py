"""Following: long runs tell how far they are, and may be left alone."""

import json
import threading
from dataclasses import replace

import pytest

from casework.cases.resolve import resolve
from casework.interfaces import following
from casework.interfaces.following import Following
from casework.kernel import operations
from casework.kernel.progress import FEWEST, Step, heard_by
from casework.models import Case, Run
from tests.interfaces.conftest import Rest
from tests.interfaces.test_cli import shell


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where it is written in these tests."""
    settings.PROGRESS_ROOT = tmp_path / "progress"
    return settings.PROGRESS_ROOT


def heard(cases, by):
    """The steps that a resolving tells."""
    steps = []
    with heard_by(steps.append):
        done = resolve(cases, by=by, resolution="Done", cancel_open_activities=True)
    return steps, done


def test_a_long_run_tells_each_step_and_ends_with_all(given, alice):
    """Red without tell in Work.write."""
    given.policy("progress", from_records=FEWEST)
    cases = given.cases(FEWEST, owner=alice)
    for case in cases[:10]:
        given.activity(case, owner=alice)

    steps, done = heard(cases, alice)

    whole = 2 * FEWEST + 10
    assert [(one.done, one.of) for one in steps] == [
        (0, whole),
        (FEWEST, whole),
        (FEWEST + 10, whole),
        (whole, whole),
    ]
    assert {(one.run, one.operation) for one in steps} == {(done.run, "case.resolve")}


@pytest.mark.parametrize(("policy", "cases", "told"), [(FEWEST, 1, 0), (1_000, FEWEST, 0)])
def test_a_short_run_tells_nothing(given, alice, policy, cases, told):
    """Red when the policy is not asked."""
    given.policy("progress", from_records=policy)

    steps, _done = heard(given.cases(cases, owner=alice), alice)

    assert len(steps) == told


def test_nobody_hears_after_the_end(given, alice):
    """Red when the listener stays."""
    given.policy("progress", from_records=FEWEST)
    with heard_by(pytest.fail):
        pass

    resolve(given.cases(FEWEST, owner=alice), by=alice, resolution="Done")


def test_a_long_request_is_followed_under_its_id(given, rest, alice, bob):
    """Red without `followed`, or when others may look."""
    given.policy("progress", from_records=FEWEST)
    numbers = [one.number for one in given.cases(FEWEST, owner=alice)]
    client = rest.as_(alice)

    done = client.post(
        "/cases/resolve", {"numbers": numbers, "resolution": "Done"}, X_Request_Id="my/long-one"
    )
    told = client.get("/progress/my/long-one").json()

    told.pop("at")
    assert told == {
        "request_id": "my/long-one",
        "state": "done",
        "operation": "case.resolve",
        "run": done.json()["run"],
        "done": 2 * FEWEST,
        "of": 2 * FEWEST,
        "status": 200,
    }
    assert rest.as_(bob).get("/progress/my/long-one").status_code == 404
    assert client.get("/progress/other").status_code == 404


def test_a_short_request_leaves_nothing_to_follow(given, rest, alice, folder):
    """Red when every request writes a file."""
    case = given.case(owner=alice)

    answer = rest.as_(alice).post(f"/cases/{case.number}/resolve", {"resolution": "Done"})

    assert (answer.status_code, folder.exists()) == (200, False)


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({"Prefer": "respond-async"}, "Idempotency-Key"),
        ({"Prefer": "wait=1, Respond-Async"}, "Idempotency-Key"),
    ],
)
def test_what_nobody_waits_for_needs_a_key(given, rest, alice, headers, field):
    """Red without the check of the key: its answer could not be asked for."""
    case = given.case(owner=alice)

    answer = rest.as_(alice).post(
        f"/cases/{case.number}/resolve", {"resolution": "Done"}, **headers
    )

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert Case.objects.get().state == 0


def until(client, where, state):
    """What is told once nobody works on it any more."""
    for thread in threading.enumerate():
        if "_alone" in thread.name:
            thread.join(30)
    told = client.get(where).json()
    assert told["state"] == state
    return told


@pytest.fixture
def office(transactional_db):
    """What others see too: committed."""
    from casework.cases.founding import found
    from tests.conftest import Given, acting

    found()
    made = Given(acting("admin"))
    return made, Rest().as_(made.admin)


def test_a_request_left_alone_is_answered_to_the_same_request(office):
    """Red when the answer is not kept, or the run not one."""
    given, client = office
    number = given.case().number
    headers = {"Prefer": "respond-async", "Idempotency_Key": "k1", "X_Request_Id": "left-alone"}

    accepted = client.post(f"/cases/{number}/resolve", {"resolution": "Done"}, **headers)
    told = until(client, accepted["Location"], "done")
    again = client.post(f"/cases/{number}/resolve", {"resolution": "Done"}, Idempotency_Key="k1")

    assert (accepted.status_code, accepted["Preference-Applied"]) == (202, "respond-async")
    assert accepted["Location"] == "/api/v1/progress/left-alone"
    assert (told["status"], again.status_code, again["Idempotency-Replayed"]) == (200, 200, "true")
    assert Run.objects.filter(operation="case.resolve").count() == 1


def test_a_request_left_alone_says_why_it_was_refused(office):
    """Red when a refusal is lost with its thread."""
    given, client = office
    case = given.case()
    given.activity(case)

    accepted = client.post(
        f"/cases/{case.number}/resolve",
        {"resolution": "Done"},
        Prefer="respond-async",
        Idempotency_Key="k2",
    )
    told = until(client, accepted["Location"], "refused")

    assert (told["status"], told["problem"]["code"]) == (409, "activities-open")
    assert Case.objects.get(pk=case.pk).state == 0


def test_a_mistake_of_ours_is_told_and_put_on_record(office, monkeypatch, caplog):
    """Red when the thread dies in silence, or its progress says "running" for ever."""
    given, client = office
    monkeypatch.setattr(operations, "run", lambda *_args: 1 / 0)

    sent = client.post(
        f"/cases/{given.case().number}/resolve",
        {"resolution": "Done"},
        Prefer="respond-async",
        Idempotency_Key="K",
        X_Request_Id="bad",
    )
    told = until(client, sent["Location"], "refused")

    assert (told["status"], told["problem"]["code"]) == (500, "error")
    assert "failed: request bad" in caplog.text


def test_a_run_goes_on_where_its_progress_cannot_be_written(given, rest, alice, folder, caplog):
    """Red when a full disk rolls the run back."""
    given.policy("progress", from_records=FEWEST)
    folder.write_text("no folder")
    numbers = [one.number for one in given.cases(FEWEST, owner=alice)]

    done = rest.as_(alice).post("/cases/resolve", {"numbers": numbers, "resolution": "Done"})

    assert done.status_code == 200
    assert not Case.objects.filter(state=0).exists()
    assert "no progress is told of request" in caplog.text


def test_a_place_is_given_back_where_a_request_cannot_be_left_alone(given, rest, alice, folder):
    """Red when ROOM is lost with a request that did not come so far."""
    folder.write_text("no folder")
    path = f"/cases/{given.case(owner=alice).number}/resolve"
    headers = {"Prefer": "respond-async", "Idempotency_Key": "K"}
    client = rest.as_(alice)

    answers = [client.post(path, {"resolution": "Done"}, **headers) for _n in range(6)]

    assert {one.status_code for one in answers} == {500}
    assert Case.objects.get().state == 0


def test_where_there_is_no_room_it_is_waited_for(given, rest, alice, monkeypatch):
    """Red without ROOM: anybody could start as many threads as they like."""
    monkeypatch.setattr(following, "ROOM", threading.Semaphore(0))
    case = given.case(owner=alice)
    headers = {"Prefer": "respond-async", "Idempotency_Key": "K-1"}

    answer = rest.as_(alice).post(
        f"/cases/{case.number}/resolve", {"resolution": "Done"}, **headers
    )

    assert (answer.status_code, "Preference-Applied" in answer.headers) == (200, False)
    assert Case.objects.get().state == 1


def test_room_is_given_back(office):
    """Red when a thread keeps its place: the fifth request would be waited for."""
    given, client = office
    for n in range(6):
        headers = {"Prefer": "respond-async", "Idempotency_Key": f"K{n}", "X_Request_Id": f"r{n}"}
        sent = client.post(f"/cases/{given.case().number}/resolve", {"resolution": "D"}, **headers)
        assert sent.status_code == 202
        until(client, sent["Location"], "done")


def test_the_shell_shows_how_far_a_long_run_is(given, admin, monkeypatch):
    """Red without heard_by in the commands."""
    from casework.interfaces.cli.progress import Watch

    given.policy("progress", from_records=FEWEST)
    numbers = [one.number for one in given.cases(FEWEST)]
    steps = []
    monkeypatch.setattr(Watch, "__call__", lambda self, *step: steps.append(step))

    shell("case", "resolve", *numbers, "--resolution", "Done")

    whole = 2 * FEWEST
    assert steps == [(0, whole), (FEWEST, whole), (whole, whole)]


def test_what_was_told_long_ago_is_forgotten(given, alice, folder):
    """Red without _clear."""
    import os

    old = Following(alice, "old")
    old.tell("done")
    os.utime(old.path, (0, 0))

    Following(alice, "new").step(Step(given.case().pk, "case.resolve", 1, 2))

    assert [json.loads(path.read_bytes())["request_id"] for path in folder.glob("*.json")] == [
        "new"
    ]


def test_a_file_is_named_by_the_person_and_the_request(alice, bob):
    """Red when one person's requests can be guessed from another's."""
    paths = {Following(one, "same").path for one in (alice, bob, replace(alice, interface="shell"))}

    assert len(paths) == 2
