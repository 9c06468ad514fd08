"""Where the specification is silent: the answers of docs/decisions/silent-points.md that no other
test proves."""

import datetime

import pytest

from casework.activities.plan import plan
from casework.cases.assign import assign
from casework.cases.cancel import cancel
from casework.cases.closing import ActivitiesOpen, CannotCancel
from casework.cases.edit import edit
from casework.cases.merge import merge
from casework.cases.models import Case, CaseResolution
from casework.cases.policies import CasePolicy
from casework.cases.resolve import resolve
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput
from casework.models import Queue, User
from casework.queues.create import create as create_queue
from tests.conftest import fresh
from tests.setups import full, user

# What a record remembers of the case it was first on; it stays when the case is merged.
REMEMBERED = {("activity", "logged_on"), ("attachment", "logged_on"),
              ("resolution", "resolved_case"), ("case", "merged_into")}  # fmt: skip


def test_minutes_of_a_merged_case_count_for_the_survivor(given, alice):
    """Point 7. Red without moving activities in merge."""
    survivor, merged = given.cases(2)
    given.activity(survivor, state=1, status=5, minutes=10)
    given.activity(merged, state=1, status=5, minutes=25)
    merge(merged, by=alice, into=survivor)

    resolve(survivor, by=alice, resolution="Done")

    assert CaseResolution.objects.values_list("total_minutes", flat=True).get() == 35


def test_whatever_belongs_to_a_merged_case_goes_along(given, alice):
    """Points 7 and 17. Red with a noun of a case that merging leaves behind, shares one day too."""
    survivor = given.case()
    [merged] = full(given, 1)

    merge(merged, by=alice, into=survivor)

    left = {
        (noun, field.name)
        for noun, model in RECORDS.items()
        for field in model._meta.concrete_fields
        if field.related_model is Case and model.objects.filter(**{field.name: merged}).exists()
    }
    assert left == REMEMBERED - {("case", "merged_into")}
    assert fresh(merged).merged_into_id == survivor.pk


@pytest.mark.parametrize("verb", [resolve, cancel])
def test_a_hundred_cases_close_at_once_or_not_at_all(given, alice, verb):
    """Point 12. Red without transaction.atomic, or with a bound on the set."""
    arguments = {"resolution": "Done"} if verb is resolve else {}
    cases = given.cases(100)
    task = given.activity(cases[-1])

    with pytest.raises((ActivitiesOpen, CannotCancel)):
        verb(cases, by=alice, **arguments)
    unchanged = Case.objects.filter(state=0).count()
    left = verb(cases, by=alice, on_refusal="skip", **arguments).left_out

    assert (unchanged, list(left), fresh(task).state) == (100, [cases[-1].pk], 0)
    assert Case.objects.exclude(state=0).count() == 99


def test_a_queue_is_public_or_private(given):
    """Point 15. Red when a code of the kinds changes: programs keep them."""
    create_queue([{"name": "Open", "kind": 0}, {"name": "Ours", "kind": 1}], by=given.admin)

    with pytest.raises(InvalidInput):
        create_queue([{"name": "Other", "kind": 2}], by=given.admin)

    kinds = [(queue.name, queue.get_kind_display()) for queue in Queue.objects.order_by("name")]
    assert kinds == [("Open", "Public"), ("Ours", "Private")]


def test_a_case_stays_in_its_queue_when_it_gets_another_owner(given, alice):
    """Point 16. Red when the default of assign_moves_queue_item changes."""
    dora = user(given, "dora")
    given.queue(owner_user=dora)
    case, queue = given.case(), given.queue()
    item = given.queue_item(queue, case)

    assign(case, by=alice, user=dora)

    assert CasePolicy().assign_moves_queue_item is False
    assert (fresh(case).owner_user_id, fresh(item).queue_id) == (dora.pk, queue.pk)


def test_the_length_of_the_column_bounds_what_may_be_said(given, alice):
    """Point 19. Red without `fitting` in add_for_each and in change."""
    case = given.case()

    for run, arguments in (
        (resolve, {"resolution": "x" * 201}),
        (resolve, {"resolution": "Done", "description": "x" * 100_001}),
        (edit, {"title": "x" * 201}),
        (edit, {"description": "x" * 2001}),
    ):
        with pytest.raises(InvalidInput):
            run(case, by=alice, **arguments)
    resolve(case, by=alice, resolution="x" * 200)

    assert CaseResolution.objects.get().subject == "x" * 200


def test_a_moment_is_kept_in_utc_and_a_date_is_nobodys_time_zone(given, alice):
    """Point 20. Red without astimezone in kernel/columns.py."""
    User.objects.filter(pk=alice.user).update(time_zone="Asia/Jakarta")
    case = given.case()

    edit(case, by=alice, follow_up_by=datetime.date(2026, 3, 29))
    row = {"case": case, "kind": "task", "subject": "Ring", "due_at": "2026-03-29T01:30:00+02:00"}
    plan([row], by=alice)

    assert fresh(case).follow_up_by == datetime.date(2026, 3, 29)
    due = case.activities.get().due_at
    assert due.isoformat() == "2026-03-28T23:30:00+00:00"
