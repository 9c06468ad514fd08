"""Releasing items, and removing them."""

import pytest

from casework.kernel.history import Event
from casework.models import Case, QueueItem
from casework.queues.pick import pick
from casework.queues.release import NotPicked, release
from casework.queues.remove import remove
from casework.queues.rules import ItemInactive
from tests.conftest import fresh


def test_nobody_works_on_it_and_it_waits_on(given, alice):
    """Red without UNWORKED in release."""
    case = given.case()
    item = given.queue_item(given.queue(), case)
    pick(item, by=alice)

    release(item, by=alice)

    after = fresh(item)
    assert (after.worker_user_id, after.worker_team_id, after.worker_since) == (None, None, None)
    assert (after.queue_id, after.entered_at, after.state) == (item.queue_id, item.entered_at, 0)
    assert fresh(case).owner_user_id == given.admin.user


def test_by_policy_the_owner_of_the_queue_gets_the_case(given, alice):
    """Red without give_what_waits in release; a queue of nobody gives to nobody."""
    given.policy("queue", releasing_gives_to_queue_owner=True)
    dora, team = given.user("dora"), given.team("Hardware")
    queues = [
        given.queue(owner_user=dora.user),
        given.queue(owner_user=None, owner_team=team),
        given.queue(owner_user=None),
    ]
    cases = given.cases(3)
    items = [given.queue_item(queue, case) for queue, case in zip(queues, cases, strict=True)]
    pick(items, by=alice)

    release(items, by=alice)

    columns = ("owner_user", "owner_team")
    assert list(Case.objects.order_by("number").values_list(*columns)) == [
        (dora.user, None),
        (None, team.pk),
        (given.admin.user, None),
    ]


def test_what_nobody_works_on_and_what_is_past_is_not_released(given, alice):
    """Red without IS_PICKED or IS_ACTIVE in release."""
    waiting = given.queue_item(given.queue(), given.case())
    past = given.queue_item(given.queue(), given.case(), state=1, worker_user=alice.user)

    with pytest.raises(NotPicked):
        release(waiting, by=alice)
    with pytest.raises(ItemInactive):
        release(past, by=alice)


def test_removing_erases_the_item_and_keeps_the_case(given, alice):
    """Red without the deletion of remove."""
    case = given.case()
    item = given.queue_item(given.queue(), case)

    result = remove(item, by=alice)

    assert not QueueItem.objects.exists()
    assert fresh(case).version == case.version
    assert Event.objects.get(run=result.run).kind == "queue_item.removed"


def test_a_thousand_cost_the_statements_of_one(given, alice, django_assert_max_num_queries):
    """Red when a statement is sent for each item."""
    given.policy("queue", releasing_gives_to_queue_owner=True)
    queue = given.queue()
    rows = [
        {"queue": queue, "case": c, "entered_at": c.created_at, "worker_user": alice.user}
        for c in given.cases(1_000)
    ]
    items = given.add(QueueItem, rows)

    with django_assert_max_num_queries(25):
        release(items, by=alice)
    with django_assert_max_num_queries(15):
        remove(items, by=alice)

    assert not QueueItem.objects.exists()
