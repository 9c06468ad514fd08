"""Bad situations: two clicks, ways elsewhere, ended sessions, bodies nobody can read."""

import html
import re

import pytest
from django.test import Client

from casework.interfaces.calling import call
from casework.kernel.operations import OPERATIONS
from casework.models import Account, Activity, Case, QueueItem
from tests.conftest import AGENT
from tests.interfaces.web.conftest import fingerprint, text


def field(answer, name):
    """The value of a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())[1]


@pytest.fixture
def case(given, alice):
    """One of alice's cases."""
    return given.case(owner=alice, title="No toner")


def test_a_dialog_that_is_sent_twice_makes_one_record(web, alice):
    """Red without the token of the form."""
    client = web.as_(alice)
    form = {
        "name": "Acme",
        "step": "confirm",
        "once": field(client.get("/do/account.create"), "once"),
    }

    first, second = (client.post("/do/account.create", form) for _n in range(2))

    assert Account.objects.filter(name="Acme").count() == 1
    assert (second.status_code, second["Location"]) == (303, first["Location"])


def test_another_answer_in_the_same_form_is_no_repetition(web, alice):
    """Red when what was typed after going back is taken for what was sent before."""
    client = web.as_(alice)
    once = field(client.get("/do/account.create"), "once")
    for name in ("Acme", "Bolt"):
        client.post("/do/account.create", {"name": name, "step": "confirm", "once": once})

    assert Account.objects.filter(name__in=("Acme", "Bolt")).count() == 2


def test_a_note_that_is_sent_twice_stands_once(web, alice, case):
    """Red without the token in the composer."""
    client = web.as_(alice)
    page = client.get(f"/cases/{case.number}")
    form = {"kind": "note", "description": "Told them", "once": field(page, "once")}

    places = [client.post(f"/cases/{case.number}/compose", form)["Location"] for _n in range(2)]

    assert Activity.objects.filter(case=case).count() == 1
    assert places[0] == places[1]


def test_a_record_that_was_deleted_while_its_dialog_was_open_is_told_in_the_dialog(
    given, web, admin, case
):
    """Red where a whole page is put into the dialog, or where it fails."""
    client = web.as_(admin)
    client.confirm("case.delete", case)
    assert Case.objects.count() == 0

    answer = client.post(
        "/do/case.resolve", {"on": case.number, "step": "confirm"}, **{"HX-Request": "true"}
    )

    assert answer.status_code == 404
    assert b"<html" not in answer.content
    assert b"data-dialog-inner" in answer.content


@pytest.mark.parametrize(
    "there",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:x",
     "/\t/elsewhere.example", "/\n/elsewhere.example", "/a\r\nX-Evil: 1"],
)  # fmt: skip
def test_no_dialog_leads_elsewhere(web, alice, case, there):
    """Red when `next` is believed: in the way back, and where a dialog ends."""
    client = web.as_(alice)

    shown = client.client.get("/do/case.assign", {"on": case.number, "next": there})
    assert 'href="/cases" data-close' in shown.content.decode()
    form = {"on": case.number, "whom": "me", "note": "x", "step": "confirm", "next": there}
    asked = client.client.post("/do/case.assign", {**form, "step": "preview"})
    done = client.post("/do/case.assign", {**form, "fingerprint": fingerprint(asked)},
                       **{"HX-Request": "true"})  # fmt: skip
    assert re.fullmatch(r"/(\?did=[0-9a-f-]+)?", done.get("HX-Redirect", "/"))


@pytest.mark.parametrize(
    ("before", "back"),
    [("http://testserver/cases?view=all", "http://testserver/cases?view=all"),
     ("https://elsewhere.example/", "/cases"), ("javascript:alert(1)", "/cases")],
)  # fmt: skip
def test_the_way_back_of_a_dialog_is_a_page_of_ours(web, alice, case, before, back):
    """Red when the Referer is believed."""
    shown = web.as_(alice).get(f"/do/case.cancel?on={case.number}", Referer=before)

    assert f'href="{back}" data-close' in shown.content.decode()


def test_a_session_that_ended_leads_back_to_where_one_was(client):
    """Red when a form that was sent forgets its page, or a script is led away from its form."""
    here = "http://testserver/cases/CAS-1?tab=details"
    sent = client.post("/cases/CAS-1", headers={"Referer": here})
    asked = client.get("/bell/count", headers={"HX-Request": "true", "HX-Current-URL": here})
    typed = client.post("/do/case.edit", headers={"HX-Request": "true", "HX-Current-URL": here})
    forged = client.post("/cases/CAS-1", headers={"Referer": "https://elsewhere.example/a"})

    there = "/sign-in?next=%2Fcases%2FCAS-1%3Ftab%3Ddetails"
    assert (sent["Location"], asked["HX-Redirect"], forged["Location"]) == (
        there,
        there,
        "/sign-in",
    )
    assert (asked.status_code, typed.status_code, typed.get("HX-Redirect")) == (401, 401, None)


def test_what_cannot_be_read_is_refused_in_words_and_guarded(web, alice, settings):
    """Red for the bare pages of the framework, and without the policy on them."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
    client = web.as_(alice).client
    large = client.post("/do/account.create", {"name": "a" * 2_000})
    broken = client.post("/drafts", b"--x\r\n", content_type="multipart/form-data; boundary=")
    many = client.get("/cases", {"on": [str(n) for n in range(1_001)]})
    host = client.get("/cases", headers={"Host": "elsewhere.example"})
    nobody = Client().get("/cases")

    told = [(one.status_code, "Content-Security-Policy" in one) for one in
            (large, broken, many, host, nobody)]  # fmt: skip
    assert told == [(413, True), (400, True), (400, True), (400, True), (302, True)]
    assert "more than can be sent at once" in text(large)
    assert "cannot be read" in text(many)


def test_a_stage_changes_only_when_it_is_sent(web, alice, case):
    """Red where an address alone is answered by an operation."""
    answer = web.as_(alice).get(f"/cases/{case.number}/stage?stage=2")

    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.number}")


def test_a_case_does_not_name_a_parent_that_its_reader_may_not_see(given, web):
    """Red without visible_to in the tab of relationships."""
    nora = given.user("nora", AGENT, unit=given.unit("North"))
    sam = given.user("sam", AGENT, unit=given.unit("South"))
    parent = given.case(owner=nora, title="Hidden story")
    child = given.case(owner=sam, parent=parent)

    shown = text(web.as_(sam).get(f"/cases/{child.number}?tab=relationships"))

    assert ("Hidden story" in shown, "Parent case not visible to you" in shown) == (False, True)


def test_whoever_holds_no_role_finds_empty_lists_and_dashboards(web, bob):
    """Red when one cannot be found by `me` without the right to look people up."""
    client = web.as_(bob)

    assert [client.get(one).status_code for one in ("/cases", "/activities", "/dashboards")] == [
        200
    ] * 3


@pytest.mark.parametrize("words", ["zzz", "2026-01-01T00:00:00+00:00_1_7"])
def test_a_place_in_a_story_that_is_none_is_refused_in_words(web, alice, case, words):
    """Red where it is a mistake of ours."""
    client = web.as_(alice)
    place = f"/cases/{case.number}"

    told = [client.get(f"{one}?before={words}").status_code for one in (place, f"{place}/timeline")]
    assert told == [422, 422]


def test_all_of_a_list_is_asked_only_of_what_has_one(web, alice):
    """Red for a mistake of ours."""
    assert web.as_(alice).get("/do/view.delete?all=view%3Dall").status_code == 422


def test_all_of_a_queue_is_what_waits_in_it(given, web, admin):
    """Red when it is all of every queue, or a mistake of ours."""
    queue, other = given.queue("Printers"), given.queue("Screens")
    mine, _others = (given.queue_item(one, given.case()) for one in (queue, other))
    client = web.as_(admin)
    page = client.get(f"/queues/{queue.pk}?view=all").content.decode()
    every = html.unescape(re.search(r'name="all" value="([^"]*)"', page)[1])

    client.client.post("/do/queue_item.remove", {"all": every, "step": "confirm"})

    left = QueueItem.objects.filter(QueueItem.WAITING).values_list("queue__name", flat=True)
    assert list(left) == ["Screens"], mine


def test_not_all_of_a_stream_is_chosen_at_once(web, given, admin, alice):
    """Red when what is confirmed is about other rows than the list shows."""
    queue = given.queue("Printers")
    given.queue_item(queue, given.case())
    said = {"name": "Mine", "layout": {"streams": [{"queue": str(queue.pk)}], "charts": []}}
    board = call(OPERATIONS["dashboard.create"], [], said, by=admin).created["dashboard"][0]

    page = web.as_(admin).get(f"/dashboards/{board}/streams/s0?view=all").content.decode()

    assert ("Case" in page, 'name="all"' in page) == (True, False)
