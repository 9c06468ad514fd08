"""The timeline of a case as a reader sees it."""

import datetime

from casework.cases.edit import edit

LONG_AGO = datetime.datetime(2020, 1, 2, 10, 0, tzinfo=datetime.UTC)


def timeline(client, case):
    """The timeline as a browser gets it."""
    page = client.get(f"/cases/{case.number}").content.decode()
    return page[page.index('id="timeline"') :]


def test_an_overdue_activity_is_marked_in_the_timeline(given, web, alice):
    """Red when the mark is shown as code, or there is none."""
    case = given.case(owner=alice)
    given.activity(case, owner=alice, subject="Look", due_at=LONG_AGO)

    told = timeline(web.as_(alice), case)

    assert '<span class="overdue">2 Jan 2020 10:00 <small>(overdue)</small></span>' in told
    assert "&lt;" not in told


def test_only_what_was_there_before_is_struck_out(given, web, alice):
    """Red when the dash for nothing is struck out, and looks like another sign."""
    case = given.case(owner=alice, status=1)
    edit(case, by=alice, serial_number="S-1", status=2)

    told = timeline(web.as_(alice), case)

    assert "Serial number: – → <ins>S-1</ins>" in told
    assert "<del>In Progress</del> → <ins>On Hold</ins>" in told
    assert "<del>–</del>" not in told
