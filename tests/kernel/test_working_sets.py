"""Working sets, and values given row by row, on the database at hand."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.edit import edit
from casework.kernel import by_record
from casework.kernel.history import decoded
from casework.kernel.working_sets import WorkingSet
from casework.models import Case, Event
from tests.conftest import fresh


def test_a_set_is_kept_in_key_order_without_doubles(given):
    """Red without the sorting of WorkingSet."""
    cases = given.cases(5)
    keys = [case.pk for case in cases]

    held = WorkingSet(Case, [*reversed(keys), *keys])

    assert held.ids == sorted(keys)
    assert set(held.rows.values_list("pk", flat=True)) == set(keys)
    assert (held - keys[:2]).ids == sorted(keys[2:])
    assert not WorkingSet(Case, [])
    assert list(WorkingSet(Case, []).rows) == []


def test_rows_that_a_join_doubles_are_held_once(given):
    """Red without the look for doubles in of_rows."""
    first, second = given.cases(2)
    for case in (second, first, first):
        given.activity(case)

    held = WorkingSet.of_rows(Case.objects.filter(activities__isnull=False))

    assert held.ids == sorted([first.pk, second.pk])
    assert (len(held), second.pk in held, list(held.rows.order_by("pk"))) == (
        2,
        True,
        [first, second],
    )


def test_every_type_of_column_takes_values_row_by_row(given, alice):
    """Red without the conversion of its type in ByRecord, on either database."""
    one, other = given.cases(2)
    contact, subject = given.contact(), given.subject("Ținte")
    day, nasty = datetime.date(2026, 1, 2), 'Țap \'";-- \\ 😀 {"a": 1}'

    edit.table(
        [
            {
                "id": one.pk, "title": nasty, "priority": 1, "is_escalated": True,
                "follow_up_by": day, "subject": subject, "account": None, "contact": contact,
            },
            {"id": other.pk, "title": "Plain", "origin": 700610000, "stage": 2},
        ],
        by=alice,
    )  # fmt: skip

    first, second = fresh(one), fresh(other)
    assert (
        first.title, first.priority, first.is_escalated, first.follow_up_by, first.subject_id,
        first.account_id, first.contact_id, first.origin,
    ) == (nasty, 1, True, day, subject.pk, None, contact.pk, None)  # fmt: skip
    assert (
        second.title, second.priority, second.is_escalated, second.follow_up_by, second.origin,
        second.account_id, second.stage,
    ) == ("Plain", 2, False, None, 700610000, other.account_id, 2)  # fmt: skip


@pytest.mark.parametrize("values", [2, 8, 40])
def test_many_rows_take_few_values_or_many_of_every_type(given, alice, values):
    """Red without `_by_sets`, or its types, where values are few; without the map where many."""
    cases = given.cases(120)
    subjects = [None, *(given.subject(f"S {n}") for n in range(values - 1))]
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(n) for n in range(values)]
    given_to = {
        case.pk: {
            "subject": subjects[n % values],
            "title": f'Țap "{n % values}"',
            "follow_up_by": days[n % values],
            "is_escalated": n % 2 == 0,
            "severity": n % values + 1,
        }
        for n, case in enumerate(cases)
    }

    edit.table([{"id": key, **row} for key, row in given_to.items()], by=alice)

    for case in Case.objects.all():
        row = given_to[case.pk]
        assert {name: getattr(case, name) for name in row} == row
    for event in Event.objects.filter(kind="case.edited"):
        row, after = given_to[event.record_id], decoded(Case, event.after)
        subject = row["subject"] and row["subject"].pk
        assert (after["subject_id"], after["title"]) == (subject, row["title"])
        assert (after["follow_up_by"], after["severity"]) == (row["follow_up_by"], row["severity"])


@pytest.mark.parametrize("how_many", [2, 1_000])
def test_a_table_costs_the_same_for_any_number_of_rows(given, alice, how_many):
    """Red if a statement depends on the number of rows."""
    cases = given.cases(how_many)
    rows = [{"id": case.pk, "title": f"Case {n}", "priority": 1} for n, case in enumerate(cases)]

    with CaptureQueriesContext(connection) as queries:
        edit.table(rows, by=alice)

    assert len(queries) == 10
    assert Event.objects.filter(kind="case.edited").count() == how_many


def test_nothing_stays_in_memory_when_the_work_is_over(given, alice):
    """Red without Work.release."""
    case = given.case()

    edit.table([{"id": case.pk, "title": "New"}], by=alice)

    assert by_record._values == {}
