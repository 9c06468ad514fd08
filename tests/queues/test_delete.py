"""Deleting queues."""

import pytest

from casework.kernel.history import Event
from casework.models import Queue, QueueMembership
from casework.queues.add_members import add_members
from casework.queues.delete import QueueHasItems, delete
from casework.queues.remove import remove
from tests.queues.people import person


def test_an_empty_queue_goes_with_its_memberships_and_stays_on_record(given, carol):
    """Red without the two deletions of delete."""
    queue = given.queue("Printers")
    add_members(queue, by=carol, users=[person(carol)])

    result = delete(queue, by=carol)

    assert not Queue.objects.exists()
    assert not QueueMembership.objects.exists()
    erased = Event.objects.filter(run=result.run, after=None)
    assert {(one.record_type, one.before.get("name")) for one in erased} == {
        ("queue", "Printers"),
        ("queue_membership", None),
    }


def test_a_queue_with_items_waiting_or_past_stays_until_they_are_removed(given, carol):
    """Red without QueueHasItems in delete."""
    queue = given.queue()
    one, other = given.cases(2)
    items = [given.queue_item(queue, one), given.queue_item(queue, other, state=1)]

    with pytest.raises(QueueHasItems) as refused:
        delete(queue, by=carol)
    assert refused.value.count == 2

    remove(items, by=carol)
    delete(queue, by=carol)
    assert not Queue.objects.exists()
