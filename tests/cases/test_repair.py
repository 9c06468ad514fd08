"""Repair: what contradicts itself on a case is put right (tests/history/doctor says what)."""

from casework.cases.repair import repair
from casework.models import CaseResolution, QueueItem
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
