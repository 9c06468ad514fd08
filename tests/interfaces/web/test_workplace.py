"""What people keep to work with cases, as the hub shows it."""

import json
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.edit import edit
from casework.models import Draft, QuickText
from casework.workplace.quick_texts import create as create_text
from casework.workplace.quick_texts import share as share_text
from tests.conftest import fresh
from tests.interfaces.web.visiting import visiting, words

HTMX = {"HX-Request": "true"}


def recent(answer):
    """The links under Recently viewed."""
    [part] = re.findall(r'<section class="recent".*?</section>', answer.content.decode(), re.S)
    return re.findall(r'<a href="([^"]+)"', part)


def test_what_was_looked_at_last_is_in_the_site_map_and_in_the_palette(given, alice):
    case, account = given.case(owner=alice), given.account(owner_user=alice.user)
    hers = visiting(alice)
    hers.get(f"/accounts/{account.pk}")
    hers.get(f"/cases/{case.number}")

    assert recent(hers.get("/queues")) == [f"/cases/{case.number}", f"/accounts/{account.pk}"]
    palette = hers.get("/palette", headers=HTMX).content.decode()
    assert "Recently viewed" in palette
    assert f'href="/cases/{case.number}"' in palette


def test_who_else_has_a_case_open_is_told_and_who_writes(given, alice, carol):
    case = given.case(owner=alice)
    there = f"/cases/{case.number}/presence"
    hers, others = visiting(alice), visiting(carol)

    others.post(there, {"version": case.version, "editing": "true"})
    writing = words(hers.post(there, {"version": case.version}))
    others.post(there, {"version": case.version})
    reading = words(hers.post(there, {"version": case.version}))
    others.post(there, {"gone": "1"})
    alone = words(hers.post(there, {"version": case.version}))

    assert (writing, reading, alone) == ("Carol is writing", "Also open by Carol", "")


def test_that_somebody_else_saved_is_told_with_the_way_to_load_again(given, alice, carol):
    case = given.case(owner=alice)
    edit(fresh(case), by=carol, title="Other title")
    there = f"/cases/{case.number}/presence"

    hers = words(visiting(alice).post(there, {"version": case.version}))
    now = words(visiting(alice).post(there, {"version": fresh(case).version}))

    assert hers.startswith("Saved by Carol at ")
    assert hers.endswith("Load again")
    assert now == ""


def test_a_draft_is_kept_until_it_is_sent(given, alice):
    case = given.case(owner=alice)
    hers, here = visiting(alice), f"/cases/{case.number}"
    values = json.dumps({"kind": "note", "description": "Half a thought"})

    kept = hers.post("/drafts", {"place": f"compose:{case.number}", "values": values})
    shown = hers.get(here).content.decode()
    hers.post(f"{here}/compose", {"kind": "note", "description": "A whole thought"})

    assert kept.status_code == 204
    assert "Half a thought" in shown
    assert "Half a thought" not in hers.get(here).content.decode()
    assert Draft.objects.count() == 0


def test_quick_texts_fit_the_case_and_their_places_are_filled(given, alice):
    account = given.account("Foundry", owner_user=alice.user)
    case = given.case(owner=alice, account=account)
    create_text(by=alice, title="Hello", text="Dear {customer}, about {case.number}: {unknown}")
    create_text(by=alice, title="Salut", text="Bună", language="ro")
    [hello] = QuickText.objects.filter(title="Hello")

    page = visiting(alice).get(f"/cases/{case.number}?text={hello.pk}").content.decode()

    told = f"Dear Foundry, about {case.number}: {{unknown}}"
    assert f'data-quick="{told}"' in page
    assert f">{told}</textarea>" in page
    assert "Salut" not in page


def test_texts_of_others_are_used_where_they_are_shared_and_changed_by_their_owner(
    given, alice, carol
):
    create_text(by=carol, title="Shared", text="For all")
    create_text(by=carol, title="Hidden", text="For me")
    share_text(QuickText.objects.get(title="Shared"), by=carol, shared_with="everyone")

    hers, theirs = visiting(alice).get("/texts"), visiting(carol).get("/texts")

    assert "For all" in words(hers)
    assert "For me" not in words(hers)
    assert "/do/quick_text.edit" not in hers.content.decode()
    assert "/do/quick_text.edit" in theirs.content.decode()


def test_a_case_page_asks_as_much_with_few_as_with_many_texts_and_visits(given, alice):
    cases = given.cases(8, owner=alice)
    hers = visiting(alice)

    def asked():
        with CaptureQueriesContext(connection) as caught:
            hers.get(f"/cases/{cases[0].number}")
        return len(caught)

    create_text(by=alice, title="Hello", text="Dear")
    asked()
    few = asked()
    for one in cases:
        hers.get(f"/cases/{one.number}")
        create_text(by=alice, title=f"Hello {one.pk}", text="Dear")

    assert asked() == few
