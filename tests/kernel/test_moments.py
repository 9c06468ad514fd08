"""What an importer brings along: when each thing happened, and on whose behalf."""

import datetime

from casework.cases.models import CaseResolution
from casework.cases.resolve import resolve
from casework.kernel.history import Event
from tests.conftest import fresh


def test_each_record_keeps_its_own_time_and_person(given, alice):
    """Red without `moments` in writing._record, add_for_each or change."""
    dora = given.user("dora")
    one, other = given.cases(2)
    days = [datetime.datetime(2016, 3, day, 9, 30, tzinfo=datetime.UTC) for day in (1, 2)]
    moments = {one.pk: (days[0], alice.user), other.pk: (days[1], dora.user)}

    result = resolve([one, other], by=given.admin, resolution="Done", moments=moments)

    assert [fresh(case).closed_at for case in (one, other)] == days
    assert [fresh(case).modified_by_id for case in (one, other)] == [alice.user, dora.user]
    columns = ("case", "resolved_at", "resolved_by", "created_at", "created_by")
    assert set(CaseResolution.objects.values_list(*columns)) == {
        (one.pk, days[0], alice.user, days[0], alice.user),
        (other.pk, days[1], dora.user, days[1], dora.user),
    }
    told = Event.objects.filter(run=result.run)
    assert set(told.values_list("case_id", "happened_at", "on_behalf_of_id")) == {
        (one.pk, days[0], alice.user),
        (other.pk, days[1], dora.user),
    }
