"""Previews by REST and by the shell: the same question by every address."""

import json

import pytest
from django.db import connection, connections, transaction

from casework.interfaces.calling import PLURALS
from casework.kernel.history import Run
from casework.models import Case
from tests.conftest import fresh
from tests.interfaces.test_agreement import plain
from tests.interfaces.test_cli import answered, shell
from tests.more_setups import SETUPS


@pytest.fixture
def family(given):
    """A parent with a child that has an open task; children close with their parents."""
    given.policy(closure="cascade")
    parent = given.case(number="CAS-1")
    child = given.case(number="CAS-2", parent=parent)
    given.activity(child, subject="Call back")
    return parent, child


BODY = {"resolution": "Done", "cancel_open_activities": True}
EFFECTS = [
    ("resolution.recorded", "resolution", 2, ["CAS-1", "CAS-2"]),
    ("activity.cancelled", "activity", 1, ["Call back"]),
    ("case.resolved", "case", 2, ["CAS-1", "CAS-2"]),
]


def effects(told):
    """Kind, noun, count and names of each."""
    return [
        (one["kind"], one["noun"], one["count"], [each["name"] for each in one["records"]])
        for one in told["effects"]
    ]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/cases/CAS-1/resolve", BODY),
        ("/cases/resolve", {"numbers": ["CAS-1"], **BODY}),
        ("/cases/resolve", {"rows": [{"number": "CAS-1", **BODY}]}),
    ],
)
def test_every_address_of_an_operation_shows_and_confirms(family, rest, admin, path, body):
    """Red without asking_of in one of the views of writing."""
    client = rest.as_(admin)

    preview = client.post(f"{path}?preview=true", body)
    runs = Run.objects.filter(operation="case.resolve").count()
    done = client.post(f"{path}?fingerprint={preview.json()['fingerprint']}", body)

    told = preview.json()
    assert (preview.status_code, runs, done.status_code) == (200, 0, 200)
    assert (told["records"], effects(told)) == (["CAS-1"], EFFECTS)
    assert told["sight"] == {side: {"count": 0, "users": []} for side in ("gained", "lost")}
    assert [fresh(one).state for one in family] == [1, 1]


@pytest.mark.parametrize("name", sorted(SETUPS))
def test_every_operation_is_shown_by_rest_and_shell_alike(given, rest, admin, tmp_path, name):
    """Red where the preview of an operation cannot be told."""
    call = SETUPS[name](given, 2)
    noun, verb = name.replace("_", "-").split(".", 1)
    if call.rows is None:
        rows = [{"id": str(one.pk), **plain(call.arguments)} for one in call.targets]
        body = {"ids": [str(one.pk) for one in call.targets], **plain(call.arguments)}
    else:
        rows = plain(call.rows)
        body = {"rows": rows}
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    client, path = rest.as_(admin), f"/{PLURALS[name.split('.')[0]]}"

    by_rest = client.post(f"{path}/{verb}?preview=true", body)
    if by_rest.status_code in (404, 405):
        by_rest = client.post(f"{path}?preview=true", body)
    by_shell = answered(noun, verb, "--from", str(file), "--preview")
    in_words = shell(noun, verb, "--from", str(file), "--preview")

    assert by_rest.status_code == 200, by_rest.json()
    assert effects(by_rest.json()) == effects(by_shell) != []
    assert in_words.exit_code == 0
    assert by_shell["fingerprint"] in in_words.output


@pytest.mark.parametrize("rows", [False, True])
def test_a_creation_is_shown_too(given, rest, admin, rows):
    """Red without asking_of in making."""
    body = {"title": "Toner", "account": str(given.account().pk)}

    answer = rest.as_(admin).post("/cases?preview=true", {"rows": [body]} if rows else body)

    assert (answer.status_code, effects(answer.json())) == (200, [("case.opened", "case", 1, [])])
    assert not Case.objects.exists()


def test_where_the_world_has_changed_the_answer_holds_the_new_preview(given, family, rest, admin):
    """Red without `told` in problems.of_refusal."""
    client, path = rest.as_(admin), "/cases/CAS-1/resolve"
    seen = client.post(f"{path}?preview=true", BODY).json()["fingerprint"]
    given.activity(family[0], subject="Write")

    answer = client.post(f"{path}?fingerprint={seen}", BODY)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "world-changed")
    assert effects(problem["preview"])[1] == (
        "activity.cancelled", "activity", 2, ["Call back", "Write"],
    )  # fmt: skip
    again = client.post(f"{path}?fingerprint={problem['preview']['fingerprint']}", BODY)
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [("preview=yes", "preview"), ("fingerprint=abc", "fingerprint"), ("preview=", "preview")],
)
def test_anything_else_is_refused_and_nothing_done(family, rest, admin, query, field):
    """Red when a misspelt preview runs the operation."""
    answer = rest.as_(admin).post(f"/cases/CAS-1/resolve?{query}", BODY)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert fresh(family[0]).state == 0


def test_the_shell_shows_and_confirms(family):
    """Red without --preview or --fingerprint in verbs."""
    words = ("case", "resolve", "CAS-1", "--resolution", "Done", "--cancel-open-activities")

    told = answered(*words, "--preview")
    shown = shell(*words, "--preview").output
    refused = shell(*words, "--fingerprint", "0" * 64, "--json")
    in_words = shell(*words, "--fingerprint", "0" * 64)
    done = answered(*words, "--fingerprint", told["fingerprint"])

    assert effects(told) == EFFECTS
    assert "case.resolved 2: CAS-1, CAS-2" in shown
    assert told["fingerprint"] in shown
    assert (refused.exit_code, json.loads(refused.stdout)["code"]) == (1, "world-changed")
    assert "case.resolved 2: CAS-1, CAS-2" in in_words.output
    assert done["records"] == ["CAS-1"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_a_preview_waits_for_no_writer(transactional_db, family, rest, admin):
    """Red when a preview locks what it gathers: it would wait for ever."""
    client = rest.as_(admin)
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM casework_case FOR UPDATE")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            answer = client.post("/cases/CAS-1/resolve?preview=true", BODY)
    finally:
        other.rollback()
        other.close()

    assert (answer.status_code, effects(answer.json())) == (200, EFFECTS)
