"""Dashboards: what their tiles, streams and charts show, and to whom."""

import datetime
import re
from collections import Counter
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.models import Case, QueueMembership, User
from tests.interfaces.web.visiting import visiting

PRIORITIES = {1: "High", 2: "Normal", 3: "Low"}
DAY = datetime.timedelta(days=1)


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:300]
    return answer.content.decode()


def tiles(page):
    """The count of each stream, by its name."""
    return dict(re.findall(r'data-tile="([\w-]+)">([^<]*)<', page))


def cards(page, stream):
    """The keys of the cards of a stream, in their order."""
    part = page.partition(f'id="stream-{stream}"')[2].partition("</form>")[0]
    return re.findall(r'data-card="([^"]+)"', part)


def data_of(page, chart):
    """The table behind a chart: its rows as texts, by the first of them."""
    part = page.partition(f'data-chart="{chart}"')[2].partition("</figure>")[0]
    body = part.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in body.split("</tr>") if row]
    plain = [[unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in rows]
    return {row[0]: tuple(map(int, row[1:])) for row in plain}


def address(board, **chosen):
    return f"/dashboards/{board}?{urlencode(chosen)}"


def made(case, **columns):
    """A case as it would be had it been opened or closed at another time."""
    Case._base_manager.filter(pk=case.pk).update(**columns)


@pytest.fixture
def mixed(given, alice):
    """Twelve active cases that differ in everything that charts count, and a closed one."""
    subjects = [given.subject("Printers"), given.subject("Wireless"), None]
    now = timezone.now()
    for n in range(12):
        case = given.case(
            owner=alice if n % 2 else None, priority=n % 3 + 1, subject=subjects[n % 3],
            origin=(1, 2, 3, None)[n % 4], status=n % 4 + 1,
        )  # fmt: skip
        made(case, created_at=now - n * n * DAY - DAY / 2)
    closed = given.case(state=1, status=5, closed_at=now, priority=1)
    made(closed, created_at=now - DAY / 4)
    return list(Case.objects.filter(state=0).select_related("subject", "owner_user"))


def test_an_agent_begins_with_the_agents_dashboard_and_a_manager_with_the_supervisors(
    alice, carol, admin
):
    """Red when the default does not follow from what a person may do."""
    titles = [
        re.search(r'id="dashboard-title">([^<]+)<', text_of(visiting(who), "/dashboards"))[1]
        for who in (alice, carol, admin)
    ]

    assert titles == ["Agent dashboard", "Supervisor dashboard", "Supervisor dashboard"]


def test_a_dashboard_that_is_not_there_is_said_to_be_missing(alice):
    """Red when any name opens some dashboard."""
    client = visiting(alice)
    paths = ("/dashboards/none", "/dashboards/agent/streams/none", "/dashboards/agent/charts/x.svg")

    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_the_tiles_count_what_the_streams_list(given, alice):
    """Red when a stream counts or shows other rows than its view."""
    mine = given.cases(2, owner=alice)
    late = given.case(owner=alice, follow_up_by=datetime.date(2020, 1, 1))
    teams = given.case(team=given.team("Second line"))
    queue, other = given.queue("Front desk"), given.queue("Back room")
    given.add(QueueMembership, [{"queue": queue, "user": alice.user}])
    item = given.queue_item(queue, mine[0])
    given.queue_item(queue, late, worker_user=alice.user)
    given.queue_item(other, teams)
    task = given.activity(mine[1], owner=alice)
    given.activity(mine[1], owner=alice, state=1, status=5)

    page = text_of(visiting(alice), "/dashboards/agent")

    assert tiles(page) == {
        "mine": "3", "unassigned": "1", "overdue": "1", "waiting": "1", "activities": "1",
    }  # fmt: skip
    assert sorted(cards(page, "mine")) == sorted(one.number for one in (*mine, late))
    assert cards(page, "unassigned") == [teams.number]
    assert cards(page, "overdue") == [late.number]
    assert cards(page, "waiting") == [str(item.pk)]
    assert cards(page, "activities") == [str(task.pk)]


def test_a_dashboard_shows_only_what_its_reader_may_see(given, alice, mixed):
    """Red when a stream, a tile or a chart does not begin at visible_to."""
    unit = given.unit("Elsewhere")
    stranger = given.user("dave", "Customer Service Representative", unit=unit)
    own = given.case(owner=stranger, priority=1)

    page = text_of(visiting(stranger), address("supervisor"))

    assert tiles(page)["active"] == "1"
    assert cards(page, "active") == [own.number]
    assert data_of(page, "priority") == {"High": (1,), "Normal": (0,), "Low": (0,)}
    assert data_of(page, "owner") == {"Dave": (1,)}


def test_each_chart_counts_what_plain_counting_finds(admin, mixed):
    """Red when a group is lost, doubled, or a closed case is counted."""
    page = text_of(visiting(admin), address("supervisor"))

    def told(counter):
        return {name: (count,) for name, count in counter.items()}

    labels = {1: "In Progress", 2: "On Hold", 3: "Waiting for Details", 4: "Researching"}
    origins = {1: "Phone", 2: "Email", 3: "Web", None: "None"}
    assert data_of(page, "priority") == told(Counter(PRIORITIES[one.priority] for one in mixed))
    assert data_of(page, "status") == told(Counter(labels[one.status] for one in mixed))
    assert data_of(page, "origin") == told(Counter(origins[one.origin] for one in mixed))
    assert data_of(page, "subject") == told(
        Counter(one.subject.title if one.subject else "None" for one in mixed)
    )
    assert data_of(page, "owner") == told(Counter(one.owner_user.full_name for one in mixed))


def test_ages_are_counted_in_bands_and_a_band_lists_what_it_counts(admin, mixed):
    """Red when a case lies in no band, in two, or elsewhere in the list than in the chart."""
    client, now = visiting(admin), timezone.now()
    bands = {
        "Under 1 day": (0, 1), "1 to 3 days": (1, 3), "3 to 7 days": (3, 7),
        "7 to 30 days": (7, 30), "30 to 90 days": (30, 90), "Over 90 days": (90, 10_000),
    }  # fmt: skip
    ages = [(now - one.created_at) / DAY for one in mixed]
    wanted = {
        name: (sum(low <= age < high for age in ages),) for name, (low, high) in bands.items()
    }

    page = text_of(client, address("supervisor"))
    listed = [
        int(tiles(text_of(client, address("supervisor", age=name)))["active"])
        for name in ("1d", "3d", "7d", "30d", "90d", "old")
    ]

    assert data_of(page, "age") == wanted
    assert listed == [count for (count,) in wanted.values()]


def test_a_slice_filters_the_streams_the_tiles_and_the_other_charts_but_not_its_own(admin, mixed):
    """Red when one of them is left out, or a chart loses the slices one could choose instead."""
    high = [one for one in mixed if one.priority == 1]

    page = text_of(visiting(admin), address("supervisor", priority="high"))

    assert tiles(page)["active"] == str(len(high))
    assert sorted(cards(page, "active")) == sorted(one.number for one in high)
    assert data_of(page, "subject") == {"Printers": (len(high),)}
    assert data_of(page, "priority") == {
        label: (sum(one.priority == code for one in mixed),) for code, label in PRIORITIES.items()
    }
    assert "Take away the filter Priority: High" in page


def test_several_slices_are_taken_together_and_charts_narrow_one_another(admin, mixed):
    """Red when a second slice takes the place of the first, or filters are not joined."""
    page = text_of(visiting(admin), address("supervisor", priority="high,low", origin="none"))

    wanted = [one for one in mixed if one.priority in (1, 3) and one.origin is None]
    assert sorted(cards(page, "active")) == sorted(one.number for one in wanted)


@pytest.mark.parametrize(
    "chosen",
    [{"priority": "urgent"}, {"owner": "none"}, {"owner": "user:7"}, {"status": "x"},
     {"subject": "11111111-1111-1111-1111-111111111111"}, {"age": "9d"},
     {"frame": "custom", "from": "soon"}, {"frame": "custom", "until": "9999-12-31"},
     {"frame": "custom", "from": "2026-02-01", "until": "2026-01-01"}],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_said_above_the_whole_dashboard(admin, mixed, chosen):
    """Red when it fails, or is passed over in silence."""
    answer = visiting(admin).get(address("supervisor", **chosen))
    page = answer.content.decode()

    assert (answer.status_code, tiles(page)["active"]) == (422, str(len(mixed)))
    assert 'role="alert"' in page


def test_a_time_frame_holds_for_streams_and_charts(admin, mixed):
    """Red when its first or last day is left out, or a chart shows all times."""
    days = sorted(one.created_at.date() for one in mixed)
    first, last = days[4], days[9]
    within = [one for one in mixed if first <= one.created_at.date() <= last]
    frame = {"frame": "custom", "from": first.isoformat(), "until": last.isoformat()}

    page = text_of(visiting(admin), address("supervisor", **frame))

    assert 0 < len(within) < len(mixed)
    assert sorted(cards(page, "active")) == sorted(one.number for one in within)
    assert sum(count for (count,) in data_of(page, "status").values()) == len(within)


def test_opened_and_closed_are_counted_by_day_in_the_zone_of_the_reader(given, admin):
    """Red when days are those of UTC, or closed cases are counted by the day they were opened."""
    User.objects.filter(pk=admin.user).update(time_zone="Asia/Jakarta")
    case, other = given.case(), given.case(state=1, status=5)
    late = datetime.datetime(2026, 3, 9, 20, 0, tzinfo=datetime.UTC)  # the 10th in Jakarta
    made(case, created_at=late)
    made(other, created_at=late, closed_at=late + DAY)
    frame = {"frame": "custom", "from": "2026-03-09", "until": "2026-03-11"}

    page = text_of(visiting(admin), address("supervisor", **frame))

    assert list(data_of(page, "flow").values()) == [(0, 0), (2, 0), (0, 1)]


@pytest.mark.parametrize(("until", "rows"), [("2026-03-03", 62), ("2026-03-04", 10)])
def test_longer_times_are_drawn_week_by_week(given, admin, until, rows):
    """Red when a year is drawn day by day, or a week is lost at either end."""
    for day in (1, 5, 31):
        made(given.case(), created_at=datetime.datetime(2026, 1, day, 12, tzinfo=datetime.UTC))
    frame = {"frame": "custom", "from": "2026-01-01", "until": until}

    counts = data_of(text_of(visiting(admin), address("supervisor", **frame)), "flow")

    assert (len(counts), sum(opened for opened, _closed in counts.values())) == (rows, 3)


def test_charts_of_the_tier_two_dashboard_count_its_one_stream(given, admin):
    """Red when they count all active cases."""
    given.cases(3)
    given.cases(2, is_escalated=True, priority=1)

    page = text_of(visiting(admin), address("tier-2"))

    assert tiles(page) == {"escalated": "2", "mine": "5", "overdue": "0"}
    assert data_of(page, "priority") == {"High": (2,), "Normal": (0,), "Low": (0,)}
    assert 'id="stream-mine"' not in page


def test_hidden_charts_are_not_counted_and_choose_nothing(admin, mixed):
    """Red when hiding keeps the filters of the charts (spec 4.2)."""
    page = text_of(
        visiting(admin), address("supervisor", priority="high", **{"sort.active": "title"})
    )
    to = unescape(re.search(r'href="([^"]+)" id="charts-shown"', page)[1])

    hidden = text_of(visiting(admin), to)

    assert "data-chart" not in hidden
    assert tiles(hidden)["active"] == str(len(mixed))
    assert "sort.active=title" in to


def test_a_stream_is_sorted_by_the_column_and_the_end_that_were_chosen(given, admin):
    """Red when one of them is passed over, or it sorts the other streams as well."""
    titles = {one.number: one.title for one in given.cases(4)}
    page = text_of(visiting(admin), address("supervisor", **{"sort.active": "title"}))
    back = text_of(visiting(admin), address("supervisor", **{"sort.active": "-title"}))

    wanted = sorted(titles, key=titles.get)
    assert (cards(page, "active"), cards(back, "active")) == (wanted, wanted[::-1])


def test_more_of_a_stream_is_shown_when_asked_for(given, admin):
    """Red when a long stream is cut for good, or its tile counts the cards only."""
    given.cases(30)
    client = visiting(admin)
    page = text_of(client, address("supervisor"))
    more = unescape(re.search(r'href="([^"]+)" data-narrow id="more-active"', page)[1])

    longer = text_of(client, more)

    assert [len(cards(one, "active")) for one in (page, longer)] == [8, 28]
    assert tiles(page)["active"] == "30"


def test_a_tile_opens_the_list_with_the_same_rows(given, admin, mixed):
    """Red when the list behind a tile shows other rows than the stream."""
    client = visiting(admin)
    page = text_of(client, address("supervisor", priority="high", frame="last-30-days"))
    to = unescape(re.search(r'class="tile" href="([^"]+)"><strong data-tile="active"', page)[1])

    rows = re.findall(r'<tr data-key="([^"]+)"', text_of(client, to))

    assert sorted(rows) == sorted(cards(page, "active"))
    assert rows


def test_what_waits_in_my_queues_has_a_list_of_its_own(given, alice):
    """Red when the list behind that tile is missing or shows the queues of others."""
    mine, other = given.queue("Front desk"), given.queue("Back room")
    given.add(QueueMembership, [{"queue": mine, "user": alice.user}])
    item = given.queue_item(mine, given.case(owner=alice))
    given.queue_item(other, given.case(owner=alice))

    page = text_of(visiting(alice), "/dashboards/agent/streams/waiting?view=waiting")

    assert re.findall(r'<tr data-key="([^"]+)"', page) == [str(item.pk)]


def test_a_chart_is_saved_as_an_svg_that_stands_alone(admin, mixed):
    """Red when the file has links of ours in it, or is not narrowed like the page."""
    answer = visiting(admin).get("/dashboards/supervisor/charts/priority.svg?origin=phone")
    text = answer.content.decode()

    counts = Counter(PRIORITIES[one.priority] for one in mixed if one.origin == 1)
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"] == 'attachment; filename="priority.svg"'
    assert re.findall(r"<title>([^<]+)</title>", text) == [
        f"{name}: {counts[name]}" for name in ("High", "Normal", "Low")
    ]
    assert "<a " not in text


def test_what_people_typed_is_text_on_a_card_and_in_a_chart(given, admin):
    """Red when a value goes into markup without being escaped."""
    bad = "<script>alert(1)</script>"
    given.case(title=bad, description=bad, subject=given.subject(bad))

    page = text_of(visiting(admin), address("supervisor"))

    assert bad not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("board", ["agent?charts=show", "supervisor?priority=high", "tier-2"])
def test_a_dashboard_costs_the_same_queries_for_few_rows_and_for_many(given, admin, board):
    """Red when anything is asked row by row or slice by slice."""
    team, queue = given.team("Second line", admin), given.queue("Front desk")
    given.add(QueueMembership, [{"queue": queue, "user": admin.user}])

    def more(name):
        person, subject = given.user(name), given.subject(f"About {name}")
        for owner in ({"owner": person}, {"team": team}, {"owner": admin}):
            cases = given.cases(
                10, priority=1, is_escalated=True, subject=subject, origin=1,
                follow_up_by=datetime.date(2020, 1, 1), **owner,
            )  # fmt: skip
            for case in cases:
                given.queue_item(queue, case)
                given.activity(case, owner=admin)

    client, counts = visiting(admin), []
    for name in ("eve", "frank", "grace"):
        more(name)
        with CaptureQueriesContext(connection) as queries:
            text_of(client, f"/dashboards/{board}")
        counts.append(len(queries))

    assert counts[1] == counts[2] == counts[0]


def test_charts_cost_one_query_each(given, admin, mixed):
    """Red when a slice costs a query."""
    client = visiting(admin)
    with CaptureQueriesContext(connection) as queries:
        text_of(client, address("supervisor"))

    grouped = [one["sql"] for one in queries if "GROUP BY" in one["sql"]]
    assert len(grouped) == 7


def test_every_export_that_the_list_of_a_stream_links_is_there(given, alice, carol):
    """Red without the addresses of exports below a stream."""
    queue = given.queue("Printers")
    given.add(QueueMembership, [{"queue": queue, "user": User.objects.get(pk=alice.user)}])
    mine, other = (given.case(owner=alice, title=title) for title in ("Toner", "Drum"))
    given.queue_item(queue, mine)
    given.queue_item(given.queue("Elsewhere"), other)
    hers = visiting(alice)
    here = "/dashboards/agent/streams/waiting"

    links = re.findall(r'href="([^"]*export[^"]*)"', text_of(hers, f"{here}?view=waiting"))
    answers = [hers.get(unescape(one)) for one in links]

    assert [one.partition("?")[0] for one in links] == [f"{here}/export.csv", f"{here}/export.xlsx"]
    assert [one.status_code for one in answers] == [200, 200]
    told = b"".join(answers[0].streaming_content).decode()
    assert ("Toner" in told, "Drum" in told) == (True, False)
    assert hers.get("/dashboards/agent/streams/none/export.csv").status_code == 404
