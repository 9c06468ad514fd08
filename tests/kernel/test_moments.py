"""What an importer brings along: when each thing happened, and on whose behalf."""

import datetime

import pytest

from casework.cases.assign import assign
from casework.cases.models import CaseResolution
from casework.cases.resolve import resolve
from casework.kernel.history import Event
from casework.models import User
from casework.queues.add import add
from tests.conftest import fresh
from tests.proofs.rebuild import assert_events_tell_everything

LONG_AGO = datetime.datetime(1969, 7, 20, 20, 17, tzinfo=datetime.UTC)


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


@pytest.mark.parametrize("closure", ["cascade", "last_child"])
def test_a_case_that_closes_with_another_has_the_time_of_the_run(given, admin, alice, closure):
    """Red without the Coalesce in Work.happened and in Work.by."""
    given.policy(closure=closure)
    parent = given.case()
    child = given.case(parent=parent)
    task = given.activity(parent)
    asked, other = (parent, child) if closure == "cascade" else (child, parent)

    result = resolve(
        asked,
        by=admin,
        resolution="Done",
        cancel_open_activities=True,
        moments={asked.pk: (LONG_AGO, alice.user)},
    )

    now = Event.objects.filter(run=result.run).values_list("run__at", flat=True)[0]
    assert (fresh(asked).closed_at, fresh(other).closed_at) == (LONG_AGO, now)
    assert fresh(task).ended_at == (LONG_AGO if asked == parent else now)
    assert dict(CaseResolution.objects.values_list("case", "resolved_by")) == {
        asked.pk: alice.user,
        other.pk: admin.user,
    }
    told = Event.objects.filter(run=result.run, kind="case.resolved")
    assert set(told.values_list("record_id", "happened_at", "on_behalf_of_id")) == {
        (asked.pk, LONG_AGO, alice.user),
        (other.pk, None, None),
    }
    assert_events_tell_everything()


def test_only_some_of_the_cases_may_have_a_moment(given, admin, alice):
    """Red without the Coalesce in Work.happened."""
    old, new = given.cases(2)
    queue = given.queue()

    add([old, new], by=admin, queue=queue, moments={old.pk: (LONG_AGO, alice.user)})
    user = User.objects.get(pk=alice.user)
    assign([old, new], by=admin, user=user, note="Yours", moments={old.pk: (LONG_AGO, None)})

    assert old.queue_items.get().entered_at == LONG_AGO
    assert new.queue_items.get().entered_at > LONG_AGO
    assert_events_tell_everything()
