"""Lists as files for a spreadsheet."""

import csv
import datetime
import io
import re
import zipfile

from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.interfaces.web import exporting
from casework.models import Role, RolePrivilege, User
from tests.interfaces.web.visiting import visiting, words


def read(answer):
    """The rows of a CSV answer."""
    text = b"".join(answer).decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:])))


def sheet_of(answer):
    """The sheet of an XLSX answer, as XML."""
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as file:
        return file.read("xl/worksheets/sheet1.xml").decode()


def test_a_list_is_exported_as_it_is_shown_filtered_sorted_and_with_its_columns(given, alice):
    account = given.account("Foundry", owner_user=alice.user)
    for title, priority in (("Beta", 1), ("Alpha", 1), ("Gamma", 3)):
        given.case(owner=alice, title=title, priority=priority, account=account)

    answer = visiting(alice).get(
        "/cases/export.csv?view=all&priority=high&sort=title&columns=title,priority,customer,owner"
    )

    assert read(answer) == [
        ["Title", "Priority", "Customer", "Owner"],
        ["Alpha", "High", "Foundry", "Alice"],
        ["Beta", "High", "Foundry", "Alice"],
    ]
    assert answer["Content-Disposition"].startswith('attachment; filename="Cases - All Cases ')


def test_no_cell_is_a_formula(given, alice):
    for title in ("=1+1", "+1", "-1", "@SUM(A1)", "\tA", "\rA", "plain =1"):
        given.case(owner=alice, title=title)
    there = "/cases/export.{}?view=all&columns=title&sort=created_at"

    rows = read(visiting(alice).get(there.format("csv")))
    sheet = sheet_of(visiting(alice).get(there.format("xlsx")))

    assert [one for [one] in rows[1:]] == [
        "'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tA", "'\rA", "plain =1",
    ]  # fmt: skip
    assert "<f>" not in sheet
    assert "=1+1" in sheet


def test_times_are_those_of_the_reader_and_headings_in_their_language(given, alice):
    moment = datetime.datetime(2026, 3, 1, 20, 30, tzinfo=datetime.UTC)
    case = given.case(owner=alice)
    type(case).objects.filter(pk=case.pk).update(created_at=moment)
    User.objects.filter(pk=alice.user).update(time_zone="Asia/Jakarta", language="ro")

    hers = visiting(alice)
    [heads, [shown]] = read(hers.get("/cases/export.csv?view=all&columns=created_at"))
    sheet = sheet_of(hers.get("/cases/export.xlsx?view=all&columns=created_at"))

    assert shown == "2026-03-02 03:30"
    assert heads == [re.search(r"<t[^>]*>(.*?)</t>", sheet)[1]]
    assert "<v>46083.1458333" in sheet


def test_who_holds_no_privilege_to_export_is_told_so(given, alice):
    given.case(owner=alice)
    role = Role.objects.get(name="Customer Service Representative")
    RolePrivilege.objects.filter(role=role, privilege="case.export").delete()
    hers = visiting(alice)

    refused = hers.get("/cases/export.csv?view=all")

    assert refused.status_code == 403
    assert "case.export" in words(refused)
    assert 'id="why-export"' in hers.get("/cases").content.decode()
    assert hers.get("/accounts/export.csv").status_code == 200


def test_only_what_one_may_see_is_exported(given, alice):
    given.case(owner=alice, title="Mine")
    stranger = given.user("zoe", "Customer Service Representative", unit=given.unit("Away"))

    rows = read(visiting(stranger).get("/cases/export.csv?view=all&columns=title"))

    assert rows == [["Title"]]


def test_a_filter_that_is_wrong_is_refused_before_the_file_begins(given, alice):
    assert visiting(alice).get("/cases/export.csv?nonsense=1").status_code == 422


def test_all_pages_are_exported_up_to_the_most(given, alice, monkeypatch):
    given.cases(7, owner=alice)
    monkeypatch.setattr(exporting, "PAGE", "2")
    whole = read(visiting(alice).get("/cases/export.csv?view=all&columns=number"))
    monkeypatch.setattr(exporting, "MOST", 5)
    cut = visiting(alice).get("/cases/export.csv?view=all&columns=number")

    assert len(whole) == 8
    assert len({one for [one] in whole}) == 8
    assert "first" in cut["Content-Disposition"]
    assert len(read(cut)) == 6


def test_an_export_asks_as_much_of_one_row_as_of_a_page(given, alice):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            read(visiting(alice).get("/cases/export.csv?view=all"))
        return len(caught)

    given.case(owner=alice)
    asked()
    one = asked()
    for _n in range(20):
        given.case(owner=alice)

    assert asked() == one


def test_what_waits_in_a_queue_is_exported(given, alice):
    queue = given.queue("Printers")
    case = given.case(owner=alice)
    given.queue_item(queue, case)
    given.queue_item(given.queue("Other"), given.case(owner=alice))

    rows = read(visiting(alice).get(f"/queues/{queue.pk}/export.csv?columns=item,queue"))

    assert [row[1] for row in rows[1:]] == ["Printers"]
    assert case.number in rows[1][0]


def test_searching_a_list_renews_its_count_and_what_its_links_are_about(given, alice):
    given.case(owner=alice, title="No toner")
    given.case(owner=alice, title="No paper")

    page = visiting(alice).get("/cases?view=all&q=toner", headers={"HX-Request": "true"})

    text = page.content.decode()
    assert 'id="count" aria-live="polite" hx-swap-oob="true">1 row<' in text
    assert "/cases/export.csv?view=all&amp;q=toner" in text
    assert 'name="all" value="view=all&amp;q=toner"' in text
