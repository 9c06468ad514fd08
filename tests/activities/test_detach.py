"""Detaching: no longer shown, still on record, and the bytes stay."""

import pytest

from casework.activities.attach import attach
from casework.activities.detach import detach
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase
from casework.kernel.history import Event, decoded
from casework.models import Attachment
from tests.conftest import acting


def test_the_row_goes_and_the_file_stays(given, alice, storage):
    """Red without the `work.delete` of detach."""
    attach(by=alice, case=given.case(), file_name="a.txt", content=b"a")
    made = Attachment.objects.get()

    result = detach(made, by=alice)

    event = Event.objects.get(run=result.run)
    assert Attachment.objects.count() == 0
    assert (event.kind, decoded(Attachment, event.before)["key"]) == (
        "attachment.detached",
        made.key,
    )
    assert [one.read_bytes() for one in storage()] == [b"a"]


@pytest.mark.spec("S11")
def test_on_a_closed_case_it_is_refused_to_people(given, alice, storage):
    """Red without of_case(Attachment, "CHANGING") in detach's rules."""
    case = given.case()
    attach(by=alice, case=case, file_name="a.txt", content=b"a")
    resolve(case, by=alice, resolution="Done")
    made = Attachment.objects.get()

    with pytest.raises(ClosedCase) as refused:
        detach(made, by=acting("admin", "web"))

    assert refused.value.targets == {made.pk}


def test_a_thousand_cost_the_statements_of_one(given, alice, storage, statements):
    """Red if anything is read or written row by row."""
    case = given.case()
    attach([{"case": case, "file_name": "a", "content": b""} for _n in range(1001)], by=alice)
    rows = list(Attachment.objects.all())

    one = statements(lambda: detach(rows[0], by=alice))

    assert statements(lambda: detach(rows[1:], by=alice)) == one
