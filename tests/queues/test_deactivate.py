"""Deactivating queues, and activating them again."""

import pytest

from casework.queues.activate import activate
from casework.queues.deactivate import ItemsWaiting, deactivate
from tests.conftest import fresh


def test_a_queue_in_which_nothing_waits_is_closed_and_opened_again(given, carol):
    """Red without the change of deactivate, or of activate; without `settled` a second run
    would write."""
    queue = given.queue()
    given.queue_item(queue, given.case(), state=1)

    deactivate(queue, by=carol)
    again = deactivate(queue, by=carol)
    assert (fresh(queue).is_active, again.run, again.unchanged) == (False, None, [queue.pk])

    activate(queue, by=carol)
    again = activate(queue, by=carol)
    assert (fresh(queue).is_active, again.run, again.unchanged) == (True, None, [queue.pk])


def test_what_waits_refuses_it_with_its_count(given, carol):
    """Red without ItemsWaiting in deactivate; `skip` closes the others."""
    full, empty = given.queue(), given.queue()
    items = [given.queue_item(full, case) for case in given.cases(2)]

    with pytest.raises(ItemsWaiting) as refused:
        deactivate([full, empty], by=carol)
    assert (refused.value.count, refused.value.records) == (2, items)
    assert fresh(empty).is_active

    result = deactivate([full, empty], by=carol, on_refusal="skip")
    assert (result.records, list(result.left_out)) == ([empty.pk], [full.pk])
