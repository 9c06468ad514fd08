"""The doctor finds exactly what is wrong, and puts right what can be."""

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.cases.merge import merge
from casework.cases.numbering import FIRST
from casework.cases.repair import repair
from casework.cases.resolve import resolve
from casework.history.doctor.checks import CHECKS
from casework.history.doctor.examining import advance, cases_to_repair, chosen, examine
from casework.history.doctor.of_tables import _circling
from casework.history.undo import undo
from casework.kernel.history import Counter, Event
from casework.models import (
    Activity,
    BusinessUnit,
    Case,
    CaseResolution,
    Dashboard,
    Queue,
    QueueItem,
    Role,
    Undoing,
    View,
)
from casework.workplace.dashboards import share
from tests.interfaces.test_cli import shell
from tests.proofs.rebuild import assert_events_tell_everything
from tests.workplace_setups import dashboards, views

PAST_HISTORY = {"versions", "sequences", "values", "lost"}


def found(*, thorough=True):
    """What is wrong: each check with the nouns it names."""
    checks = chosen(thorough=thorough)
    return {
        one.check.name: [(each.noun, each.count) for each in one.faults]
        for one in examine(checks)
        if one.faults
    }


@pytest.fixture
def office(given, alice):
    """A resolved, a merged, a waiting and a child case, all as they should be."""
    parent = given.case(owner=alice, number="CAS-01001-A0A0A0", title="Țăran")
    Counter.objects.create(name="case", value=1)
    child = given.case(owner=alice, parent=parent)
    resolved, merged = given.cases(2, owner=alice)
    given.activity(child, owner=alice)
    given.queue_item(given.queue(), parent)
    resolve(resolved, by=alice, resolution="Done")
    merge(merged, by=alice, into=parent)
    return {"parent": parent, "child": child, "resolved": resolved, "merged": merged}


def test_what_was_done_by_operations_is_sound(office, given, alice):
    """Red when a check finds what is right."""
    done = resolve(office["parent"], by=alice, resolution="Done")
    undo(done.run, by=alice)

    assert found() == {}


# What is done past Casework, and the checks that must see it: no more and no less.
REPAIRABLE = {
    "resolution gone": (
        lambda o: CaseResolution.objects.filter(case=o["resolved"])._raw_delete("default"),
        {"resolutions", "lost"},
    ),
    "resolution withdrawn": (
        lambda o: CaseResolution.objects.update(withdrawn_at=o["parent"].created_at),
        {"resolutions", "values"},
    ),
    "closed without a time": (
        lambda o: Case.objects.filter(pk=o["resolved"].pk).update(closed_at=None),
        {"closing-times", "values"},
    ),
    "active with a time": (
        lambda o: Case.objects.filter(pk=o["child"].pk).update(closed_at=o["child"].created_at),
        {"closing-times", "values"},
    ),
    "in another unit": (
        lambda o: Case.objects.filter(pk=o["child"].pk).update(
            unit=BusinessUnit.objects.get(name="Other")
        ),
        {"units", "values"},
    ),
    "waiting though closed": (
        lambda o: QueueItem.objects.update(case=o["resolved"]),
        {"waiting", "values"},
    ),
    "title folded wrongly": (
        lambda o: Case.objects.filter(pk=o["parent"].pk).update(title_key="x"),
        {"titles", "values"},
    ),
}


@pytest.mark.parametrize("what", sorted(REPAIRABLE))
def test_what_is_wrong_is_named_and_put_right_as_it_was_shown(given, office, admin, what):
    """Red without the check, or its part of case.repair."""
    given.unit("Other")
    spoil, names = REPAIRABLE[what]
    spoil(office)
    assert set(found()) == names

    cases = cases_to_repair(examine(chosen(thorough=True)))
    preview = repair.preview(cases, by=admin)
    done = repair(cases, by=admin, expecting=preview.fingerprint)

    assert len(done.records) == 1
    assert set(found()) - PAST_HISTORY == set()
    assert [(e.kind, e.count) for e in preview.effects] == done.effects


TOLD = {
    "status of another state": (
        lambda o: Case.objects.filter(pk=o["child"].pk).update(status=5),
        {"states", "values"},
    ),
    "something on a merged case": (
        lambda o: Activity.objects.update(case=o["merged"]),
        {"merged", "values"},
    ),
    "a version without its event": (
        lambda o: Case.objects.filter(pk=o["child"].pk).update(version=9),
        {"versions"},
    ),
    "an event gone": (
        lambda o: Event.objects.filter(record_id=o["resolved"].pk, version=1)._raw_delete(
            "default"
        ),
        {"sequences"},
    ),
    "a circle": (
        lambda o: Case.objects.filter(pk=o["parent"].pk).update(parent=o["child"]),
        {"circles", "values"},
    ),
    "a path of another unit": (
        lambda o: BusinessUnit.objects.filter(name="Other").update(path="/x/"),
        {"paths", "values"},
    ),
    "a value nobody recorded": (
        lambda o: Case.objects.filter(pk=o["child"].pk).update(title="Past", title_key="past"),
        {"values"},
    ),
    "an older value nobody recorded": (
        lambda o: Case.objects.filter(pk=o["resolved"].pk).update(description="Past"),
        {"values"},
    ),
    "a record that is gone": (
        lambda o: Activity.objects.all()._raw_delete("default"),
        {"lost"},
    ),
    "an activity of another unit": (
        lambda o: Activity.objects.update(unit=BusinessUnit.objects.get(name="Other")),
        {"owners", "values"},
    ),
    "a queue that is not found by its name": (
        lambda o: Queue.objects.update(name_key="x"),
        {"names", "values"},
    ),
    "a place under another case": (
        lambda o: QueueItem.objects.update(activity=Activity.objects.get()),
        {"places", "values"},
    ),
    "a view of a column that is not there": (
        lambda o: View.objects.update(columns=["colour"]),
        {"views", "values"},
    ),
    "a role that begins with two dashboards": (
        lambda o: Dashboard.objects.update(default_for_role=Role.objects.first()),
        {"beginnings", "values"},
    ),
    "a role that begins with what it cannot see": (
        lambda o: Dashboard.objects.filter(name="Dashboard 1").update(shared_with="nobody"),
        {"beginnings", "values"},
    ),
    "a run taken back twice": (
        lambda o: Undoing.objects.bulk_create(
            [
                Undoing(by=Event.objects.latest("id").run, run=Event.objects.earliest("id").run),
                Undoing(by=Event.objects.earliest("id").run, run=Event.objects.earliest("id").run),
            ]
        ),
        {"undoings"},
    ),
}


@pytest.mark.parametrize("what", sorted(TOLD))
def test_what_only_a_person_can_put_right_says_what_to_do(given, office, what):
    """Red without the check."""
    given.unit("Other")
    views(given, 1)
    _first, second = dashboards(given, 2, shared_with="everyone")
    share(second, by=given.admin, shared_with="everyone", default_for_role=Role.objects.first())
    spoil, names = TOLD[what]
    with transaction.atomic():
        spoil(office)
        wrong = found()
        transaction.set_rollback(True)

    assert set(wrong) == names
    assert all(CHECKS[name].cure for name in names)


def test_what_refers_to_nothing_is_named(given, office, django_db_blocker):
    """Red without the check of orphans."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
        Case.objects.filter(pk=office["parent"].pk)._raw_delete("default")
        wrong = found()
        transaction.set_rollback(True)

    assert ("case", 1) in wrong["orphans"]
    assert ("queue_item", 1) in wrong["orphans"]


def test_the_counter_goes_ahead_of_every_number(given, office):
    """Red without advance, or the numbers in use."""
    given.case(number=f"CAS-{FIRST + 50:05d}-B0B0B0")
    findings = examine(chosen(["numbers", "identity"]))
    assert found() == {"numbers": [("case", 49)]}

    assert advance(findings) == ["numbers"]

    assert found() == {}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite numbers by what is there")
def test_events_are_numbered_after_all_that_are_there(given, office, alice):
    """Red without the check of identity, or advance_sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('casework_event', 'id'), 1)")
    findings = examine(chosen(["numbers", "identity"]))
    assert found() == {"identity": [("event", 1)]}

    assert advance(findings) == ["identity"]

    assert found() == {}
    resolve(office["child"], by=alice, resolution="Done", cancel_open_activities=True)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_is_named_whole_and_what_hangs_on_it_is_not(given, length):
    """Red when the walk stops early, or names what only leads into the circle."""
    ring = given.cases(length)
    tail = given.cases(2)
    up = {one.pk: ring[n - 1].pk for n, one in enumerate(ring)}
    up |= {tail[0].pk: ring[0].pk, tail[1].pk: tail[0].pk}

    for order in (list(up), list(reversed(up))):
        assert _circling({key: up[key] for key in order}) == sorted(one.pk for one in ring)


def test_missing_bytes_are_found(given, office):
    """Red without the check of files."""
    from tests.setups import attachments

    attachments(given, [office["child"]])

    assert found() == {"files": [("attachment", 1)]}


def test_the_quick_checks_cost_the_same_for_any_number_of_cases(given, alice):
    """Red with a query for each case."""
    sent = []
    for size in (1, 60):
        for case in given.cases(size, owner=alice):
            given.activity(case, owner=alice)
        with CaptureQueriesContext(connection) as queries:
            examine(chosen())
        sent.append(len(queries))

    assert sent[0] == sent[1]


def test_the_shell_tells_repairs_and_says_by_its_exit_code(given, office):
    """Red without doctor in cli.house."""
    Case.objects.filter(pk=office["resolved"].pk).update(closed_at=None)

    sick = shell("doctor", "--only", "closing-times", "--json")
    repaired = shell("doctor", "--only", "closing-times", "--repair", "--yes", "--json")
    well = shell("doctor", "--only", "closing-times")
    unknown = shell("doctor", "--only", "x")

    told = json.loads(sick.stdout)["findings"]
    assert [(one["check"], one["repairable"]) for one in told] == [("closing-times", True)]
    assert json.loads(repaired.stdout)["left"] == []
    assert [one.exit_code for one in (sick, repaired, well, unknown)] == [1, 0, 0, 2]


def test_a_repair_is_on_record(given, office, admin):
    """Red when a repair goes round the kernel."""
    case = office["resolved"]
    closed_at = Case.objects.get(pk=case.pk).closed_at
    Case.objects.filter(pk=case.pk).update(closed_at=None)

    done = repair(case, by=admin)

    [event] = Event.objects.filter(run=done.run)
    assert (event.kind, list(event.after)) == ("case.repaired", ["closed_at"])
    assert Case.objects.get(pk=case.pk).closed_at == closed_at


def test_a_sound_case_is_left_alone(given, office, admin):
    """Red when a repair touches what is right."""
    assert repair(list(Case.objects.all()), by=admin).run is None
    assert_events_tell_everything()


def test_nothing_is_written_when_the_answer_is_no(given, office):
    """Red when the counter goes ahead without having been asked for."""
    given.case(number=f"CAS-{FIRST + 50:05d}-B0B0B0")

    shell("doctor", "--only", "numbers", "--repair", typed="n\n")

    assert found() == {"numbers": [("case", 49)]}
