"""Adding cases and activities to queues."""

import datetime
import threading

import pytest
from django.db import connection

from casework.cases.founding import found
from casework.cases.merge import merge
from casework.cases.models import Case
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase, MergedAway
from casework.kernel.available import available
from casework.kernel.history import Event, decoded
from casework.kernel.refusals import Forbidden, InvalidInput, NotFound
from casework.queues.add import add, add_activities
from casework.queues.models import Queue, QueueItem
from casework.queues.pick import pick
from casework.queues.rules import QueueInactive
from tests.conftest import Given, acting, fresh
from tests.queues.people import importer


def places():
    """Every item: its case, its queue, whether it is inactive."""
    rows = QueueItem.objects.order_by("case__number", "entered_at")
    return list(rows.values_list("case", "queue", "state"))


def test_cases_wait_in_a_queue_in_one_step(given, alice):
    """Red without add_for_each in place."""
    queue, (one, other) = given.queue(), given.cases(2)

    result = add([one, other], by=alice, queue=queue)

    assert places() == [(one.pk, queue.pk, 0), (other.pk, queue.pk, 0)]
    item = QueueItem.objects.get(case=one)
    run = Event.objects.get(record_id=item.pk).run
    assert (item.entered_at, item.worker_user_id, run.pk) == (run.at, None, result.run)


def test_a_case_that_waits_elsewhere_moves_and_waits_anew(given, alice):
    """Red without the change of place; an item more would be a second place."""
    here, there, case = given.queue(), given.queue(), given.case()
    add(case, by=alice, queue=here)
    item = QueueItem.objects.get()
    pick(item, by=alice)

    result = add(case, by=alice, queue=there)

    after = fresh(item)
    assert places() == [(case.pk, there.pk, 0)]
    assert (after.worker_user_id, after.worker_since) == (None, None)
    assert after.entered_at > item.entered_at
    event = Event.objects.get(run=result.run)
    assert event.kind == "queue_item.routed"
    assert decoded(QueueItem, event.before)["queue_id"] == here.pk


def test_a_case_that_waits_there_already_is_left_alone(given, alice):
    """Red without the comparison of queues in place."""
    queue, case = given.queue(), given.case()
    add(case, by=alice, queue=queue)

    again = add(case, by=alice, queue=queue)

    assert (again.run, fresh(QueueItem.objects.get()).version) == (None, 1)


def test_a_table_gives_each_case_a_queue_of_its_own(given, alice):
    """Red without value_of in place."""
    left, right, cases = given.queue(), given.queue(), given.cases(2)
    rows = [{"id": cases[0].pk, "queue": left}, {"id": cases[1].pk, "queue": right.pk}]

    add.table(rows, by=alice)

    assert places() == [(cases[0].pk, left.pk, 0), (cases[1].pk, right.pk, 0)]
    with pytest.raises(InvalidInput):
        add.table([{"id": cases[0].pk, "queue": cases[0].pk}], by=alice)
    with pytest.raises(InvalidInput):
        add.table([{"id": cases[0].pk, "queue": None}], by=alice)


def test_closed_and_merged_cases_wait_nowhere_even_for_programs(given, alice):
    """Red without Case.QUEUEING among the rules of add; `skip` adds the others."""
    queue, (closed, merged, survivor) = given.queue(), given.cases(3)
    resolve(closed, by=alice, resolution="Done")
    merge(merged, by=alice, into=survivor)

    for case, refusal in ((closed, ClosedCase), (merged, MergedAway)):
        for interface in ("rest", "web"):
            with pytest.raises(refusal):
                add(case, by=acting("alice", interface), queue=queue)
    result = add([closed, merged, survivor], by=alice, queue=queue, on_refusal="skip")

    assert {key: one.code for key, one in result.left_out.items()} == {
        closed.pk: "closed-case",
        merged.pk: "merged-away",
    }
    assert places() == [(survivor.pk, queue.pk, 0)]


def test_an_importer_says_where_a_closed_case_was(given):
    """Red without `closed` in place: its item stays inactive, and moves (answers 25)."""
    here, there = given.queue(), given.queue()
    waited, never = given.cases(2)
    add(waited, by=importer(), queue=here)
    resolve([waited, never], by=importer(), resolution="Done")
    when = datetime.datetime(2016, 3, 1, 8, 0, tzinfo=datetime.UTC)

    add([waited, never], by=importer(), queue=there, moments={
        waited.pk: (when, None), never.pk: (when, None),
    })  # fmt: skip

    assert places() == [(waited.pk, there.pk, 1), (never.pk, there.pk, 1)]
    assert set(QueueItem.objects.values_list("entered_at", flat=True)) == {when}


def test_a_reopened_case_gets_a_new_item(given, alice):
    """Red when the inactive item of an active case counts as its place."""
    queue, case = given.queue(), given.case()
    given.queue_item(queue, case, state=1)

    add(case, by=alice, queue=queue)

    assert places() == [(case.pk, queue.pk, 1), (case.pk, queue.pk, 0)]


def test_a_deactivated_queue_takes_nothing(given, alice):
    """Red without hold_queues in place."""
    closed, open_one, (one, other) = given.queue(is_active=False), given.queue(), given.cases(2)

    with pytest.raises(QueueInactive) as refused:
        add(one, by=alice, queue=closed)
    rows = [{"id": one.pk, "queue": closed}, {"id": other.pk, "queue": open_one}]
    result = add.table(rows, by=alice, on_refusal="skip")

    assert refused.value.records == [closed]
    assert list(result.left_out) == [one.pk]
    assert places() == [(other.pk, open_one.pk, 0)]


def test_the_depth_of_the_privilege_is_that_on_the_case(given, alice):
    """Red without the kernel's guard."""
    far = given.user("far", unit=given.unit("Far"))
    case, queue = given.case(owner=far), given.queue()

    with pytest.raises(Forbidden):
        add(case, by=alice, queue=queue)
    with pytest.raises(NotFound):
        add(queue.pk, by=alice, queue=queue)


def test_open_activities_wait_apart_from_their_case(given, alice):
    """Red without the column of place."""
    here, there, case = given.queue(), given.queue(), given.case()
    call, task = given.activity(case), given.activity(case, kind="appointment", state=3, status=5)
    add(case, by=alice, queue=here)

    add_activities([call, task], by=alice, queue=here)
    add_activities(call, by=alice, queue=there)

    columns = ("case", "activity", "queue", "state")
    assert set(QueueItem.objects.values_list(*columns)) == {
        (case.pk, None, here.pk, 0),
        (case.pk, call.pk, there.pk, 0),
        (case.pk, task.pk, here.pk, 0),
    }


def test_done_activities_and_those_of_merged_cases_wait_nowhere(given, alice):
    """Red without Activity.QUEUEING or CASE_MAY_WAIT among the rules of add_activities."""
    queue, (case, merged, closed) = given.queue(), given.cases(3)
    done = given.activity(case, state=1, status=5)
    late, stray = given.activity(closed), given.activity(merged)
    Case.objects.filter(pk=closed.pk).update(state=1)
    Case.objects.filter(pk=merged.pk).update(state=2, merged_into=case.pk)

    codes = {}
    for activity in (done, late, stray):
        result = add_activities(activity, by=alice, queue=queue, on_refusal="skip")
        codes[activity.pk] = result.left_out[activity.pk].code

    assert codes == {
        done.pk: "activity-not-open",
        late.pk: "closed-case",
        stray.pk: "merged-away",
    }
    assert not QueueItem.objects.exists()


def test_why_not_is_said_of_an_activity_in_the_words_of_its_case(given, alice):
    """Red without the refusal of the case in available._refusal."""
    survivor, merged = given.cases(2)
    stray = given.activity(merged)
    Case.objects.filter(pk=merged.pk).update(state=2, merged_into=survivor.pk)

    found = {one.operation.name: one.refusal for one in available(stray, alice)}

    refusal = found["queue_item.add_activities"]
    assert (refusal.code, refusal.records) == ("merged-away", [merged])


@pytest.mark.parametrize("verb", [add, add_activities])
def test_a_thousand_cost_the_statements_of_one(given, alice, verb, django_assert_max_num_queries):
    """Red when a statement is sent for each record."""
    queue, cases = given.queue(), given.cases(1_000)
    records = cases
    if verb is add_activities:
        row = {"kind": "task", "subject": "Call", "status": 2}
        owner = {"owner_user": given.admin.user, "unit": given.admin.unit}
        rows = [{"case": one, "logged_on": one, **row, **owner} for one in cases]
        records = given.add(type(given.activity(cases[0])), rows)
    verb(records[0], by=alice, queue=queue)

    with django_assert_max_num_queries(20):
        verb(records, by=alice, queue=queue)

    assert QueueItem.objects.count() == 1_000


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_who_add_a_case_at_once_make_one_item():
    """Red without the lock on the case before the items are read (the rival makes two)."""
    found()
    given = Given(acting("admin"))
    case, queues = given.case(), [given.queue(), given.queue()]
    before, outcomes = threading.Barrier(2), []

    def rival(queue: Queue) -> None:
        try:
            before.wait(10)
            outcomes.append(add(case, by=given.admin, queue=queue).effects)
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    rivals = [threading.Thread(target=rival, args=(queue,)) for queue in queues]
    for one in rivals:
        one.start()
    for one in rivals:
        one.join(30)

    assert sorted(outcomes, key=str) == [[("queue_item.added", 1)], [("queue_item.routed", 1)]]
    assert QueueItem.objects.filter(state=0).count() == 1
