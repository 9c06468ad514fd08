"""The organisation's own columns: where an administrator shows them and asks for them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Account, Case, CustomColumn
from casework.organisation.columns import define, edit, retire
from tests.conftest import AGENT
from tests.interfaces.web.test_columns_of_lists import heads
from tests.interfaces.web.visiting import form_of, visiting, words


@pytest.fixture
def column(admin):
    """``column("size", in_lists=True)``: a column of cases."""

    def make(name, **more):
        row = {"table": "case", "name": name, "label": name.capitalize(), "type": "text", **more}
        [key] = define(by=admin, **row).records
        return CustomColumn.objects.get(pk=key)

    return make


def test_a_column_says_where_it_is_shown_and_an_edit_of_that_is_on_record(column, admin):
    size = column("size")
    before = (size.on_forms, size.in_lists, size.in_dialogs)

    edit(size, by=admin, on_forms=False, in_lists=True, in_dialogs=True)

    after = CustomColumn.objects.get(pk=size.pk)
    assert before == (True, False, False)
    assert (after.on_forms, after.in_lists, after.in_dialogs) == (False, True, True)


def test_a_form_shows_what_is_on_forms(given, alice, column):
    case = given.case(owner=alice)
    column("size")
    column("secretly", on_forms=False)

    here = f"/cases/{case.number}"
    form = form_of(visiting(alice).get(f"{here}?tab=details"), here)

    assert {name for name in form if name.startswith("custom.") and ":" not in name} == {
        "custom.size"
    }


def test_lists_offer_every_column_and_show_at_first_what_is_in_lists(given, alice, column, admin):
    given.case(owner=alice, custom={"size": "XL", "colour": "red"})
    column("size", in_lists=True)
    column("colour")
    gone = column("gone", in_lists=True)
    retire(gone, by=admin)
    hers = visiting(alice)

    page = hers.get("/cases?view=all")

    assert heads(page)[-1] == ("custom.size", None)
    assert 'value="custom.colour"' in page.content.decode()
    assert "custom.gone" not in page.content.decode()
    assert "XL" in words(page)
    assert "custom.size" not in str(heads(hers.get("/cases?view=children")))
    both = hers.get("/cases?view=all&columns=custom.colour,custom.size")
    assert heads(both) == [("custom.colour", None), ("custom.size", None)]
    assert "red XL" in words(both)


def test_each_type_is_shown_sorted_filtered_and_exported_as_what_it_is(given, alice, column):
    account = given.account("Foundry", owner_user=alice.user)
    types = {"count": "number", "day": "date", "done": "yes_no", "whose": "lookup"}
    for name, type_ in types.items():
        column(name, type=type_, **({"target": "account"} if type_ == "lookup" else {}))
    column("kind", type="choice", choices=["a", "b"])
    for n in (2, 1):
        given.case(owner=alice, custom={"count": n + 1000, "day": f"2026-11-0{n}", "done": n == 1,
                                        "whose": str(account.pk), "kind": "<b>"})  # fmt: skip
    hers = visiting(alice)
    names = "custom.count,custom.day,custom.done,custom.whose,custom.kind"

    page = hers.get(f"/cases?view=all&columns={names}&sort=custom.count")
    narrowed = hers.get(f"/cases?view=all&columns={names}&custom.done=true")
    sheet = hers.get(f"/cases/export.csv?view=all&columns={names}&sort=custom.count")

    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in
            re.findall(r"<tr data-key.*?</tr>", page.content.decode())]  # fmt: skip
    assert rows == [
        "1,001 1 Nov 2026 Yes Foundry &lt;b&gt;",
        "1,002 2 Nov 2026 No Foundry &lt;b&gt;",
    ]
    assert f'href="/accounts/{account.pk}"' in page.content.decode()
    assert "1 row " in words(narrowed)
    assert "Done is Yes" in words(narrowed)
    lines = b"".join(sheet).decode().splitlines()
    assert lines[1:] == ["1001,2026-11-01,Yes,Foundry,<b>", "1002,2026-11-02,No,Foundry,<b>"]


def test_a_looked_up_record_that_may_not_be_seen_is_not_named(given, column):
    nora = given.user("nora", AGENT, unit=given.unit("North"))
    sam = given.user("sam", AGENT, unit=given.unit("South"))
    hidden = given.case(owner=nora, number="CAS-HIDDEN")
    column("after", type="lookup", target="case")
    given.case(owner=sam, custom={"after": str(hidden.pk)})

    page = visiting(sam).get("/cases?view=all&columns=custom.after")

    assert "not visible to you" in words(page)
    assert "CAS-HIDDEN" not in words(page)


def test_a_list_with_own_columns_asks_as_often_for_many_rows_as_for_one(given, alice, column):
    account = given.account("Foundry")
    column("size", in_lists=True)
    column("whose", type="lookup", target="account", in_lists=True)
    hers = visiting(alice)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            hers.get("/cases?view=all")
        return len(queries)

    given.case(owner=alice, custom={"size": "1", "whose": str(account.pk)})
    asked()
    one = asked()
    for n in range(20):
        given.case(owner=alice, custom={"size": str(n), "whose": str(account.pk)})

    assert asked() == one


def test_a_new_case_is_asked_for_what_dialogs_ask_and_what_is_required(given, alice, column):
    account = given.account("Foundry", owner_user=alice.user)
    column("size", in_dialogs=True, type="number")
    column("region", is_required=True)
    column("other")
    hers = visiting(alice)
    form = form_of(hers.get("/do/case.open"), "/do/case.open")
    said = {**form, "title": "Cold", "customer": f"account:{account.pk}", "step": "confirm"}

    refused = hers.post("/do/case.open", said)
    wrong = hers.post("/do/case.open", {**said, "custom.region": "N", "custom.size": "big"})
    hers.post("/do/case.open", {**said, "custom.region": "North", "custom.size": "7"})

    assert {name for name in form if name.startswith("custom.")} == {"custom.size",
                                                                     "custom.region"}  # fmt: skip
    assert (refused.status_code, wrong.status_code) == (422, 422)
    assert 'id="p-d-custom.region"' in refused.content.decode()
    assert 'id="p-d-custom.size"' in wrong.content.decode()
    assert form_of(wrong, "/do/case.open")["custom.size"] == "big"
    assert Case.objects.get().custom == {"size": 7, "region": "North"}


def test_a_new_account_is_asked_as_well(given, alice, column):
    column("size", table="account", in_dialogs=True, type="choice", choices=["S", "L"])
    hers = visiting(alice)

    form = form_of(hers.get("/do/account.create"), "/do/account.create")
    said = {**form, "name": "New", "custom.size": "L", "fingerprint": "", "step": "confirm"}
    hers.post("/do/account.create", said)

    assert "custom" not in form
    assert Account.objects.get(name="New").custom == {"size": "L"}
