"""Picking items to work on them."""

import datetime

import pytest

from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import User
from casework.queues.pick import AlreadyPicked, pick
from casework.queues.route import route
from casework.queues.rules import ItemInactive, WorkerInactive
from tests.conftest import AGENT, acting, fresh
from tests.queues.people import importer, person


def test_who_picks_works_on_it_and_the_owner_stays(given, alice):
    """Red without the change of pick; by default the owner is another matter (answers 31)."""
    case = given.case()
    item = given.queue_item(given.queue(), case)

    pick(item, by=alice)

    after = fresh(item)
    assert (after.worker_user_id, after.worker_team_id, after.state) == (alice.user, None, 0)
    assert after.worker_since is not None
    assert fresh(case).owner_user_id == given.admin.user


def test_by_policy_the_owner_of_the_case_or_of_the_activity_changes_too(given, alice):
    """Red without give_what_waits in pick."""
    given.policy("queue", picking_changes_owner=True)
    queue, (one, other) = given.queue(), given.cases(2)
    activity = given.activity(other)
    items = [given.queue_item(queue, one), given.queue_item(queue, other, activity=activity)]

    result = pick(items, by=alice)

    owners = [fresh(record).owner_user_id for record in (one, other, activity)]
    assert owners == [alice.user, given.admin.user, alice.user]
    assert sorted(result.effects) == [
        ("activity.assigned", 1),
        ("case.assigned", 1),
        ("queue_item.picked", 2),
    ]


def test_what_somebody_else_works_on_is_refused_naming_them(given, alice):
    """Red without _free among the rules of pick; `skip` takes the others."""
    dora = given.user("dora", AGENT)
    queue, (one, other) = given.queue(), given.cases(2)
    taken, free = given.queue_item(queue, one), given.queue_item(queue, other)
    pick(taken, by=dora)

    with pytest.raises(AlreadyPicked) as refused:
        pick([taken, free], by=alice)
    result = pick([taken, free], by=alice, on_refusal="skip")

    assert refused.value.text == (
        f"Dora works on {one.number} already. Have it released or routed first."
    )
    assert (result.records, list(result.left_out)) == ([free.pk], [taken.pk])
    assert fresh(taken).worker_user_id == dora.user


def test_picking_again_changes_nothing(given, alice):
    """Red without `settled` in pick."""
    item = given.queue_item(given.queue(), given.case())
    pick(item, by=alice)

    again = pick(item, by=alice)

    assert (again.run, again.unchanged) == (None, [item.pk])


def test_what_is_routed_to_a_team_is_there_for_its_members(given, alice):
    """Red without the teams in _free."""
    given.user("dora", AGENT)
    item = given.queue_item(given.queue(), given.case())
    team = given.team("Hardware", alice)
    route(item, by=alice, team=team)

    with pytest.raises(AlreadyPicked):
        pick(item, by=acting("dora"))
    pick(item, by=acting("alice"))

    after = fresh(item)
    assert (after.worker_user_id, after.worker_team_id) == (alice.user, None)


def test_only_an_import_says_who_else_picked_and_when(given, alice):
    """Red without `importing` in pick, or without its moments."""
    dora = given.user("dora")
    queue, (one, other, third) = given.queue(), given.cases(3)
    items = [given.queue_item(queue, case) for case in (one, other, third)]
    when = datetime.datetime(2016, 3, 1, 8, 0, tzinfo=datetime.UTC)

    with pytest.raises(InvalidInput):
        pick(items, by=alice, user=person(dora))
    pick(items[0], by=importer(), user=person(dora), moments={one.pk: (when, None)})
    pick(items[1], by=importer(), moments={other.pk: (when, dora.user)})
    pick.table([{"id": items[2].pk, "user": dora.user}], by=importer())

    assert [fresh(item).worker_user_id for item in items] == [dora.user] * 3
    assert [fresh(item).worker_since for item in items[:2]] == [when] * 2


def test_items_of_the_past_those_who_left_and_strangers(given, alice):
    """Red without IS_ACTIVE, refuse_idle in pick, or the privilege."""
    gone, stranger = given.user("gone"), given.user("stranger")
    User.objects.filter(pk=gone.user).update(is_active=False)
    queue, (one, other) = given.queue(kind=1), given.cases(2)
    item, past = given.queue_item(queue, one), given.queue_item(queue, other, state=1)

    with pytest.raises(ItemInactive):
        pick(past, by=alice)
    with pytest.raises(WorkerInactive):
        pick(item, by=importer(), user=person(gone))
    with pytest.raises(Forbidden):
        pick(item, by=stranger)

    # A private queue hides, it secures nothing: no membership is asked for.
    pick(item, by=alice)
    assert fresh(item).worker_user_id == alice.user


@pytest.mark.parametrize("gives", [False, True])
def test_a_thousand_cost_the_statements_of_one(given, alice, gives, django_assert_max_num_queries):
    """Red when a statement is sent for each item."""
    given.policy("queue", picking_changes_owner=gives)
    queue = given.queue()
    rows = [{"queue": queue, "case": c, "entered_at": c.created_at} for c in given.cases(1_000)]
    items = given.add(type(given.queue_item(queue, given.case())), rows)

    with django_assert_max_num_queries(25):
        result = pick(items, by=alice)

    assert len(result.records) == 1_000
