"""What a page says that went wrong: the reason, what helps, and ways on."""

import re

import pytest
from django.test import RequestFactory

from casework.interfaces.web.failing import failed
from tests.interfaces.web.visiting import visiting, words


def ways(answer):
    """The ways on from a page that failed, in their order."""
    part = answer.content.decode().partition('class="ways"')[2].partition("</p>")[0]
    return re.findall(r'href="([^"]*)">([^<]*)<', part)


def test_what_is_not_there_is_looked_for_and_one_comes_back_to_where_one_was(given, alice):
    """Red when a page is a dead end."""
    answer = visiting(alice).get(
        "/cases/CAS-NOPE", headers={"Referer": "http://testserver/cases?view=all"}
    )

    assert answer.status_code == 404
    assert "There is no case CAS-NOPE that you can see." in words(answer)
    assert 'action="/search"' in answer.content.decode()
    assert ways(answer) == [("/cases?view=all", "Back to where you were"),
                            ("/cases", "To the cases")]  # fmt: skip


def test_no_way_leads_to_another_site_or_to_the_same_page(given, alice):
    """Red without the check of where one came from."""
    hers = visiting(alice)

    for before in ("http://evil.example/cases", "http://testserver/cases/CAS-NOPE"):
        answer = hers.get("/cases/CAS-NOPE", headers={"Referer": before})
        assert ways(answer) == [("/cases", "To the cases")]


@pytest.mark.parametrize(
    ("status", "help_", "first"),
    [
        (403, "whoever administers roles", "Back to where you were"),
        (409, "Look at it as it is now", "See how it stands now"),
        (422, "put it right", "Back to where you were"),
        (500, "the number below", "Try again"),
    ],
)
def test_each_refusal_says_what_helps(rf: RequestFactory, status, help_, first):
    """Red without a line of failing.HELP."""
    request = rf.get("/cases/CAS-1", headers={"Referer": "http://testserver/cases?view=all"})
    request.request_id = "r-1"

    answer = failed(request, status, "Not done", "This is why.")

    assert answer.status_code == status
    told = words(answer)
    assert ("This is why." in told, help_ in told, " r-1" in told) == (True, True, status == 500)
    assert ways(answer)[0][1] == first
    assert "Content-Security-Policy" in answer
