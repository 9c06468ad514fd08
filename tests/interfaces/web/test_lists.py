"""The lists: what they show, and that nothing else is in them."""

import re

import pytest

from casework.models import Case
from tests.interfaces.web.conftest import text


def numbers(answer):
    """The cases of a list, in its order."""
    return re.findall(r'<tr data-key="([^"]+)"', answer.content.decode())


@pytest.fixture
def office(given, alice, carol):
    """Cases of many states and owners."""
    team = given.team("Desk", alice)
    made = {
        "mine": given.case(owner=alice, title="Mine"),
        "hers": given.case(owner=carol, title="Hers"),
        "ours": given.case(team=team, title="Ours"),
        "done": given.case(owner=alice, state=1, status=5, closed_at="2026-01-01T00:00:00Z"),
        "gone": given.case(owner=alice, state=2, status=6, closed_at="2026-01-01T00:00:00Z"),
        "late": given.case(owner=alice, follow_up_by="2020-01-01"),
    }
    made["child"] = given.case(owner=carol, parent=made["hers"])
    return made


@pytest.mark.spec("S2")
@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("my-active", {"mine", "late"}),
        ("active", {"mine", "hers", "ours", "late", "child"}),
        ("all", {"mine", "hers", "ours", "done", "gone", "late", "child"}),
        ("resolved", {"done"}),
        ("cancelled", {"gone"}),
        ("my-resolved", {"done"}),
        ("my-teams", {"ours"}),
        ("unassigned", {"ours"}),
        ("overdue", {"late"}),
        ("children", {"child"}),
        ("no such view", {"mine", "late"}),
    ],
)
def test_each_view_shows_its_cases(office, web, alice, view, shown):
    """Red without the filter of the view."""
    answer = web.as_(alice).get(f"/cases?view={view}")

    assert set(numbers(answer)) == {office[name].number for name in shown}
    assert ("1 row " if len(shown) == 1 else f"{len(shown)} rows ") in text(answer)


def test_the_list_opens_on_my_active_cases(office, web, alice):
    """Red when another view is the first."""
    assert "My Active Cases" in text(web.as_(alice).get("/cases"))


def test_nobody_sees_what_they_may_not_see(office, web, bob):
    """Red without visible_to."""
    answer = web.as_(bob).get("/cases?view=all")

    assert numbers(answer) == []
    assert web.as_(bob).get(f"/cases/{office['mine'].number}").status_code == 404


def test_a_list_is_searched_filtered_and_sorted_by_its_address(office, web, alice):
    """Red when one of them is lost on the way."""
    client = web.as_(alice)

    assert numbers(client.get("/cases?view=all&q=ours")) == [office["ours"].number]
    assert numbers(client.get("/cases?view=all&title=Hers")) == [office["hers"].number]
    found = numbers(client.get("/cases?view=active&sort=title&title.in=Mine,Hers,Ours"))
    assert found == [office[name].number for name in ("hers", "mine", "ours")]


@pytest.mark.parametrize("address", ["sort=nothing", "nothing=1", "priority=soon", "limit=0",
                                     "after=x", "q=%00", "created_at.gt=never"])  # fmt: skip
def test_a_wrong_address_is_told_above_an_empty_list(office, web, alice, address):
    """Red when it is a mistake of ours."""
    answer = web.as_(alice).get(f"/cases?{address}")

    assert answer.status_code == 422
    assert "Show the list without it" in text(answer)


def test_the_filter_form_leads_to_the_address_of_the_filter(office, web, alice):
    """Red without `filtered`."""
    form = "/cases?add=filter&view=all&column=title&operator=contains&value=our"
    there = web.as_(alice).get(form)["Location"]

    assert there == "/cases?view=all&title.contains=our"
    page = web.as_(alice).get(there)
    assert numbers(page) == [office["ours"].number]
    assert "Title contains our" in text(page)


def test_pages_follow_one_another_and_hold_each_row_once(given, web, alice):
    """Red when the cursor is lost, or a row is on two pages."""
    given.cases(7, owner=alice)
    client, address, seen = web.as_(alice), "/cases?view=all&limit=3", []
    while address:
        page = client.get(address)
        seen += numbers(page)
        found = re.search(r'href="([^"]+)" rel="next"', page.content.decode())
        address = found and found[1].replace("&amp;", "&")

    assert sorted(seen) == sorted(Case.objects.values_list("number", flat=True))


@pytest.mark.parametrize("rows", [1, 40])
def test_a_list_costs_the_same_at_any_length(given, web, alice, rows, django_assert_num_queries):
    """Red with a query for each row."""
    given.cases(rows, owner=alice)
    client = web.as_(alice)
    client.get("/cases")

    with django_assert_num_queries(14):
        client.get("/cases")


def test_what_is_shown_is_escaped(given, web, alice):
    """Red when a cell is trusted."""
    given.case(owner=alice, title="<script>alert(1)</script>", account=given.account("<b>A</b>"))

    content = web.as_(alice).get("/cases").content.decode()

    assert "<script>alert" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert "&lt;b&gt;A&lt;/b&gt;" in content


@pytest.mark.parametrize("path", ["/activities", "/accounts", "/contacts", "/queues",
                                  "/activities?view=due", "/activities?view=overdue"])  # fmt: skip
def test_every_list_of_the_site_map_opens(given, web, alice, path):
    """Red when one fails."""
    case = given.case(owner=alice)
    given.activity(case, owner=alice, due_at="2020-01-01T00:00:00Z")
    given.queue("Front")

    assert web.as_(alice).get(path).status_code == 200


def test_all_of_a_list_can_be_chosen_also_where_nothing_is_asked_of_it(given, web, alice):
    """Red when the first view, whose address asks nothing, offers no choice of all."""
    given.cases(2, owner=alice)

    page = web.as_(alice).get("/cases").content.decode()

    assert 'name="all" value="view="' in page


def test_each_row_has_a_way_to_peek_that_is_a_page_without_scripts(given, web, alice):
    """Red without the link, and when the answer is a part of a page only."""
    case = given.case(owner=alice, title="Cold")
    client = web.as_(alice)

    page = client.get("/cases?view=all").content.decode()
    peeked = client.get(f"/peek/{case.number}")

    link = f'<a class="peek" href="/peek/{case.number}" data-dialog aria-label="Peek at'
    assert f"{link} {case.number}" in page
    assert f"{case.number} Cold" in text(peeked)
    assert "data-dialog-inner" in client.htmx(f"/peek/{case.number}").content.decode()
