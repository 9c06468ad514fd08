"""Who may come in, and what a session is worth."""

import html
import re

import pytest
from django.test import Client

from casework.models import Case, User
from casework.people.users import deactivate, set_password
from tests.interfaces.web.conftest import text
from tests.interfaces.web.visiting import form_of
from tests.interfaces.web.world import upload

PASSWORD = "tall green hedges"


@pytest.fixture
def client(given, alice):
    """A browser in which nobody has signed in; alice has a password."""
    set_password(User.objects.get(pk=alice.user), by=given.admin, password=PASSWORD)
    return Client()


def sign_in(client, password=PASSWORD, **more):
    return client.post("/sign-in", {"username": "alice", "password": password, **more})


@pytest.mark.parametrize("path", ["/", "/cases", "/cases/CAS-1", "/do/case.open", "/search?q=a"])
def test_nobody_sees_a_page_before_signing_in(client, path):
    """Red without the way to sign in of Entrance."""
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")


def test_who_signs_in_comes_where_they_wanted(client):
    """Red when `next` is lost."""
    wanted = client.get("/cases?view=all")["Location"]
    page = client.get(wanted).content.decode()

    assert 'name="next" value="/cases?view=all"' in page
    assert sign_in(client, next="/cases?view=all")["Location"] == "/cases?view=all"
    assert client.get("/cases?view=all").status_code == 200


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "/\\evil"])
def test_signing_in_never_leads_elsewhere(client, there):
    """Red without the check of the host."""
    assert sign_in(client, next=there)["Location"] == "/"


@pytest.mark.parametrize("name", ["alice", "nobody", "", "a\0b", "a" * 5_000])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(client, name):
    """Red when one can learn which names there are."""
    answer = client.post("/sign-in", {"username": name, "password": "wrong"})

    assert answer.status_code == 422
    assert "This name and this password do not fit together" in text(answer)


def test_a_session_ends_with_the_password_it_began_with(client, given, alice):
    """Red without the hash in the session."""
    sign_in(client)
    set_password(User.objects.get(pk=alice.user), by=given.admin, password="another long one")

    assert client.get("/cases").status_code == 302


def test_a_session_ends_with_its_user(client, given, alice):
    """Red when a deactivated user keeps a session."""
    sign_in(client)
    deactivate(User.objects.get(pk=alice.user), by=given.admin)

    assert client.get("/cases").status_code == 302


def test_signing_out_ends_the_session(client):
    """Red when the session is kept."""
    sign_in(client)
    client.post("/sign-out")

    assert client.get("/cases").status_code == 302


def test_a_form_from_elsewhere_is_refused():
    """Red without the check of forged requests."""
    answer = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "a", "password": "b"})

    assert answer.status_code == 403


def test_every_page_forbids_what_is_inline_and_what_comes_from_elsewhere(web, given, alice):
    """Red without the policy of Entrance."""
    answer = web.as_(alice).get("/cases")

    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert (answer["X-Frame-Options"], answer["Cache-Control"]) == ("DENY", "no-store")


@pytest.mark.parametrize(("language", "word"), [("en", "Sign in"), ("ro", "html lang=\"ro\""),
                                                ("id", "html lang=\"id\"")])  # fmt: skip
def test_the_page_to_sign_in_speaks_the_language_chosen(client, language, word):
    """Red without the cookie."""
    client.get(f"/language?to={language}&next=/sign-in")

    assert word in client.get("/sign-in").content.decode()


@pytest.fixture
def browser(client):
    """A browser without scripts, whose forms bear what keeps others from sending them."""
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/sign-in").content.decode()
    strict.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    return strict


def hidden(answer, name):
    """What a hidden field of a page says."""
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', answer.content.decode())
    return html.unescape(found[1]) if found else ""


def test_what_was_typed_after_the_session_ended_goes_through_signing_in_and_is_not_done(
    browser, given, alice
):
    """Red when it is lost, and when it is done without being sent once more."""
    case = given.case(owner=alice, title="Cold")
    typed = {"title": "Quite <cold>", "title:was": "Cold", "version": "1",
             "description": "line\nline", "csrfmiddlewaretoken": browser.token}  # fmt: skip

    asked = browser.post(f"/cases/{case.number}", typed)
    wrong = browser.post("/sign-in", {
        "username": "alice", "password": "wrong", "carried": hidden(asked, "carried"),
        "csrfmiddlewaretoken": browser.token})  # fmt: skip
    answer = browser.post("/sign-in", {
        "username": "alice", "password": PASSWORD, "carried": hidden(wrong, "carried"),
        "csrfmiddlewaretoken": browser.token})  # fmt: skip
    page = browser.get(answer["Location"])

    assert (asked.status_code, wrong.status_code) == (401, 422)
    assert "What you typed is kept" in text(asked)
    assert (answer.status_code, answer["Location"]) == (302, "/typed")
    assert Case.objects.get().title == "Cold"
    form = form_of(page, f"/cases/{case.number}")
    assert (form["title"], form["description"]) == ("Quite <cold>", "line\nline")
    assert (form["title:was"], form["version"]) == ("Cold", "1")

    form["csrfmiddlewaretoken"] = browser.token
    browser.post(f"/cases/{case.number}", form)
    assert Case.objects.get().title == "Quite <cold>"


def test_a_dialog_that_was_confirmed_without_a_session_is_shown_before_it_is_done(
    browser, given, alice
):
    """Red when the step that confirms is carried along."""
    case = given.case(owner=alice)
    typed = {"on": case.number, "resolution": "Fixed", "step": "confirm", "resolution_type": "5",
             "csrfmiddlewaretoken": browser.token}  # fmt: skip

    asked = browser.post("/do/case.resolve", typed)
    browser.post("/sign-in", {"username": "alice", "password": PASSWORD,
                              "carried": hidden(asked, "carried"),
                              "csrfmiddlewaretoken": browser.token})  # fmt: skip
    form = form_of(browser.get("/typed"), "/do/case.resolve")
    shown = browser.post("/do/case.resolve", {**form, "csrfmiddlewaretoken": browser.token})

    assert "step" not in form
    assert shown.status_code == 200
    assert form_of(shown, "/do/case.resolve")["resolution"] == "Fixed"
    assert Case.objects.get().state == 0


@pytest.mark.parametrize(
    ("path", "typed", "has_token"),
    [
        ("/cases/CAS-1", {"title": "x"}, False),
        ("/me", {"part": "password", "present": "secret", "password": "secret2"}, True),
        ("/sign-out", {"title": "x"}, True),
        ("/cases/CAS-1", {"title": " ", "version": "1"}, True),
        ("/cases/CAS-1", {"title": "x" * 300_000}, True),
    ],
)
def test_what_is_forged_secret_or_nothing_is_not_carried(browser, path, typed, has_token):
    """Red without a condition of carrying.carried."""
    token = {"csrfmiddlewaretoken": browser.token} if has_token else {}

    answer = browser.post(path, {**typed, **token})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "said",
    ["{", "[]", "1", '{"to": "//evil.example", "said": []}', '{"to": "/\\\\evil", "said": []}',
     '{"to": "https://evil.example/", "said": []}', '{"to": "/cases", "said": [1]}',
     '{"to": 7, "said": []}', '{"said": []}'],
)  # fmt: skip
def test_what_nobody_typed_leads_nowhere_else(client, said):
    """Red when what is carried may name another site, or breaks the way in."""
    answer = sign_in(client, carried=said)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/typed")["Location"] == "/"


def test_files_are_not_carried_and_that_is_said(browser, given, alice):
    """Red when nobody is told that a file is gone."""
    case = given.case(owner=alice)
    typed = {"description": "see file", "files": upload(), "csrfmiddlewaretoken": browser.token}

    asked = browser.post(f"/cases/{case.number}/compose", typed)
    browser.post("/sign-in", {"username": "alice", "password": PASSWORD,
                              "carried": hidden(asked, "carried"),
                              "csrfmiddlewaretoken": browser.token})  # fmt: skip

    assert "Files could not be kept" in text(browser.get("/typed"))
