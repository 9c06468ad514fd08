"""Dashboards of one's own: made, changed, shared, and opened first."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Dashboard, Role, View
from casework.workplace import dashboards as keeping
from casework.workplace import views as saving
from tests.conftest import AGENT
from tests.interfaces.web.test_dashboards import cards, data_of, text_of, tiles
from tests.interfaces.web.visiting import visiting

FORM = {
    "name": "Morning", "kind": "multi_stream", "stream": ["case:my-active", "", "activity:my-open"],
    "title": ["First of all", "", ""], "chart": ["priority", "flow"], "frame": "this-month",
}  # fmt: skip
LAYOUT = {
    "streams": [{"view": "case:my-active", "title": "First of all"}, {"view": "activity:my-open"}],
    "charts": ["priority", "flow"],
    "timeframe": "this-month",
}


def title_of(page):
    return re.search(r'id="dashboard-title">([^<]+)<', page)[1]


def kept(by, **more):
    [key] = keeping.create(by=by, **{"name": "Morning", "layout": LAYOUT, **more}).records
    return Dashboard.objects.get(pk=key)


def test_a_dashboard_is_made_from_the_form_and_shows_what_was_chosen(given, alice):
    """Red when the form keeps another layout, or the page shows another."""
    case = given.case(owner=alice, priority=1)
    client = visiting(alice)

    answer = client.post("/dashboards/new", FORM)
    board = Dashboard.objects.get()
    page = text_of(client, f"/dashboards/{board.pk}")

    assert answer.status_code == 303
    assert answer["Location"].startswith(f"/dashboards/{board.pk}?did=")
    assert (board.name, board.kind, board.layout) == ("Morning", "multi_stream", LAYOUT)
    assert (title_of(page), tiles(page)) == ("Morning", {"s0": "1", "s1": "0"})
    assert cards(page, "s0") == [case.number]
    assert data_of(page, "priority") == {"High": (1,), "Normal": (0,), "Low": (0,)}
    assert "First of all" in page
    assert "Take away the filter This month" in page


def test_a_copy_begins_with_what_is_on_the_other_dashboard(alice):
    """Red when a stream or a chart of the one that ships is lost on the way."""
    page = text_of(visiting(alice), "/dashboards/new?from=agent")

    assert re.findall(r'value="([^"]+)" selected>', page) == [
        "case:my-active", "case:unassigned", "case:overdue", "queue_item:waiting",
        "activity:my-open",
    ]  # fmt: skip
    assert re.findall(r'name="chart" value="(\w+)" checked', page) == [
        "status", "priority", "origin", "subject", "age", "flow",
    ]  # fmt: skip


def test_a_dashboard_is_changed_by_its_owner_alone(alice, carol):
    """Red when the form of somebody else's dashboard saves, or the owner's does not."""
    board = kept(alice)
    keeping.share(board, by=alice, shared_with="everyone")
    changed = {**FORM, "name": "Evening"}
    there = f"/dashboards/{board.pk}/edit"

    refused = visiting(carol).post(there, changed)
    names = [Dashboard.objects.get().name]
    done = visiting(alice).post(there, changed)
    names.append(Dashboard.objects.get().name)

    assert (refused.status_code, done.status_code, names) == (403, 303, ["Morning", "Evening"])


def test_what_the_operation_refuses_is_said_and_what_was_typed_stays(alice):
    """Red when a refusal empties the form."""
    answer = visiting(alice).post("/dashboards/new", {**FORM, "kind": "single_stream"})
    page = answer.content.decode()

    assert (answer.status_code, Dashboard.objects.count()) == (422, 0)
    assert 'role="alert"' in page
    assert 'value="Morning"' in page


def test_dashboards_of_others_are_seen_only_when_they_are_shared(alice, carol):
    """Red when the choice or the page does not begin at visible_to."""
    private, shared = kept(alice), kept(alice, name="For all")
    keeping.share(shared, by=alice, shared_with="everyone")
    client = visiting(carol)

    statuses = [client.get(f"/dashboards/{one.pk}").status_code for one in (private, shared)]
    page = text_of(client, "/dashboards")

    assert statuses == [404, 200]
    assert ("For all" in page, "Morning" in page) == (True, False)


def test_a_person_begins_with_the_dashboard_they_chose(given, alice):
    """Red when the choice is not kept, or holds for others too."""
    client = visiting(alice)
    client.post("/dashboards/tier-2/default")
    other = visiting(given.user("dora", AGENT))

    titles = [title_of(text_of(one, "/dashboards")) for one in (client, other)]

    assert titles == ["Tier 2 dashboard", "Agent dashboard"]


def test_a_role_begins_with_the_dashboard_that_was_made_for_it(admin, alice, carol):
    """Red when it opens for other roles, or for nobody."""
    board = kept(admin, name="For agents")
    role = Role.objects.get(name=AGENT)
    keeping.share(board, by=admin, shared_with="everyone", default_for_role=role)

    titles = [title_of(text_of(visiting(who), "/dashboards")) for who in (alice, carol)]

    assert titles == ["For agents", "Supervisor dashboard"]


def test_a_chosen_dashboard_that_is_gone_gives_way_to_that_of_the_role(alice):
    """Red when a deleted default leaves one without a dashboard."""
    board = kept(alice)
    client = visiting(alice)
    client.post(f"/dashboards/{board.pk}/default")
    before = title_of(text_of(client, "/dashboards"))
    keeping.delete(board, by=alice)

    assert (before, title_of(text_of(client, "/dashboards"))) == ("Morning", "Agent dashboard")


@pytest.fixture
def urgent(alice):
    """A saved list of what is urgent or escalated."""
    tree = {"any": [
        {"column": "priority", "value": "high"}, {"column": "is_escalated", "value": True},
    ]}  # fmt: skip
    [key] = saving.create(by=alice, name="Urgent", table="case", filter=tree, sort="title").records
    return View.objects.get(pk=key)


def test_a_stream_shows_a_saved_list_and_a_queue(given, alice, urgent):
    """Red when the filter of the list is passed over, or items of other queues are shown."""
    high, escalated = given.case(priority=1), given.case(is_escalated=True)
    plain, queue = given.case(), given.queue("Front desk")
    item = given.queue_item(queue, plain)
    given.queue_item(given.queue("Back room"), high)
    streams = [{"view": str(urgent.pk)}, {"queue": queue.pk.hex}, {"view": "gone"}]
    board = kept(alice, layout={"streams": streams})

    page = text_of(visiting(alice), f"/dashboards/{board.pk}")

    assert tiles(page) == {"s0": "2", "s1": "1"}
    assert cards(page, "s0") == [high.number, escalated.number]
    assert cards(page, "s1") == [str(item.pk)]


def test_the_list_behind_a_saved_stream_has_the_same_rows(given, alice, urgent):
    """Red when the tile of a saved list leads to all cases."""
    high = given.case(priority=1)
    given.case()
    board = kept(alice, layout={"streams": [{"view": str(urgent.pk)}]})
    client = visiting(alice)
    page = text_of(client, f"/dashboards/{board.pk}")
    to = re.search(r'class="tile" href="([^"]+)"', page)[1].replace("&amp;", "&")

    assert re.findall(r'<tr data-key="([^"]+)"', text_of(client, to)) == [high.number]


def test_a_saved_list_that_fits_no_more_says_so_and_spares_the_rest(given, alice, urgent):
    """Red when one such stream takes the whole dashboard down."""
    given.case(owner=alice)
    broken = json.dumps({"all": [{"column": "priority", "value": "gone"}]})
    View._base_manager.filter(pk=urgent.pk).update(filter=json.loads(broken))
    streams = [{"view": str(urgent.pk)}, {"view": "case:my-active"}]
    board = kept(alice, layout={"streams": streams})

    page = text_of(visiting(alice), f"/dashboards/{board.pk}")

    assert tiles(page) == {"s0": "0", "s1": "1"}
    assert 'class="problem"' in page


def test_a_saved_dashboard_costs_the_same_queries_for_few_streams_of_a_kind_and_for_many(
    given, alice, urgent
):
    """Red when each stream looks up its view by itself: a stream may cost its page and no more."""
    given.cases(3, owner=alice, priority=1)
    client, counts = visiting(alice), []
    for many in (1, 2, 3):
        board = kept(alice, layout={"streams": [{"view": str(urgent.pk)}] * many})
        for _each in (1, 2):
            with CaptureQueriesContext(connection) as queries:
                text_of(client, f"/dashboards/{board.pk}?charts=hide")
        counts.append(len(queries))

    assert counts[2] - counts[1] == counts[1] - counts[0]
    assert sum("casework_view" in one["sql"] for one in queries) == 1


def test_a_copy_of_a_shared_dashboard_keeps_its_saved_lists(alice, carol, urgent):
    """Red when only streams that ship come along."""
    saving.share(urgent, by=alice, shared_with="everyone")
    board = kept(alice, layout={"streams": [{"view": str(urgent.pk), "title": "Now"}]})
    keeping.share(board, by=alice, shared_with="everyone")

    page = text_of(visiting(carol), f"/dashboards/new?from={board.pk}")

    assert re.findall(r'value="([^"]+)" selected>', page) == [str(urgent.pk)]
    assert 'value="Now"' in page


def test_a_dashboard_of_tiles_counts_its_streams_and_shows_no_rows(given, alice):
    """Red when it reads or shows cards."""
    case = given.case(owner=alice, title="Furnace cold")
    layout = {"streams": [{"view": "case:all", "title": "Everything"}], "charts": ["priority"]}
    made = keeping.create(by=alice, name="Counts", kind="tiles", layout=layout)
    [key] = made.created["dashboard"]
    hers = visiting(alice)

    page = hers.get(f"/dashboards/{key}").content.decode()
    form = hers.get(f"/dashboards/{key}/edit").content.decode()

    assert re.findall(r'data-tile="[^"]+">([^<]+)<', page) == ["1"]
    assert (case.number in page, "data-stream" in page) == (False, False)
    assert 'data-chart="priority"' in page
    assert 'value="tiles" checked' in form
