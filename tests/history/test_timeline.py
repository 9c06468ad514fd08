"""The timeline: activities, notes, resolutions and events of a case as one story."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.activities.complete import complete
from casework.activities.delete import delete
from casework.activities.log import log
from casework.activities.plan import plan
from casework.cases.edit import edit
from casework.cases.merge import merge
from casework.cases.models import Case
from casework.cases.resolve import resolve
from casework.history.timeline import timeline
from casework.kernel.refusals import InvalidInput, NotFound
from casework.models import Activity, RolePrivilege
from tests.conftest import acting


def told(page):
    return [(one.kind, one.subject or one.event) for one in page.entries]


def test_one_story_newest_first(given, alice):
    """Red without any one of the sources of timeline, or its sorting."""
    case = given.case()
    plan(by=alice, case=case, kind="task", subject="Order toner")
    log(by=alice, case=case, kind="note", description="Rang twice")
    edit(case, by=alice, severity=2)
    complete(Activity.objects.get(kind="task"), by=alice, minutes=8)
    resolve(case, by=alice, resolution="New toner")

    page = timeline(case, alice)

    # What one run did has one time: activities, then resolutions, then events.
    assert told(page) == [
        ("resolution", "New toner"),
        ("event", "case.resolved"),
        ("task", "Order toner"),
        ("event", "case.edited"),
        ("note", "Rang twice"),
        ("event", "case.given"),
    ]
    assert page.next is None
    task = page.entries[2]
    assert (task.state, task.status, task.minutes, task.who, task.merged_from) == (
        1, 5, 8, "Alice", None,
    )  # fmt: skip


def test_an_event_tells_who_by_which_interface_and_from_what_to_what(given, alice):
    """Red without `decoded`, or `interface`, in timeline._of_event."""
    case = given.case()
    edit(case, by=acting("alice", "web"), is_escalated=True)

    entry = timeline(case, alice, kinds=["event"]).entries[0]

    assert (entry.event, entry.record_type, entry.record) == ("case.edited", "case", case.pk)
    assert (entry.who, entry.interface) == ("Alice", "web")
    assert entry.before["is_escalated"] is False
    assert entry.after["is_escalated"] is True


@pytest.mark.spec("M16")
def test_what_came_by_a_merge_says_from_where(given, carol):
    """Red without `merged_from` in timeline._entries."""
    old, survivor = given.cases(2)
    log(by=carol, case=old, kind="note", description="Told there")
    log(by=carol, case=survivor, kind="note", description="Told here")
    merge(old, by=carol, into=survivor)

    entries = timeline(survivor, carol, kinds=["note"]).entries

    assert [(one.subject, one.merged_from) for one in entries] == [
        ("Told here", None),
        ("Told there", old.number),
    ]


def test_the_number_of_a_merged_case_nobody_may_see_is_not_told(given, alice, carol):
    """Red without `visible_to` in timeline._entries."""
    survivor, old = given.case(), given.case()
    log(by=carol, case=old, kind="note", description="Told there")
    merge(old, by=carol, into=survivor)
    Case.objects.filter(pk=old.pk).update(owner_user=carol.user, unit=given.unit("Beside"))
    RolePrivilege.objects.filter(privilege="case.read").update(depth=2)

    [entry] = timeline(survivor, acting("alice"), kinds=["note"]).entries

    assert (entry.subject, entry.merged_from) == ("Told there", "another case")


def test_page_by_page_it_is_the_whole_story_once(given, alice, admin):
    """Red without the conditions of timeline._page; all of it happened at one moment."""
    case = given.case()
    at = Activity._meta.get_field("ended_at").to_python("2026-01-01T00:00:00Z")
    rows = [{"case": case, "kind": "note", "subject": f"Note {n}"} for n in range(7)]
    log(rows, by=admin, moments={case.pk: (at, None)})
    for severity in range(2, 8):
        edit(case, by=admin, severity=severity, moments={case.pk: (at, None)})
    whole = timeline(case, alice, limit=50).entries

    pages, before = [], None
    for _turn in itertools.count():
        page = timeline(case, alice, before=before, limit=3)
        pages.append(page.entries)
        before = page.next
        if before is None:
            break

    assert [len(one) for one in pages] == [3, 3, 3, 3, 2]
    assert [entry for page in pages for entry in page] == whole
    assert len(whole) == 14


def test_kinds_narrow_it(given, alice):
    """Red without `kinds` in timeline."""
    case = given.case()
    log(by=alice, case=case, kind="note", description="Note")
    log(by=alice, case=case, kind="phone_call", subject="Call")

    assert told(timeline(case, alice, kinds=["phone_call"])) == [("phone_call", "Call")]
    with pytest.raises(InvalidInput):
        timeline(case, alice, kinds=["rumour"])


def test_an_erased_activity_leaves_its_event(given, carol):
    """Red without `.deleted` in timeline.TELLING."""
    case = given.case()
    task = given.activity(case)
    delete(task, by=carol)

    entry = timeline(case, carol).entries[0]

    assert (entry.event, entry.before["subject"], entry.after) == (
        "activity.deleted", task.subject, None,
    )  # fmt: skip


def test_only_what_the_actor_may_read_is_told(given, alice, bob):
    """Red without any `visible_to` of timeline, or without the nouns of seeing.case_seen."""
    case = given.case()
    log(by=alice, case=case, kind="note", description="Note")
    given.queue_item(given.queue(), case)
    resolve(case, by=alice, resolution="Done")
    with pytest.raises(NotFound):
        timeline(case, bob)

    for noun in ("activity", "resolution", "queue_item"):
        RolePrivilege.objects.filter(privilege=f"{noun}.read").delete()

    assert told(timeline(case, acting("alice"))) == [
        ("event", "case.resolved"),
        ("event", "case.given"),
    ]


@pytest.mark.parametrize(
    "place", ["", "x", "2026-01-01_0_x", "1_2_3", "9999-12-31T23:59:59-14:00_0_1"]
)
def test_a_place_that_is_none_is_refused(given, alice, place):
    """Red without the refusal of timeline._place."""
    with pytest.raises(InvalidInput) as refused:
        timeline(given.case(), alice, before=place)

    assert refused.value.facts["field"] == "before"


@pytest.mark.parametrize("limit", [0, 51, True, "3"])
def test_a_page_has_bounds(given, alice, limit):
    """Red without seeing.checked_limit."""
    with pytest.raises(InvalidInput):
        timeline(given.case(), alice, limit=limit)


def test_a_long_story_costs_the_queries_of_a_short_one(given, alice, carol):
    """Red if an entry asks for its person, its run or its first case."""
    short, long, old = given.cases(3)
    for case, many in ((short, 1), (old, 100), (long, 500)):
        log([{"case": case, "kind": "note", "subject": "N"} for _n in range(many)], by=alice)
        edit(case, by=alice, severity=3)
    merge(old, by=carol, into=long)

    counts = []
    for case in (short, long):
        with CaptureQueriesContext(connection) as queries:
            timeline(case, alice, limit=50)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 6
