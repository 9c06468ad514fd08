"""Lists that people keep as views of their own."""

import re

from casework.models import View
from casework.workplace.views import create as create_view
from casework.workplace.views import share as share_view
from tests.interfaces.web.visiting import form_of, visiting, words


def numbers(answer):
    """The cases in a list, in their order."""
    return re.findall(r'data-key="(CAS-[^"]+)"', answer.content.decode())


def kept(given, alice, **columns):
    """A view of alice's: high cases, or those that are escalated."""
    either = [{"column": "priority", "operator": "eq", "value": "high"},
              {"column": "is_escalated", "operator": "eq", "value": "true"}]  # fmt: skip
    create_view(by=alice, name="Hot", table="case", filter={"any": either}, **columns)
    return View.objects.get(name="Hot")


def test_a_list_is_saved_as_it_is_shown_and_is_there_in_the_menu(given, alice):
    high = given.case(owner=alice, priority=1)
    given.case(owner=alice, priority=3)
    query = "view=my-active&priority=high&sort=title&columns=number,title,customer"
    hers = visiting(alice)

    answer = hers.post(
        "/views/save", {"noun": "case", "place": "/cases", "query": query, "name": "Mine, high"}
    )

    view = View.objects.get()
    assert answer["Location"] == f"/cases?view={view.pk}"
    assert view.filter == {
        "all": [
            {"column": "state", "operator": "eq", "value": "active"},
            {"column": "owner_user", "operator": "eq", "value": "me"},
            {"column": "priority", "operator": "eq", "value": "high"},
        ]
    }
    page = hers.get(answer["Location"])
    assert numbers(page) == [high.number]
    assert "Case number Title ↑ Customer" in words(page)
    assert f'href="/cases?view={view.pk}"' in hers.get("/cases").content.decode()


def test_conditions_joined_by_any_are_shown_counted_exported_and_narrowed_further(given, alice):
    hot = given.case(owner=alice, priority=1, title="A")
    escalated = given.case(owner=alice, priority=3, is_escalated=True, title="B")
    given.case(owner=alice, priority=3, title="C")
    view, hers = kept(given, alice, sort="title"), visiting(alice)

    page = hers.get(f"/cases?view={view.pk}")
    narrowed = hers.get(f"/cases?view={view.pk}&title.contains=B")
    exported = b"".join(hers.get(f"/cases/export.csv?view={view.pk}&columns=number")).decode()
    more = hers.get("/cases", {"view": view.pk, "filter": '{"all": [{"column": "title", '
                               '"operator": "eq", "value": "A"}]}'})  # fmt: skip

    assert numbers(page) == [hot.number, escalated.number]
    assert "2 rows" in words(page)
    assert numbers(narrowed) == [escalated.number]
    assert exported.split() == ["\ufeffCase", "number", hot.number, escalated.number]
    assert numbers(more) == [hot.number]


def test_all_of_a_saved_view_is_what_an_operation_on_all_takes(given, alice):
    hot = given.case(owner=alice, priority=1)
    given.case(owner=alice, priority=3)
    view = kept(given, alice)

    dialog = visiting(alice).get("/do/case.assign", {"all": f"view={view.pk}"})

    assert hot.number in words(dialog)
    assert "2 records" not in words(dialog)


def test_conditions_and_groups_are_added_taken_away_and_saved_without_scripts(given, alice):
    view = kept(given, alice)
    hers, here = visiting(alice), f"/views/{view.pk}/edit"

    form = form_of(hers.get(here), here)
    form = form_of(hers.post(here, {**form, "act": "group:0"}), here)
    form = form_of(hers.post(here, {**form, "act": "remove:0.1"}), here)
    form |= {"word.0": "all", "column.0.1.0": "title", "operator.0.1.0": "contains",
             "value.0.1.0": "toner", "name": "Hot toner"}  # fmt: skip
    unsaved = View.objects.get().filter
    answer = hers.post(here, {**form, "act": "save"})

    assert unsaved == view.filter
    assert answer["Location"] == f"/cases?view={view.pk}"
    saved = View.objects.get()
    assert saved.name == "Hot toner"
    assert saved.filter == {
        "all": [
            {"column": "priority", "operator": "eq", "value": "high"},
            {"any": [{"column": "title", "operator": "contains", "value": "toner"}]},
        ]
    }


def test_what_does_not_fit_is_said_and_stays_in_the_form(given, alice):
    view = kept(given, alice)
    hers, here = visiting(alice), f"/views/{view.pk}/edit"
    form = form_of(hers.get(here), here)

    answer = hers.post(here, {**form, "operator.0.0": "contains", "name": "X", "act": "save"})

    assert answer.status_code == 422
    assert form_of(answer, here)["name"] == "X"
    assert View.objects.get().name == "Hot"


def test_a_shared_view_is_in_the_menus_of_others_who_do_not_change_it(given, alice, carol):
    view = kept(given, carol)
    hers = visiting(alice)
    before = hers.get("/cases").content.decode()
    share_view(view, by=carol, shared_with="everyone")

    assert f"view={view.pk}" not in before
    assert f"view={view.pk}" in hers.get("/cases").content.decode()
    assert "belongs to somebody else" in words(hers.get(f"/views/{view.pk}/edit"))
    assert "Hot" in words(hers.get("/palette?q=hot"))
