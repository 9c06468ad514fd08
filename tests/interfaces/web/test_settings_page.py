"""Your settings: each saves their own."""

import pytest

from casework.models import Preference, User
from casework.people.users import set_password
from tests.interfaces.web.visiting import form_of, visiting, words


def test_everybody_chooses_their_language_and_time_zone(given, bob):
    his = visiting(bob)

    answer = his.post("/me", {"part": "language", "language": "id", "time_zone": "Asia/Jakarta"})

    assert answer.status_code == 303
    user = User.objects.get(pk=bob.user)
    assert (user.language, user.time_zone) == ("id", "Asia/Jakarta")
    assert 'lang="id"' in his.get("/me").content.decode()


def test_a_theme_and_a_density_are_on_every_page(given, bob):
    his = visiting(bob)
    form = form_of(his.get("/me"), "/me#looks")

    his.post("/me", {**form, "theme": "contrast", "density": "compact"})

    assert 'data-theme="contrast" data-density="compact"' in his.get("/cases").content.decode()


def test_keys_are_chosen_otherwise_and_switched_off(given, bob):
    his = visiting(bob)
    form = form_of(his.get("/me"), "/me#keys")

    refused = his.post("/me", {**form, "key.resolve": "a"})
    his.post("/me", {**form, "key.resolve": "R", "shortcuts_on": "false"})

    assert refused.status_code == 422
    page = his.get("/cases").content.decode()
    assert 'data-shortcuts="off"' in page
    assert 'data-keys="{&quot;R&quot;: &quot;r&quot;}"' in page


def test_everybody_sets_their_password_knowing_the_present_one_and_stays_signed_in(given, bob):
    set_password(User.objects.get(pk=bob.user), by=given.admin, password="tall green hedges")
    here, other = visiting(bob), visiting(bob)

    wrong = here.post("/me", {"part": "password", "present": "no", "password": "wide red fields"})
    right = here.post(
        "/me", {"part": "password", "present": "tall green hedges", "password": "wide red fields"}
    )

    assert wrong.status_code == 422
    assert "is not your password" in words(wrong)
    assert right.status_code == 303
    assert here.get("/me").status_code == 200
    assert other.get("/me").status_code == 302


def test_one_signs_out_everywhere_else_and_nobody_else_is_signed_out(given, alice, bob):
    here, there, his = visiting(alice), visiting(alice), visiting(bob)

    here.post("/me", {"part": "sessions"})

    assert [one.get("/me").status_code for one in (here, there, his)] == [200, 302, 200]


@pytest.mark.parametrize(
    ("wish", "leads"),
    [("stay", "/cases/{0}"), ("next", "/cases/{1}"), ("list", "/cases?view=all&sort=number")],
)
def test_after_an_operation_one_is_where_one_wishes(given, alice, wish, leads):
    cases = given.cases(3, owner=alice)
    Preference.objects.filter(user=alice.user).delete()
    hers = visiting(alice)
    hers.post("/me", {**form_of(hers.get("/me"), "/me#looks"), "after_operation": wish})
    hers.get("/cases?view=all&sort=number")
    here = f"/cases/{cases[0].number}"

    answer = hers.post(
        "/do/case.assign",
        {"on": cases[0].number, "next": here, "step": "confirm", "to": "admin", "whom": "other"},
    )

    expected = leads.format(cases[0].number, cases[1].number)
    assert answer["Location"].partition("did=")[0].rstrip("?&") == expected


def test_the_first_view_of_the_cases_is_the_one_that_was_chosen(given, alice):
    hers = visiting(alice)
    hers.post("/me", {**form_of(hers.get("/me"), "/me#looks"), "default_view": "resolved"})

    assert "Cases Resolved Cases" in words(hers.get("/cases"))
    assert "Cases My Active Cases" in words(hers.get("/cases?view=my-active"))
