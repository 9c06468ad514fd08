"""Repair: what contradicts itself on a case is put right (tests/history/doctor says what)."""

import datetime

from casework.cases.repair import repair
from casework.cases.resolve import resolve
from casework.models import Case, CaseResolution, QueueItem
from tests.conftest import fresh


def test_a_closed_case_gets_its_time_its_resolution_and_leaves_its_queue(given, admin):
    """Red without one of the steps of repair."""
    case = given.case(state=1, status=5)
    given.queue_item(given.queue(), case)

    repair(case, by=admin)

    assert fresh(case).closed_at == case.created_at
    [resolution] = CaseResolution.objects.filter(case=case)
    assert (resolution.resolution_type, resolution.resolved_by_id) == (5, admin.user)
    assert QueueItem.objects.get().state == 1


def test_an_imported_case_gets_the_time_of_its_closing_and_not_of_its_import(given, admin):
    """Red when `_closed_at` reads the time of the run alone."""
    case = given.case()
    when = datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.UTC)
    resolve(case, by=admin, resolution="Done", moments={case.pk: (when, None)})
    Case.objects.filter(pk=case.pk).update(closed_at=None)

    repair(case, by=admin)

    assert fresh(case).closed_at == when
