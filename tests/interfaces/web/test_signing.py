"""Who may come in, and what a session is worth."""

import pytest
from django.test import Client

from casework.models import User
from casework.people.users import deactivate, set_password
from tests.interfaces.web.conftest import text

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
