"""Deleting activities: with their attachments and places in queues, all of it on record."""

import pytest

from casework.activities.attach import attach
from casework.activities.delete import delete
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase
from casework.kernel.history import Event
from casework.kernel.refusals import Forbidden
from casework.models import Activity, Attachment, QueueItem
from tests.conftest import acting
from tests.proofs.rebuild import assert_events_tell_everything


def test_it_goes_with_its_files_and_places_and_the_bytes_stay(given, carol, storage):
    """Red without any line of delete."""
    case = given.case()
    doomed, other = given.activity(case), given.activity(case)
    attach(by=carol, case=case, activity=doomed, file_name="a.txt", content=b"a")
    attach(by=carol, case=case, file_name="b.txt", content=b"b")
    given.queue_item(given.queue(), case, activity=doomed)

    result = delete(doomed, by=carol)

    assert list(Activity.objects.all()) == [other]
    assert list(Attachment.objects.values_list("file_name", flat=True)) == ["b.txt"]
    assert QueueItem.objects.count() == 0
    assert [one.read_bytes() for one in sorted(storage(), key=lambda f: f.read_bytes())] == [
        b"a", b"b",
    ]  # fmt: skip
    assert set(Event.objects.filter(run=result.run).values_list("kind", flat=True)) == {
        "attachment.deleted", "queue_item.deleted", "activity.deleted",
    }  # fmt: skip
    assert assert_events_tell_everything()


def test_an_agent_may_not(given, alice):
    """Red if the role of agents has activity.delete."""
    with pytest.raises(Forbidden):
        delete(given.activity(given.case()), by=alice)


@pytest.mark.spec("S11")
def test_on_a_closed_case_it_is_refused_to_people(given, alice):
    """Red without of_case(Activity, "CHANGING") in delete's rules."""
    case = given.case()
    note = given.activity(case, kind="note", state=1, status=1)
    resolve(case, by=alice, resolution="Done")

    with pytest.raises(ClosedCase):
        delete(note, by=acting("admin", "web"))


def test_a_thousand_cost_the_statements_of_one(carol, statements, tasks):
    """Red if anything is read or written row by row."""
    one = statements(lambda: delete(tasks[0], by=carol))

    assert statements(lambda: delete(tasks[1:], by=carol)) == one
