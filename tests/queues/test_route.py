"""Routing items: to another queue, or to who is to work on them."""

import pytest

from casework.kernel.history import Event
from casework.kernel.refusals import InvalidInput
from casework.models import Team, User
from casework.queues.pick import pick
from casework.queues.route import route
from casework.queues.rules import ItemInactive, QueueInactive, WorkerInactive
from tests.conftest import fresh
from tests.queues.people import person


def place(item):
    """Where an item is, and who works on it."""
    now = fresh(item)
    return (now.queue_id, now.worker_user_id, now.worker_team_id, now.worker_since is not None)


def test_in_another_queue_nobody_works_on_it_and_its_time_begins_anew(given, alice):
    """Red without UNWORKED or entered_at in route."""
    here, there = given.queue(), given.queue()
    item = given.queue_item(here, given.case())
    pick(item, by=alice)

    result = route(item, by=alice, queue=there)

    assert place(item) == (there.pk, None, None, False)
    assert fresh(item).entered_at == Event.objects.get(run=result.run).run.at


def test_a_user_or_a_team_works_on_it_where_it_is_or_elsewhere(given, alice):
    """Red without the workers of route; the owner of the case stays."""
    here, there, team = given.queue(), given.queue(), given.team("Hardware")
    case = given.case()
    item = given.queue_item(here, case)

    route(item, by=alice, user=person(alice))
    assert place(item) == (here.pk, alice.user, None, True)
    assert fresh(item).entered_at == item.entered_at

    route(item, by=alice, queue=there, team=team)
    assert place(item) == (there.pk, None, team.pk, True)
    assert fresh(case).owner_user_id == case.owner_user_id


def test_where_it_is_already_it_stays_untouched(given, alice):
    """Red without the comparison of before and after in route."""
    queue = given.queue()
    item = given.queue_item(queue, given.case())
    pick(item, by=alice)

    same = [
        route(item, by=alice, queue=queue),
        route(item, by=alice, user=person(alice)),
        route(item, by=alice, queue=queue, user=person(alice)),
    ]

    assert [one.run for one in same] == [None, None, None]
    assert place(item) == (queue.pk, alice.user, None, True)


def test_a_table_routes_each_its_own_way(given, alice):
    """Red without value_of in route."""
    here, there, team = given.queue(), given.queue(), given.team("Hardware")
    items = [given.queue_item(here, case) for case in given.cases(4)]
    rows = [
        {"id": items[0].pk, "queue": there},
        {"id": items[1].pk, "user": alice.user},
        {"id": items[2].pk, "queue": there, "team": team},
        {"id": items[3].pk, "queue": here},
    ]

    route.table(rows, by=alice)

    assert [place(one) for one in items] == [
        (there.pk, None, None, False),
        (here.pk, alice.user, None, True),
        (there.pk, None, team.pk, True),
        (here.pk, None, None, False),
    ]


def test_items_of_the_past_and_closed_queues_and_those_who_left_refuse_it(given, alice):
    """Red without IS_ACTIVE, hold_queues or refuse_idle in route."""
    closed, team, gone = given.queue(is_active=False), given.team("Gone"), given.user("gone")
    Team.objects.filter(pk=team.pk).update(is_active=False)
    User.objects.filter(pk=gone.user).update(is_active=False)
    case = given.case()
    past = given.queue_item(given.queue(), given.case(), state=1)
    item = given.queue_item(given.queue(), case)

    with pytest.raises(ItemInactive) as refused:
        route([past, item], by=alice, user=person(alice))
    assert past.case.number in refused.value.text
    with pytest.raises(QueueInactive):
        route(item, by=alice, queue=closed)
    for wrong in ({"team": fresh(team)}, {"user": person(gone)}):
        with pytest.raises(WorkerInactive):
            route(item, by=alice, **wrong)
    for wrong in ({}, {"user": person(alice), "team": team}):
        with pytest.raises(InvalidInput):
            route(item, by=alice, **wrong)


def test_a_thousand_cost_the_statements_of_one(given, alice, django_assert_max_num_queries):
    """Red when a statement is sent for each item."""
    here, there = given.queue(), given.queue()
    cases = given.cases(1_000)
    rows = [{"queue": here, "case": one, "entered_at": one.created_at} for one in cases]
    items = given.add(type(given.queue_item(here, given.case())), rows)

    with django_assert_max_num_queries(20):
        route(items, by=alice, queue=there, user=person(alice))

    assert {place(one) for one in items[:3]} == {(there.pk, alice.user, None, True)}
