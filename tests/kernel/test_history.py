"""History: the events alone tell everything that ever was."""

import pytest

from casework.cases.cancel import cancel
from casework.cases.closing import ActivitiesOpen
from casework.cases.create_child import create_child
from casework.cases.delete import delete
from casework.cases.merge import merge
from casework.cases.reopen import reopen
from casework.cases.resolve import resolve
from casework.kernel.history import Event, Run
from tests.proofs.rebuild import assert_events_tell_everything


def test_every_table_is_rebuilt_from_the_events_forwards_and_backwards(given, carol):
    """Red without any one column in writing.change's before or after."""
    given.policy(closure="cascade")
    first, second, third, fourth = given.cases(4, custom={})
    given.activity(first, minutes=5, due_at="2026-01-02T03:04:05Z")
    given.queue_item(given.queue(), second)
    create_child(third, by=carol, title="Țăran & co: 'quoted' \"text\"")
    merge([first, second], by=carol, into=third)
    resolve(third, by=carol, resolution="Done", cancel_open_activities=True)
    reopen(third, by=carol, status=3)
    cancel(fourth, by=carol)
    delete(fourth, by=carol)

    assert assert_events_tell_everything() == Event.objects.count() > 50


def test_a_run_tells_who_asked_by_which_interface_and_with_what(given, alice):
    """Red without writing.start's columns."""
    case = given.case()

    result = resolve(case, by=alice, resolution="Done", total=5)

    run = Run.objects.get(pk=result.run)
    assert (run.operation, run.actor_id, run.interface, run.arguments) == (
        "case.resolve",
        alice.user,
        "rest",
        {"resolution": "Done", "total": 5},
    )


def test_a_refused_run_leaves_nothing_behind(given, alice):
    """Red if anything is written before the rules are read."""
    case = given.case()
    given.activity(case)
    before = (Run.objects.count(), Event.objects.count())

    with pytest.raises(ActivitiesOpen):
        resolve(case, by=alice, resolution="Done")

    assert (Run.objects.count(), Event.objects.count()) == before
