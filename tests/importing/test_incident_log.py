"""What an update of an incident becomes: which operation, when, and by whom."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from casework.importing import mapping
from casework.models import Case, CaseResolution, Contact, Event, QueueItem
from tests.conftest import Given
from tests.importing.conftest import Import
from tests.importing.log import row, shared, written

UTC = datetime.UTC


@pytest.fixture
def replayed(imported: Import, tmp_path: Path) -> Any:
    """Replay rows of one incident, and answer its case."""

    def replay(*updates: dict[str, str], **options: Any) -> Case:
        rows = [row("INC1", **{"sys_mod_count": str(n), **one}) for n, one in enumerate(updates)]
        report = imported("incident-log", written(tmp_path / "log.csv", rows), **options)
        assert report.problems == []
        return Case.objects.get(number="INC1")

    return replay


def told(case: Case) -> list[str]:
    """The kinds of a case's events, in their order."""
    return list(Event.objects.filter(case_id=case.pk).order_by("id").values_list("kind", flat=True))


def test_the_first_row_opens_the_case_as_it_shows(replayed: Any) -> None:
    """Customer, origin, subject, priority, queue and owner. Red without ``_open`` in story.py."""
    case = replayed({"assigned_to": "Resolver 7", "priority": "2 - High", "cmdb_ci": "Server 9"})

    item = QueueItem.objects.get(case=case)
    assert (case.contact.full_name, case.origin, case.priority) == ("Caller 1", 1, 1)
    assert (case.subject.parent.title, case.subject.title) == ("Category 1", "Subcategory 1")
    assert (case.owner_user.full_name, item.queue.name) == ("Resolver 7", "Group 1")
    assert item.queue.owner_team.name == "Group 1"
    assert case.custom == {
        "channel": "Phone",
        "configuration_item": "Server 9",
        "impact": "2 - Medium",
        "knowledge": False,
        "location": "Location 1",
        "notify": "Do Not Notify",
        "opened_at": "2016-02-29T01:16:00+00:00",
        "opened_by": "Opened by 1",
        "priority_confirmed": False,
        "source_priority": "2 - High",
        "urgency": "2 - Medium",
        "within_service_level": True,
    }
    assert told(case) == ["case.opened", "queue_item.added"]


def test_each_row_keeps_its_time_and_person(replayed: Any) -> None:
    """Red without ``moments`` in waves.py."""
    case = replayed(
        {},
        {"incident_state": "Resolved", "sys_updated_at": "1/3/2016 10:00",
         "sys_updated_by": "Updated by 2", "resolved_by": "Resolved by 3",
         "resolved_at": "1/3/2016 09:52"},
        {"incident_state": "Closed", "sys_updated_at": "6/3/2016 10:00",
         "sys_updated_by": "Updated by 4"},
    )  # fmt: skip

    resolution = CaseResolution.objects.get(case=case)
    moments = Event.objects.filter(case_id=case.pk).order_by("id")
    assert case.created_at == datetime.datetime(2016, 2, 29, 1, 23, tzinfo=UTC)
    assert case.closed_at == resolution.resolved_at == datetime.datetime(2016, 3, 1, 10, tzinfo=UTC)
    assert case.confirmed_at == datetime.datetime(2016, 3, 6, 10, tzinfo=UTC)
    assert (resolution.subject, resolution.resolved_by.full_name) == ("code 5", "Updated by 2")
    assert resolution.description == "Resolved by 3, 2016-03-01 09:52 UTC"
    assert case.confirmed_by.full_name == "Updated by 4"
    assert [event.happened_at.day for event in moments] == [29, 29, 1, 1, 1, 6]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("Active", 1),
        ("Awaiting User Info", 3),
        ("awaiting evidence", 3),
        ("Awaiting Vendor", 2),
        ("AWAITING PROBLEM", 4),
    ],
)
def test_a_state_is_a_status_reason(replayed: Any, state: str, status: int) -> None:
    """Red without its line in STATES."""
    case = replayed({}, {"incident_state": state})

    assert (case.state, case.status, case.stage) == (0, status, 1)


def test_closing_what_was_not_resolved_is_cancelling(replayed: Any) -> None:
    """Red without ``Task("cancel")``."""
    case = replayed({}, {"incident_state": "Closed"})

    assert (case.state, case.status, case.confirmed_at is not None) == (2, 6, True)


def test_closing_twice_is_closing_once(replayed: Any) -> None:
    """Red without ``not here.confirmed``."""
    case = replayed({}, *[{"incident_state": state} for state in ("Resolved", "Closed", "Closed")])

    assert told(case).count("case.closing_confirmed") == 1


def test_reopening_puts_the_case_back_into_its_queue(replayed: Any) -> None:
    """And is no move. Red without ``here.waits`` in story.py."""
    states = ("Resolved", "Closed", "Active")

    case = replayed({}, *[{"incident_state": state} for state in states])

    items = QueueItem.objects.filter(case=case).order_by("id")
    assert (case.state, case.status, case.confirmed_at) == (0, 1, None)
    assert [(item.queue.name, item.state) for item in items] == [("Group 1", 1), ("Group 1", 0)]


def test_a_group_without_a_name_is_a_team_that_owns_what_nobody_has_in_hand(replayed: Any) -> None:
    """Red without UNNAMED_GROUP."""
    case = replayed({"assigned_to": "Resolver 1"}, {"assignment_group": "?", "assigned_to": "?"})

    assert (case.owner_user, case.owner_team.name) == (None, "(unnamed group)")
    assert QueueItem.objects.get(case=case).queue.name == "(unnamed group)"


def test_a_closed_case_still_changes_for_the_importer(replayed: Any) -> None:
    """Columns, group and person (answers 25). Red without the importer in ``open_to_change``."""
    case = replayed(
        {},
        {"incident_state": "Resolved"},
        {"incident_state": "Resolved", "assignment_group": "Group 2", "assigned_to": "Resolver 2",
         "made_sla": "false", "priority": "4 - Low"},
    )  # fmt: skip

    assert (case.state, case.priority, case.custom["within_service_level"]) == (1, 3, False)
    assert case.owner_user.full_name == "Resolver 2"
    assert QueueItem.objects.get(case=case).queue.name == "Group 2"


def test_problem_records_are_parents_only_when_asked_for(replayed: Any) -> None:
    """And are not counted as incidents. Red without ``if not self.families``."""
    case = replayed({}, {"problem_id": "Problem ID 4"})

    assert (case.parent, case.custom["problem"]) == (None, "Problem ID 4")
    assert Case.objects.count() == 1


def test_problem_records_become_parents_when_asked_for(replayed: Any) -> None:
    """Red without ``_family`` in story.py."""
    case = replayed({}, {"problem_id": "Problem ID 4"}, problems=True)

    assert case.parent.number == "Problem ID 4"
    assert "case.parent_set" in told(case)


def test_a_case_leaves_its_problem_record(replayed: Any) -> None:
    """Red without None as a parent."""
    case = replayed({"problem_id": "Problem ID 4"}, {}, problems=True)

    assert case.parent is None


def test_a_caller_is_not_taken_for_somebody_of_the_same_name(replayed: Any, given: Given) -> None:
    """Red without ``_made_before`` for customers."""
    somebody = given.contact("Caller 1")

    case = replayed({})

    assert Contact.objects.filter(full_name="Caller 1").count() == 2
    assert case.contact != somebody


def test_a_user_who_signs_in_by_that_name_is_that_person(replayed: Any, given: Given) -> None:
    """Red without the look-up by username."""
    alice = given.user("alice")

    case = replayed({"assigned_to": "alice"})

    assert case.owner_user_id == alice.user


def test_a_row_that_changes_nothing_writes_nothing(replayed: Any) -> None:
    """Red without comparing in ``_edit``."""
    case = replayed({}, {}, {"reassignment_count": "7", "sys_updated_by": "Updated by 9"})

    assert (told(case), case.version) == (["case.opened", "queue_item.added"], 1)


def test_names_that_break_programs_are_kept_as_they_are(imported: Import, tmp_path: Path) -> None:
    """As people, groups, callers, categories and places. Red without ``strip`` in
    ``converting.text``, or ``_username`` in known.py."""
    strings = json.loads(shared("nasty/blns.json").read_text())
    lines = (" ".join(one.split("\0")) for one in strings if not set(one) & set("\ud800\udfff"))
    names = [name for one in lines if (name := one.strip()) and len(name) <= 150 and name != "?"]
    rows = [
        row(f"INC{n}", caller_id=name, assigned_to=name, assignment_group=name, category=name,
            location=name, sys_updated_by=name, closed_code=name, incident_state="Resolved")
        for n, name in enumerate(names)
    ]  # fmt: skip

    report = imported("incident-log", written(tmp_path / "nasty.csv", rows))

    bad = {line for line, _problem in report.problems}
    good = {f"INC{n}": name for n, name in enumerate(names) if rows_line(rows, n) not in bad}
    kept = Case.objects.values_list("number", "contact__full_name", "custom")
    assert {number: (name, custom["location"]) for number, name, custom in kept} == {
        number: (name, name) for number, name in good.items()
    }
    assert len(good) > 400


def test_a_name_nobody_may_have_costs_its_rows_only(
    imported: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A team that cannot be made. Red without ``problem_of`` in known.py."""
    rows = [row("INC1"), row("INC2", assignment_group="G" * 160), row("INC3")]
    monkeypatch.setitem(mapping.LIMITS, "group", 400)
    rows[1]["assignment_group"] = "G" * 300

    report = imported("incident-log", written(tmp_path / "log.csv", rows))

    assert sorted(Case.objects.values_list("number", flat=True)) == ["INC1", "INC3"]
    assert report.problems == [
        (3, "name: Ensure this value has at most 160 characters (it has 300)."),
    ]


def rows_line(rows: list[dict[str, str]], n: int) -> int:
    """The line a row of a written file begins at: some names span lines."""
    return 2 + n + sum(value.count("\n") for one in rows[:n] for value in one.values())
