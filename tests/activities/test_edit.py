"""Editing: open activities in full; of those that were done only the text."""

import pytest

from casework.activities.edit import edit
from casework.activities.statuses import ActivityNotOpen, WrongStatus
from casework.cases.merge import merge
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase
from casework.kernel.history import Event, decoded
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import Activity, CustomColumn
from tests.conftest import acting, fresh


def test_what_is_open_is_changed_and_what_is_so_already_is_not(given, alice):
    """Red without the `work.change` of edit, or `work.differing`."""
    first, second = given.activity(given.case()), given.activity(given.case(), subject="Call back")

    result = edit([first, second], by=alice, subject="Call back", due_at=None)

    assert (fresh(first).subject, fresh(first).version, fresh(second).version) == (
        "Call back", 2, 1,
    )  # fmt: skip
    [event] = Event.objects.filter(run=result.run)
    assert (event.kind, decoded(Activity, event.before)) == (
        "activity.edited",
        {"subject": first.subject, "due_at": None},
    )


def test_values_row_by_row(given, alice):
    """Red if edit reads one value for all."""
    case = given.case()
    first, second = given.activity(case), given.activity(case)

    edit.table(
        [{"id": first.pk, "minutes": 3, "status": 3}, {"id": second.pk, "minutes": 5}], by=alice
    )

    assert [(one.minutes, one.status) for one in (fresh(first), fresh(second))] == [(3, 3), (5, 2)]


@pytest.mark.parametrize("state", [1, 2])
@pytest.mark.parametrize("change", [{"minutes": 5}, {"subject": "Other"}, {"status": 2}])
def test_what_was_done_stays_as_it_was_done(given, alice, state, change):
    """Red without edit._open_for_content."""
    activity = given.activity(given.case(), state=state, status=state + 4)

    with pytest.raises(ActivityNotOpen) as refused:
        edit(activity, by=alice, **change)

    assert (refused.value.records, fresh(activity).version) == ([activity], 1)


def test_its_text_may_be_corrected_and_all_of_a_note(given, alice):
    """Red without ALWAYS, or without `Kind.NOTE` in edit._open_for_content."""
    call = given.activity(given.case(), kind="phone_call", state=1, status=2)
    note = given.activity(given.case(), kind="note", state=1, status=1)

    edit([call, note], by=alice, description="Right number")
    edit(note, by=alice, subject="Number")

    assert [fresh(one).description for one in (call, note)] == ["Right number"] * 2
    assert fresh(note).subject == "Number"


def test_a_status_leads_to_its_state_or_is_refused_with_those_there_are(given, alice):
    """Red without edit._statuses."""
    meeting = given.activity(given.case(), kind="appointment", state=3, status=5)

    edit(meeting, by=alice, status=2)
    assert (fresh(meeting).state, fresh(meeting).status) == (0, 2)

    with pytest.raises(WrongStatus) as refused:
        edit(meeting, by=alice, status=3)
    assert refused.value.facts["problem"] == "3 is not one of 1, 2, 5, 6 for Appointment"


def test_it_is_not_due_before_it_starts(given, alice):
    """Red without edit._check_times."""
    task = given.activity(given.case(), starts_at="2026-03-02T09:00:00Z")

    with pytest.raises(InvalidInput) as refused:
        edit(task, by=alice, due_at="2026-03-01T09:00:00Z")

    assert refused.value.facts["field"] == "due_at"


def test_columns_of_the_organisation_are_merged(given, alice):
    """Red without `changes` in edit."""
    for name in ("room", "floor"):
        row = {"table": "activity", "name": name, "label": name, "type": "text"}
        given.add(CustomColumn, [row])
    task = given.activity(given.case(), custom={"room": "7", "floor": "2"})

    edit(task, by=alice, custom={"room": "8"})

    assert fresh(task).custom == {"room": "8", "floor": "2"}


@pytest.mark.spec("S11")
@pytest.mark.spec("S12")
def test_on_a_closed_case_it_is_refused_to_people_as_the_case_is(given, alice):
    """Red without of_case(Activity, "CHANGING") in edit.RULES."""
    case = given.case()
    note = given.activity(case, kind="note", state=1, status=1)
    resolve(case, by=alice, resolution="Done")

    with pytest.raises(ClosedCase) as refused:
        edit(note, by=acting("admin", "web"), description="Changed")
    assert (refused.value.records, refused.value.targets) == ([fresh(case)], {note.pk})

    edit(note, by=alice, description="Changed by a program")
    given.policy(update_closed="none")
    with pytest.raises(ClosedCase):
        edit(note, by=alice, description="Changed again")
    assert fresh(note).description == "Changed by a program"


def test_what_went_with_a_merge_is_edited_on_the_survivor(given, carol):
    """Red if the rule asks the first case instead of the present one."""
    old, survivor = given.cases(2)
    task = given.activity(old)
    merge(old, by=carol, into=survivor)

    edit(task, by=carol, subject="Goes on")

    assert (fresh(task).subject, fresh(task).case_id) == ("Goes on", survivor.pk)


def test_without_the_privilege_it_is_refused(given, bob):
    """Red without the privilege of the operation."""
    with pytest.raises(Forbidden):
        edit(given.activity(given.case()), by=bob, subject="Mine")


def test_a_thousand_cost_the_statements_of_one(alice, statements, tasks):
    """Red if anything is read or written row by row."""
    one = statements(
        lambda: edit(tasks[0], by=alice, subject="Other", status=3, due_at="2026-03-01T09:00:00Z")
    )

    assert (
        statements(
            lambda: edit(
                tasks[1:], by=alice, subject="Other", status=3, due_at="2026-03-01T09:00:00Z"
            )
        )
        == one
    )
