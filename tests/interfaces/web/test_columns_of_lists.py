"""The columns of a list: which, in which order and how wide, in its address and as one's own."""

import re

import pytest

from casework.interfaces.web.saved_views import GRIDS
from casework.models import Preference, View
from casework.workplace.checking import check_columns
from tests.interfaces.web.visiting import form_of, visiting, words


def heads(answer):
    """The columns of a list in their order, each with its width in pixels or none."""
    found = re.findall(r'<col data-col="([^"]+)"(?: width="(\d+)")?>', answer.content.decode())
    return [(name, int(width) if width else None) for name, width in found]


def choosing(hers, column, act="", **widths):
    """The answer to the form that chooses columns."""
    said = {f"width.{name}": str(width) for name, width in widths.items()}
    return hers.get(
        "/cases", {"view": "all", "add": "columns", "column": column, "act": act} | said
    )


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("", ["number", "title", "owner"]),
        ("up:title", ["title", "number", "owner"]),
        ("down:title", ["number", "owner", "title"]),
        ("up:number", ["number", "title", "owner"]),
        ("down:owner", ["number", "title", "owner"]),
        ("up:colour", ["number", "title", "owner"]),
    ],
)
def test_a_column_is_moved_by_a_button_without_scripts(given, alice, act, order):
    given.case(owner=alice)
    hers = visiting(alice)

    answer = choosing(hers, ["number", "title", "owner"], act)

    page = hers.get(answer["Location"])
    assert [name for name, _width in heads(page)] == order
    assert ('<details class="menu" open><summary class="button" id="columns-menu">'
            in page.content.decode()) == bool(act)  # fmt: skip


def test_widths_stand_in_the_address_in_the_table_and_in_the_links_of_the_page(given, alice):
    given.case(owner=alice)
    hers = visiting(alice)

    answer = choosing(hers, ["number", "title"], title=352, owner=96)
    page = hers.get(answer["Location"])

    assert answer["Location"] == "/cases?view=all&columns=number%2Ctitle&widths=title%3A352"
    assert heads(page) == [("number", None), ("title", 352)]
    assert ' style="' not in page.content.decode()
    sorting = re.search(r'href="([^"]*sort=title[^"]*)"', page.content.decode())
    assert sorting is not None
    assert "widths=title%3A352" in sorting[1]


@pytest.mark.parametrize(
    ("said", "width"),
    [("title:5", 20), ("title:99999", 2_000), ("title:wide", None), ("title", None), ("", None),
     ("title:-7", None), ("title:²", None), ("title:9999999", None)],
)  # fmt: skip
def test_a_width_that_cannot_be_is_brought_to_what_can_or_passed_over(given, alice, said, width):
    given.case(owner=alice)

    page = visiting(alice).get("/cases", {"view": "all", "columns": "title", "widths": said})

    assert heads(page) == [("title", width)]


def test_a_list_is_saved_with_its_columns_in_their_order_and_with_their_widths(given, alice):
    given.case(owner=alice)
    hers = visiting(alice)
    query = "view=all&columns=age,customer,title&widths=title:400,customer:90"

    hers.post("/views/save", {"noun": "case", "place": "/cases", "query": query, "name": "Mine"})

    view = View.objects.get()
    kept = (["age", "customer", "title"], {"customer": 90, "title": 400})
    assert (view.columns, view.widths) == kept
    there = f"/cases?view={view.pk}"
    assert heads(hers.get(there)) == [("age", None), ("customer", 90), ("title", 400)]
    assert heads(hers.get(f"{there}&widths=")) == [("age", None), ("customer", None),
                                                   ("title", None)]  # fmt: skip


def test_columns_of_a_saved_view_are_moved_and_sized_on_its_page(given, alice):
    hers = visiting(alice)
    hers.post("/views/save", {"noun": "case", "place": "/cases", "name": "Mine",
                              "query": "view=all&columns=number,title"})  # fmt: skip
    view = View.objects.get()
    here = f"/views/{view.pk}/edit"
    form = form_of(hers.get(here), here) | {"column": ["number", "title"], "width.title": "352"}

    shown = hers.post(here, {**form, "act": "up:title"}).content.decode()
    unsaved = View.objects.get().columns
    order = re.findall(r'name="column"', shown)
    hers.post(here, {**form, "column": ["title", "number"], "act": "save"})

    assert shown.index('id="column-title"') < shown.index('id="column-number"')
    assert len(order) > 10
    assert unsaved == ["number", "title"]
    saved = View.objects.get()
    assert (saved.columns, saved.widths) == (["title", "number"], {"title": 352})


def test_columns_are_kept_as_ones_own_for_the_views_that_ship(given, alice, carol):
    given.case(owner=alice)
    hers = visiting(alice)
    usual = heads(hers.get("/cases?view=all"))
    query = "view=all&columns=owner,title&widths=title:300"
    said = {"noun": "case", "place": "/cases", "query": query}

    answer = hers.post("/views/columns", {**said, "act": "keep"})

    own = [("owner", None), ("title", 300)]
    assert answer["Location"] == "/cases?view=all"
    assert heads(hers.get("/cases?view=all")) == own
    assert heads(hers.get("/cases?view=active")) == own
    assert heads(visiting(carol).get("/cases?view=all")) == usual
    assert heads(hers.get("/cases?view=all&columns=number")) == [("number", None)]
    exported = re.findall(r'href="/cases/export.csv\?([^"]*)"',
                          hers.get("/cases?view=all").content.decode())  # fmt: skip
    assert "columns=owner%2Ctitle" in exported[0]

    hers.post("/views/columns", {**said, "act": "forget"})
    assert heads(hers.get("/cases?view=all")) == usual
    assert Preference.objects.get().columns == {}


@pytest.mark.parametrize(
    ("said", "status"),
    [({"noun": "user"}, 404), ({"noun": "queue"}, 404), ({}, 404)],
)
def test_columns_of_a_table_without_views_are_not_kept(given, alice, said, status):
    answer = visiting(alice).post("/views/columns", {"place": "/cases", "query": "", **said})

    assert answer.status_code == status
    assert not Preference.objects.exists()


@pytest.mark.parametrize("noun", sorted(GRIDS.keys() & set(View.TABLES)))
def test_every_column_a_list_can_show_can_be_kept(noun):
    """Red when a column is made of others and `workplace.checking.TOGETHER` does not know it."""
    grid, _views = GRIDS[noun]

    check_columns(grid.model, list(grid.columns()))


def test_the_panel_names_its_buttons_by_the_column(given, alice):
    given.case(owner=alice)

    page = visiting(alice).get("/cases?view=all").content.decode()

    assert 'aria-label="Move Title up"' in page
    assert 'aria-label="Width of Title"' in page
    assert "Always show me this list's columns" in words(visiting(alice).get("/cases?view=all"))
