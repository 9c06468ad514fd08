"""Queues: what waits in them, and taking the next."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import QueueItem
from casework.queues.models import QueueKind
from casework.queues.pick import pick
from tests.conftest import fresh
from tests.interfaces.web.visiting import visiting, words


def put(given, queue, owner, hours=1, **columns):
    """A case that has waited in a queue for so many hours."""
    item = given.queue_item(queue, given.case(owner=owner), **columns)
    entered = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=hours)
    QueueItem.objects.filter(pk=item.pk).update(entered_at=entered)
    return item


def test_the_list_of_queues_counts_what_waits_and_what_is_worked_on(given, alice):
    printers = given.queue("Printers")
    for hours in (1, 5):
        put(given, printers, alice, hours)
    pick(put(given, printers, alice), by=alice)
    given.queue("Empty")

    text = words(visiting(alice).get("/queues?columns=name,waiting,oldest,worked&sort=name"))

    assert "Empty 0 0" in text
    assert "Printers 2 5h 0m 1" in text


def test_a_private_queue_hides_what_waits_in_it_from_others(given, alice, carol):
    queue = given.queue("Hers", kind=QueueKind.PRIVATE, owner_user=alice.user)
    item = put(given, queue, alice)
    number = item.case.number

    assert number in visiting(alice).get(f"/queues/{queue.pk}").content.decode()
    assert number not in visiting(carol).get(f"/queues/{queue.pk}").content.decode()
    assert "Hers 1" in words(visiting(alice).get("/queues?columns=name,waiting"))
    assert "Hers 1" not in words(visiting(carol).get("/queues?columns=name,waiting"))


def test_the_next_is_what_waits_longest_and_is_free(given, alice, bob):
    queue = given.queue()
    put(given, queue, alice, 9, worker_user=bob.user)
    oldest = put(given, queue, alice, 5)
    put(given, queue, alice, 2)

    answer = visiting(alice).post(f"/queues/{queue.pk}/next")

    assert answer.status_code == 303
    assert answer["Location"].startswith(f"/cases/{oldest.case.number}?did=")
    assert fresh(oldest).worker_user_id == alice.user


def test_what_is_routed_to_a_team_is_next_for_its_members_only(given, alice):
    queue, team = given.queue(), given.team("Printers")
    item = put(given, queue, alice, 5, worker_team=team)

    answer = visiting(alice).post(f"/queues/{queue.pk}/next")

    assert answer["Location"] == f"/queues/{queue.pk}"
    assert fresh(item).worker_user_id is None
    assert "Nothing waits here that you could take" in words(
        visiting(alice).get(answer["Location"])
    )


def test_a_list_of_queues_asks_as_much_of_one_as_of_many(given, alice):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            visiting(alice).get("/queues")
        return len(caught)

    put(given, given.queue(), alice)
    asked()
    one = asked()
    for _n in range(10):
        put(given, given.queue(), alice)

    assert asked() == one


def test_who_may_not_make_a_queue_reads_why_and_who_may(alice):
    page = visiting(alice).get("/queues")

    assert "/do/queue.create" not in page.content.decode()
    assert "New queue" in words(page)
    assert "Customer Service Manager" in words(page)


def test_a_dialog_on_queue_items_names_what_waits_in_as_many_queries_for_many(given, alice, bob):
    queue = given.queue("Printers")
    items = [put(given, queue, alice) for _n in range(4)]
    numbers = [one.case.number for one in items]

    def asked(some):
        on = "&".join(f"on={one.pk}" for one in some)
        with CaptureQueriesContext(connection) as caught:
            page = words(visiting(alice).get(f"/do/queue_item.pick?{on}"))
        return page, len(caught)

    page, two = asked(items[:2])
    assert all(one in page for one in numbers[:2])
    assert str(items[0].pk) not in page
    page, four = asked(items)
    assert (all(one in page for one in numbers), four) == (True, two)
