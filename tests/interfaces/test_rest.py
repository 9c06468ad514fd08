"""REST: every operation, from the outside."""

import pytest

from casework.cases.models import Case, State
from casework.kernel.history import Run
from tests.conftest import fresh


def test_a_case_is_opened_and_answered_with_where_it_lies(given, rest, alice):
    """Red without Location and the record in writing.made."""
    given.account("Acme")

    answer = rest.as_(alice).post("/cases", {"title": "No toner", "account": "acme"})

    case = Case.objects.get()
    body = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, f"/api/v1/cases/{case.number}")
    assert (body["number"], body["title"], body["state"]) == (case.number, "No toner", "active")
    assert body["outcome"]["created"] == {"case": [case.number]}


def test_a_case_is_resolved_by_its_number(given, rest, alice):
    """Red without on_one."""
    case = given.case(number="CAS-1")

    answer = rest.as_(alice).post("/cases/CAS-1/resolve", {"resolution": "New toner"})

    assert answer.status_code == 200
    assert (answer.json()["records"], answer["ETag"]) == (["CAS-1"], '"2"')
    assert fresh(case).state == State.RESOLVED
    assert Run.objects.get(pk=answer.json()["run"]).interface == "rest"


def test_many_cases_are_resolved_at_once_and_skip_names_what_it_left_out(given, rest, alice):
    """Red without on_many."""
    cases = [given.case(number="CAS-1"), given.case(number="CAS-2", state=1, status=5)]
    body = {"numbers": ["CAS-1", "CAS-2", "CAS-3"], "resolution": "Done"}
    client = rest.as_(alice)

    stopped = client.post("/cases/resolve", body)
    skipped = client.post("/cases/resolve", {**body, "on_refusal": "skip"})

    assert (stopped.status_code, stopped.json()["missing"]) == (404, ["CAS-3"])
    assert (skipped.status_code, skipped.json()["records"]) == (200, ["CAS-1"])
    left = {one["record"]: one["code"] for one in skipped.json()["left_out"]}
    assert left == {"CAS-2": "already-closed", "CAS-3": "not-found"}
    assert [fresh(one).state for one in cases] == [1, 1]


def test_a_table_gives_each_case_its_own_values(given, rest, alice):
    """Red without the rows of on_many."""
    cases = [given.case(number="CAS-1"), given.case(number="CAS-2")]
    rows = [{"number": "CAS-1", "title": "One"}, {"number": "CAS-2", "title": "Two"}]

    answer = rest.as_(alice).post("/cases/edit", {"rows": rows})

    assert answer.status_code == 200
    assert [fresh(one).title for one in cases] == ["One", "Two"]


def test_a_table_makes_many_records(given, rest, alice):
    """Red without the rows of making."""
    given.account("Acme")
    rows = [{"title": f"Case {n}", "account": "Acme"} for n in range(3)]

    answer = rest.as_(alice).post("/cases", {"rows": rows})

    assert (answer.status_code, len(answer.json()["created"]["case"])) == (201, 3)


def test_patch_edits_and_delete_deletes(given, rest, admin):
    """Red without _METHODS."""
    case = given.case(number="CAS-1")
    client = rest.as_(admin)

    edited = client.patch("/cases/CAS-1", {"title": "Other"})
    title = fresh(case).title
    deleted = client.send("DELETE", "/cases/CAS-1")

    assert (edited.status_code, title) == (200, "Other")
    assert (deleted.status_code, deleted.json()["records"]) == (200, ["CAS-1"])
    assert client.get("/cases/CAS-1").status_code == 404


def test_an_activity_is_logged_below_its_case_or_beside_it(given, rest, alice):
    """Red without making_below."""
    case = given.case(number="CAS-1")
    client = rest.as_(alice)
    call = {"kind": "phone_call", "subject": "Asked", "minutes": 5}

    below = client.post("/cases/CAS-1/activities/log", call)
    beside = client.post("/activities/log", {**call, "case": "CAS-1"})

    assert (below.status_code, beside.status_code) == (201, 201)
    assert below.json()["case"] == {"id": str(case.pk), "number": "CAS-1"}
    assert case.activities.count() == 2


@pytest.mark.parametrize("verb", ["set-parent", "set_parent"])
def test_a_verb_of_two_words_is_written_with_either_dash(given, rest, alice, verb):
    """Red without _ALIAS."""
    parent, child = given.case(number="CAS-1"), given.case(number="CAS-2")

    answer = rest.as_(alice).post(f"/cases/CAS-2/{verb}", {"parent": "CAS-1"})

    assert (answer.status_code, fresh(child).parent_id) == (200, parent.pk)


def test_a_stale_writer_is_refused(given, rest, alice):
    """Red without if_match in on_one."""
    case = given.case(number="CAS-1")
    client = rest.as_(alice)
    client.patch("/cases/CAS-1", {"title": "First"}, If_Match='"1"')

    late = client.patch("/cases/CAS-1", {"title": "Second"}, If_Match='"1"')

    assert (late.status_code, late.json()["code"], fresh(case).title) == (412, "stale", "First")


def test_a_reader_who_has_the_version_is_told_so(given, rest, alice):
    """Red without fresh in reading.shown."""
    given.case(number="CAS-1")
    client = rest.as_(alice)

    first = client.get("/cases/CAS-1")
    again = client.get("/cases/CAS-1", If_None_Match=first["ETag"])

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.spec("M5")
def test_reading_a_merged_case_tells_where_it_goes_on(given, rest, alice):
    """Red without _survivor in reading.record."""
    cases = {n: given.case(number=f"CAS-{n}") for n in (1, 2, 3)}
    client = rest.as_(alice)
    client.post("/cases/CAS-1/merge", {"into": "CAS-2"})
    client.post("/cases/CAS-2/merge", {"into": "CAS-3"})

    merged = client.get("/cases/CAS-1").json()

    assert merged["survivor"] == {"id": str(cases[3].pk), "number": "CAS-3"}
    assert merged["merged_into"] == {"id": str(cases[2].pk), "number": "CAS-2"}
    below = client.get("/cases/CAS-3/merged?fields=number").json()
    assert below == {"items": [{"number": "CAS-2"}], "next": None}
    assert client.post("/cases/CAS-1/resolve", {"resolution": "x"}).json()["code"] == "merged-away"


def test_available_tells_what_may_be_done_and_why_not(given, rest, alice):
    """Red without kernel.available."""
    given.case(number="CAS-1", state=1, status=5)

    items = rest.as_(alice).get("/cases/CAS-1/available").json()["items"]

    told = {one["operation"]: (one["available"], one["code"]) for one in items}
    assert told["case.reopen"] == (True, None)
    assert told["case.resolve"] == (False, "already-closed")
    assert told["case.delete"] == (False, "forbidden")


def test_available_costs_the_same_for_any_number_of_operations(
    given, rest, alice, django_assert_max_num_queries
):
    """Red where available asks operation by operation."""
    given.case(number="CAS-1")
    client = rest.as_(alice)

    with django_assert_max_num_queries(34):  # twelve, and the previews of four trials
        client.get("/cases/CAS-1/available")


def test_the_story_of_a_case_is_read_page_by_page(given, rest, alice):
    """Red without _next in stories."""
    given.case(number="CAS-1")
    client = rest.as_(alice)
    for n in range(3):
        client.post("/cases/CAS-1/activities/log", {"kind": "note", "description": f"Note {n}"})

    first = client.get("/cases/CAS-1/timeline?limit=2&kinds=note").json()
    second = client.get(first["next"]).json()
    changes = client.get("/cases/CAS-1/history?limit=1").json()

    subjects = [one["subject"] for one in [*first["items"], *second["items"]]]
    assert (subjects, second["next"]) == (["Note 2", "Note 1", "Note 0"], None)
    assert {one["event"] for one in changes["items"]} == {"activity.logged"}


def test_a_file_goes_in_as_a_form_and_out_to_be_saved(given, rest, alice, settings, tmp_path):
    """Red without as_attachment in files.content."""
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    given.case(number="CAS-1")
    client = rest.as_(alice)
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("../evil.html", b"<script>", content_type="text/html")
    sent = client.client.post(
        "/api/v1/cases/CAS-1/attachments", {"file": file}, headers=client.headers
    )
    got = client.get(f"/attachments/{sent.json()['id']}/content")

    assert (sent.status_code, sent.json()["file_name"]) == (201, "evil.html")
    assert b"".join(got.streaming_content) == b"<script>"
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"] == 'attachment; filename="evil.html"'
    assert got["X-Content-Type-Options"] == "nosniff"


def test_the_secret_of_a_token_is_told_once(rest, admin):
    """Red without secret in writing.made."""
    client = rest.as_(admin)

    made = client.post("/tokens", {"name": "robot", "scopes": ["read"]}).json()

    assert made["secret"].startswith("cw_")
    assert "secret" not in client.get(f"/tokens/{made['id']}").json()
    assert "digest" not in client.get(f"/tokens/{made['id']}").json()


def test_the_documentation_needs_no_internet(rest, db):
    """Red where the page names another host."""
    page = rest.client.get("/api/v1/docs").content.decode()

    assert "swagger-ui-bundle.js" in page
    assert [part for part in ("http://", "https://", "//cdn") if part in page] == []
