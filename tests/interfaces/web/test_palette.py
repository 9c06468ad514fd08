"""The command palette: what fits a few letters."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.interfaces.web.visiting import visiting, words

HTMX = {"HX-Request": "true"}


def entries(answer):
    """The lines of a palette: where each leads (empty where it is refused) by its words."""
    text = answer.content.decode()
    found = re.findall(r'<(a|span) role="option"(.*?)>(.*?)</\1>', text, re.S)
    made = {}
    for _tag, given, inner in found:
        label = " ".join(re.sub(r"<[^>]+>", " ", inner).split())
        [to] = re.findall(r'href="([^"]*)"', given) or [""]
        made[label] = to.replace("&amp;", "&")
    return made


def test_every_page_and_view_is_there_and_a_few_letters_find_it(alice):
    hers = visiting(alice)

    every = entries(hers.get("/palette", headers=HTMX))
    few = entries(hers.get("/palette?q=over fol", headers=HTMX))

    assert {"Dashboards", "Queues", "Your settings", "My Active Cases Cases"} <= every.keys()
    assert few == {
        "Overdue Follow-ups Cases": "/cases?view=overdue",
        "Search for over fol": "/search?q=over+fol",
    }


def test_the_operations_on_the_open_case_are_there_and_the_refused_say_why(given, alice):
    case = given.case(owner=alice, state=1, status=5)

    shown = entries(visiting(alice).get(
        f"/palette?q=re&noun=case&on={case.number}&next=/cases/{case.number}", headers=HTMX,
    ))  # fmt: skip

    reopen = f"/do/case.reopen?on={case.number}&next=%2Fcases%2F{case.number}"
    assert shown[f"Reopen {case}"] == reopen
    [refused] = [label for label, to in shown.items() if label.startswith("Resolve ")]
    assert shown[refused] == ""
    assert "Reopen" in refused


def test_of_selected_rows_a_command_is_there_where_it_may_be_done_to_one(given, alice):
    one, other = given.case(owner=alice), given.case(owner=alice, state=1, status=5)

    shown = entries(visiting(alice).get(
        f"/palette?noun=case&on={one.number}&on={other.number}", headers=HTMX
    ))  # fmt: skip

    keys = f"on={one.number}&on={other.number}"
    assert shown["Resolve Case: 2 selected rows"] == f"/do/case.resolve?{keys}"
    assert shown["Merge cases Case: 2 selected rows"] == f"/do/case.merge?{keys}"


def test_words_find_cases_by_number_and_title_accounts_and_contacts(given, alice):
    account = given.account("Țesătoria", owner_user=alice.user)
    contact = given.contact("Ana Țesător", account=account, owner_user=alice.user)
    case = given.case(owner=alice, title="tesatura rupta", account=account)
    hers = visiting(alice)

    shown = entries(hers.get("/palette?q=tesat", headers=HTMX))
    by_number = entries(hers.get(f"/palette?q={case.number}", headers=HTMX))

    assert {
        f"{case.number} tesatura rupta Case": f"/cases/{case.number}",
        "Țesătoria Account": f"/accounts/{account.pk}",
        "Ana Țesător Contact": f"/contacts/{contact.pk}",
    }.items() <= shown.items()
    assert by_number[f"{case.number} tesatura rupta Case"] == f"/cases/{case.number}"


def test_what_may_not_be_seen_is_not_found_and_not_in_view(given, alice):
    case = given.case(owner=alice, title="tesatura")
    stranger = visiting(
        given.user("zoe", "Customer Service Representative", unit=given.unit("Away"))
    )

    found = entries(stranger.get("/palette?q=tesat", headers=HTMX))
    commands = entries(stranger.get(f"/palette?noun=case&on={case.number}", headers=HTMX))

    assert list(found) == ["Search for tesat"]
    assert not [label for label in commands if label.startswith("Resolve ")]


def test_it_works_as_a_page_without_scripts(given, alice):
    case = given.case(owner=alice)
    hers = visiting(alice)
    [link] = re.findall(
        r'href="(/palette[^"]*)"', hers.get(f"/cases/{case.number}").content.decode()
    )

    page = hers.get(link.replace("&amp;", "&"))

    assert f"/do/case.resolve?on={case.number}" in page.content.decode()
    assert "Your settings" in words(page)


def test_it_asks_as_much_of_one_row_as_of_many(given, alice):
    cases = given.cases(12, owner=alice)
    hers = visiting(alice)

    def asked(some):
        on = "&".join(f"on={one.number}" for one in some)
        with CaptureQueriesContext(connection) as caught:
            hers.get(f"/palette?noun=case&q=re&{on}", headers=HTMX)
        return len(caught)

    asked(cases[:1])
    assert asked(cases) == asked(cases[:2])
