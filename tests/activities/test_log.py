"""Logging: what was done is on record at once, on a case in any state but merged."""

import pytest

from casework.activities.log import log
from casework.activities.statuses import WrongStatus
from casework.cases.cancel import cancel
from casework.cases.merge import merge
from casework.cases.resolve import resolve
from casework.cases.rules import MergedAway
from casework.kernel.history import Event, Run
from casework.kernel.refusals import Forbidden, InvalidInput, NotFound
from casework.models import Activity, User
from tests.conftest import acting, fresh

COLUMNS = ("kind", "subject", "state", "status", "minutes", "owner_user")


@pytest.mark.parametrize(
    ("kind", "is_incoming", "status"),
    [
        ("task", False, 5),
        ("phone_call", False, 2),
        ("phone_call", True, 4),
        ("email", False, 2),
        ("email", True, 4),
        ("appointment", False, 3),
        ("note", False, 1),
    ],
)
def test_what_was_done_is_completed_from_the_start(given, alice, kind, is_incoming, status):
    """Red without RECEIVED in statuses.default_status or `"state": done` in log._columns."""
    case = given.case()

    log(by=alice, case=case, kind=kind, subject="About toner", minutes=12, is_incoming=is_incoming)

    made = Activity.objects.get()
    assert tuple(getattr(made, name) for name in COLUMNS[:-1]) == (
        kind, "About toner", 1, status, 12,
    )  # fmt: skip
    assert (made.owner_user_id, made.case_id, made.logged_on_id) == (alice.user, case.pk, case.pk)
    assert made.ended_at == made.created_at


def test_a_note_without_a_subject_goes_by_its_first_words(given, alice):
    """Red without the `Kind.NOTE` branch of log._columns."""
    text = "The fuser\nwas  cold. " + "x" * 200

    log(by=alice, case=given.case(), kind="note", description=text)

    assert Activity.objects.values_list("subject", "description").get() == (
        ("The fuser was cold. " + "x" * 200)[:80],
        text,
    )


def test_the_minutes_are_the_time_it_took_unless_they_are_given(given, alice):
    """Red without the `round(` in log._columns."""
    times = {"starts_at": "2026-03-01T09:00:00Z", "ended_at": "2026-03-01T09:25:00Z"}
    row = {"case": given.case(), "kind": "phone_call", "subject": "Call", **times}

    log([row, {**row, "minutes": 3}], by=alice)

    assert sorted(Activity.objects.values_list("minutes", flat=True)) == [3, 25]


def test_what_ends_before_it_starts_is_refused(given, alice):
    """Red without `refuse_backwards` in log._columns."""
    with pytest.raises(InvalidInput) as refused:
        log(
            by=alice, case=given.case(), kind="phone_call", subject="Call",
            starts_at="2026-03-01T09:00:00Z", ended_at="2026-03-01T08:00:00Z",
        )  # fmt: skip

    assert refused.value.facts["field"] == "ended_at"


def test_a_status_of_another_kind_or_state_is_refused_with_those_there_are(given, alice):
    """Red without `state_of_status` in log._columns."""
    case = given.case()

    with pytest.raises(WrongStatus) as refused:
        log(by=alice, case=case, kind="email", subject="Mail", status=1)

    assert refused.value.text == "status: 1 is not one of 2, 3, 4, 6, 7 for Email"
    log(by=alice, case=case, kind="email", subject="Mail", status=3)
    assert Activity.objects.values_list("status", flat=True).get() == 3


@pytest.mark.parametrize("close", [resolve, cancel])
def test_a_late_call_is_logged_on_a_closed_case_even_by_a_person(given, close):
    """Red if log asks CHANGING of the case instead of ADDING."""
    case, person = given.case(), acting("admin", "web")
    close(case, by=given.admin, **({"resolution": "Done"} if close is resolve else {}))

    log(by=person, case=case, kind="phone_call", subject="Called once more")

    assert Activity.objects.filter(case=case, state=1).count() == 1


@pytest.mark.spec("M16")
def test_nothing_is_logged_on_a_merged_case_and_the_survivor_is_named(given, carol):
    """Red without the rules in of_cases.hold_cases."""
    old, survivor = given.cases(2)
    merge(old, by=carol, into=survivor)

    with pytest.raises(MergedAway) as refused:
        log(by=carol, case=old, kind="note", description="Late")

    assert (refused.value.records, refused.value.facts) == (
        [fresh(old)],
        {"survivor": survivor.number},
    )


def test_one_merged_case_of_many_is_left_out_when_asked(given, carol):
    """Red without the mapping of targets in of_cases._guard."""
    old, survivor, third = given.cases(3)
    merge(old, by=carol, into=survivor)
    rows = [
        {"case": case, "kind": "note", "description": "Late"} for case in (old, survivor, third)
    ]

    result = log(rows, by=carol, on_refusal="skip")

    assert [one.code for one in result.left_out.values()] == ["merged-away"]
    assert set(Activity.objects.values_list("case", flat=True)) == {survivor.pk, third.pk}


def test_the_privilege_is_asked_of_the_case(given, alice, bob):
    """Red without the privilege in of_cases.hold_cases."""
    mine, elsewhere = given.case(), given.case(unit=given.unit("Below"))

    with pytest.raises(Forbidden):
        log(by=bob, case=mine, kind="note", description="Hello")
    with pytest.raises(Forbidden):
        log(by=alice, case=elsewhere, kind="note", description="Hello")
    with pytest.raises(NotFound):
        log(by=alice, case=given.admin.user, kind="note", description="Hello")

    assert Activity.objects.count() == 0


def test_several_on_one_case_with_owners_of_their_own(given, alice):
    """Red without `owned` in making.add_activities."""
    case, team = given.case(), given.team("Hardware")
    dora = User.objects.get(pk=given.user("dora").user)
    row = {"case": case, "kind": "note", "description": "Seen"}

    log([row, {**row, "team": team}, {**row, "user": dora}], by=alice)

    assert set(Activity.objects.values_list("case", "owner_user", "owner_team")) == {
        (case.pk, alice.user, None),
        (case.pk, None, team.pk),
        (case.pk, dora.pk, None),
    }


def test_what_was_written_is_not_among_the_arguments_of_the_run(given, alice):
    """Red if creations keep their rows with the run."""
    result = log(by=alice, case=given.case(), kind="note", description="Secret")

    assert Run.objects.get(pk=result.run).arguments == {"rows": 1}
    assert Event.objects.get(run=result.run).kind == "activity.logged"


def test_an_importer_says_when_and_by_whom(given, admin, alice):
    """Red without `moment_of` in log.end_now."""
    case, at = given.case(), "2025-05-01T10:00:00Z"
    moment = Activity._meta.get_field("ended_at").to_python(at)

    log(
        by=admin,
        case=case,
        kind="note",
        description="Then",
        moments={case.pk: (moment, alice.user)},
    )

    made = Activity.objects.get()
    assert (made.created_at, made.ended_at, made.created_by_id) == (moment, moment, alice.user)


@pytest.mark.parametrize("recipients", ["one@example.org", [1], ["x" * 401]])
def test_recipients_are_a_list_of_texts(given, alice, recipients):
    """Red without making.checked_recipients."""
    with pytest.raises(InvalidInput):
        log(by=alice, case=given.case(), kind="email", subject="Mail", recipients=recipients)


def test_a_thousand_cost_the_statements_of_one(given, alice, statements):
    """Red if anything is read or written row by row."""
    cases = given.cases(500)
    rows = [
        {"case": case, "kind": kind, "subject": "Done"}
        for case in cases
        for kind in ("task", "note")
    ]

    assert statements(lambda: log(rows[:1], by=alice)) == statements(lambda: log(rows, by=alice))
