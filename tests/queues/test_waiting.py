"""What waits in a queue, and who sees it in lists."""

import datetime

from casework.queues.add_members import add_members
from casework.queues.waiting import waiting, waiting_items
from tests.conftest import AGENT, acting
from tests.queues.people import person

START = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def test_the_longest_waiting_is_first_and_pages_go_on_behind_the_last(given, alice):
    """Red without the order, or the condition on `after`, of waiting."""
    queue = given.queue()
    hours = (3, 1, 2, 2)
    items = [
        given.queue_item(queue, case, entered_at=START + datetime.timedelta(hours=hour))
        for case, hour in zip(given.cases(4), hours, strict=True)
    ]
    given.queue_item(queue, given.case(), state=1)
    given.queue_item(given.queue(), given.case())
    expected = [items[1], items[2], items[3], items[0]]

    assert list(waiting(queue, alice)) == expected
    for n, last in enumerate(expected):
        rest = waiting(queue.pk, alice, after=(last.entered_at, last.pk))
        assert list(rest) == expected[n + 1 :]


def test_a_private_queue_shows_to_members_owners_and_the_owning_team(given, alice):
    """Red without listing in waiting."""
    dora = given.user("dora", AGENT)
    given.user("egon", AGENT)
    team = given.team("Hardware", acting("egon"))
    private = given.queue(kind=1)
    theirs = given.queue(kind=1, owner_user=None, owner_team=team)
    item = given.queue_item(private, given.case())

    assert list(waiting(private, alice)) == []
    add_members(private, by=given.admin, users=[person(alice)])

    assert list(waiting(private, alice)) == [item]
    assert list(waiting(private, given.admin)) == [item]
    assert list(waiting(private, dora)) == []

    of_team = given.queue_item(theirs, given.case())
    assert list(waiting(theirs, acting("egon"))) == [of_team]
    assert list(waiting(theirs, dora)) == []


def test_items_of_cases_beyond_the_actors_rights_do_not_show(given):
    """Red without visible_to in waiting."""
    near = given.user("near", AGENT, unit=given.unit("Near"))
    queue = given.queue()
    mine = given.queue_item(queue, given.case(owner=near))
    given.queue_item(queue, given.case())

    assert list(waiting(queue, near)) == [mine]


def test_the_items_of_cases_are_found_by_the_cases(given):
    """Red without the conditions of waiting_items."""
    queue, (one, other) = given.queue(), given.cases(2)
    item = given.queue_item(queue, one)
    given.queue_item(queue, one, activity=given.activity(one))
    given.queue_item(queue, other, state=1)

    assert list(waiting_items([one, other.pk])) == [item]
