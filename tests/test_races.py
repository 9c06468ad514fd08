"""Races: two at the same time leave what one after the other would have left."""

import os
from functools import partial

import pytest
from django.db import connection

from casework.activities.log import log
from casework.activities.models import OPEN, Activity
from casework.activities.plan import plan
from casework.cases.assign import assign
from casework.cases.cancel import cancel
from casework.cases.create_child import create_child
from casework.cases.delete import delete
from casework.cases.edit import edit
from casework.cases.merge import merge
from casework.cases.models import Case, CaseResolution, State
from casework.cases.open import open_case
from casework.cases.resolve import resolve
from casework.cases.set_parent import set_parent
from casework.kernel.history import Event
from casework.models import QueueItem, User
from casework.queues.add import add
from casework.queues.pick import pick
from tests.conftest import fresh
from tests.proofs.rebuild import assert_events_tell_everything
from tests.racing import race

FULL = os.environ.get("CASEWORK_PROVE") == "full"
ROUNDS = 200 if FULL else 6

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


@pytest.fixture
def rounds(transactional_db, given):
    """Half of the rounds meet at the start, half after the first lock; then history is asked."""
    yield [n % 2 == 1 for n in range(ROUNDS)]
    assert_events_tell_everything()


def test_resolve_and_resolve(rounds, given, alice, carol):
    """Red without the lock of `gather`."""
    for at_the_lock in rounds:
        case = given.case()

        outcome = race(
            partial(resolve, case, by=alice, resolution="Mine"),
            partial(resolve, case, by=carol, resolution="Hers"),
            at_the_lock=at_the_lock,
        )

        assert sorted(outcome) == ["already-closed", "done"]
        assert CaseResolution.objects.filter(case=case).count() == 1


def test_merging_into_one_another(rounds, given, alice, carol):
    """Red without the lock of `gather`."""
    for at_the_lock in rounds:
        one, other = given.cases(2)

        outcome = race(
            partial(merge, one, by=alice, into=other),
            partial(merge, other, by=carol, into=one),
            at_the_lock=at_the_lock,
        )

        assert sorted(outcome) in (["done", "merged-away"], ["already-closed", "done"])
        assert sorted(fresh(case).state for case in (one, other)) == [0, 2]


def test_merging_along_a_chain(rounds, given, alice, carol):
    """Red when merge does not gather its survivor under a lock."""
    for at_the_lock in rounds:
        first, second, third = given.cases(3)

        outcome = race(
            partial(merge, first, by=alice, into=second),
            partial(merge, second, by=carol, into=third),
            at_the_lock=at_the_lock,
        )

        assert outcome in (["done", "done"], ["merged-away", "done"])
        assert Case.objects.filter(pk=third.pk, merged_into=None, state=0).exists()


def test_merge_and_resolve(rounds, given, alice, carol):
    """Red without the lock of `gather`: the rules are read under it."""
    for at_the_lock in rounds:
        source, target = given.cases(2)

        outcome = race(
            partial(merge, source, by=alice, into=target),
            partial(resolve, source, by=carol, resolution="Done"),
            at_the_lock=at_the_lock,
        )

        assert outcome in (["done", "merged-away"], ["already-closed", "done"])
        resolutions = CaseResolution.objects.filter(resolved_case=source).count()
        assert (fresh(source).state, resolutions) == (
            (State.CANCELLED, 0) if outcome[0] == "done" else (State.RESOLVED, 1)
        )


def test_assign_and_pick(rounds, given, alice, carol):
    """Red without a lock on the case in pick: both end as one after the other would."""
    given.policy(assign_moves_queue_item=True)
    given.policy("queue", picking_changes_owner=True)
    dora = User.objects.get(pk=given.user("dora").user)
    hers = given.queue(owner_user=dora)
    for at_the_lock in rounds:
        case = given.case()
        item = given.queue_item(given.queue(), case)

        outcome = race(
            partial(assign, case, by=carol, user=dora),
            partial(pick, item, by=alice),
            at_the_lock=at_the_lock,
        )

        after = (fresh(case).owner_user_id, fresh(item).queue_id, fresh(item).worker_user_id)
        assert outcome == ["done", "done"]
        assert after in ((alice.user, hers.pk, alice.user), (dora.pk, hers.pk, None))


def test_pick_and_pick(rounds, given, alice, carol):
    """Red without the rule that an item is free, read under the lock."""
    for at_the_lock in rounds:
        item = given.queue_item(given.queue(), given.case())

        outcome = race(
            partial(pick, item, by=alice), partial(pick, item, by=carol), at_the_lock=at_the_lock
        )

        assert sorted(outcome) == ["already-picked", "done"]
        winner = (alice, carol)[outcome.index("done")]
        assert fresh(item).worker_user_id == winner.user


def test_edit_and_edit_of_the_version_both_have_read(rounds, given, alice, carol):
    """Red without if_match in Operation.perform."""
    for at_the_lock in rounds:
        case = given.case()

        outcome = race(
            partial(edit, case, by=alice, if_match=1, title="Mine"),
            partial(edit, case, by=carol, if_match=1, title="Hers"),
            at_the_lock=at_the_lock,
        )

        assert sorted(outcome) == ["done", "stale"]
        assert fresh(case).title == ("Mine", "Hers")[outcome.index("done")]


def test_the_last_two_children_close_their_parent(rounds, given, alice, carol):
    """Red without the lock of `gather`: neither would see that the other was the last."""
    given.policy(closure="last_child")
    for at_the_lock in rounds:
        parent = given.case()
        one, other = given.cases(2, parent=parent)

        outcome = race(
            partial(resolve, one, by=alice, resolution="One"),
            partial(resolve, other, by=carol, resolution="Other"),
            at_the_lock=at_the_lock,
        )

        assert outcome == ["done", "done"]
        assert fresh(parent).state == State.RESOLVED
        assert CaseResolution.objects.filter(case=parent).count() == 1


def test_the_last_child_and_its_parent(rounds, given, alice, carol):
    """Red without the lock of `gather`."""
    given.policy(closure="last_child")
    for at_the_lock in rounds:
        parent = given.case()
        child = given.case(parent=parent)

        outcome = race(
            partial(resolve, child, by=alice, resolution="Child"),
            partial(resolve, parent, by=carol, resolution="Parent"),
            at_the_lock=at_the_lock,
        )

        assert outcome in (["done", "done"], ["done", "already-closed"])
        for case in (parent, child):
            assert fresh(case).state == State.RESOLVED
            assert CaseResolution.objects.filter(case=case).count() == 1


def test_each_under_the_other(rounds, given, alice, carol):
    """Red without the lock of `gather` on the case and on its parent."""
    for at_the_lock in rounds:
        one, other = given.cases(2)

        outcome = race(
            partial(set_parent, one, by=alice, parent=other),
            partial(set_parent, other, by=carol, parent=one),
            at_the_lock=at_the_lock,
        )

        assert sorted(outcome) == ["cycle", "done"]
        assert sorted(fresh(case).parent_id is None for case in (one, other)) == [False, True]


def test_families_that_move_under_one_another(rounds, given, alice, carol):
    """Red without lock_families in set_parent."""
    for at_the_lock in rounds:
        one, other = given.cases(2)
        below_one, below_other = given.case(parent=one), given.case(parent=other)

        outcome = race(
            partial(set_parent, one, by=alice, parent=below_other),
            partial(set_parent, other, by=carol, parent=below_one),
            at_the_lock=at_the_lock,
        )

        assert sorted(outcome) == ["cycle", "done"]
        assert sorted(fresh(case).parent_id is None for case in (one, other)) == [False, True]


def test_log_and_cancel(rounds, given, alice, carol):
    """Red when logging deadlocks with closing: it belongs on record in either order."""
    for at_the_lock in rounds:
        case = given.case()

        outcome = race(
            partial(log, [{"case": case, "kind": "note", "description": "Rang"}], by=alice),
            partial(cancel, case, by=carol),
            at_the_lock=at_the_lock,
        )

        assert outcome == ["done", "done"]
        assert (fresh(case).state, Activity.objects.filter(case=case).count()) == (2, 1)


def test_plan_and_cancel(rounds, given, alice, carol):
    """Red without the lock on the case in plan: cancelling would not see what was planned."""
    for at_the_lock in rounds:
        case = given.case()

        outcome = race(
            partial(plan, [{"case": case, "kind": "task", "subject": "Ring"}], by=alice),
            partial(cancel, case, by=carol),
            at_the_lock=at_the_lock,
        )

        assert outcome in (["done", "done"], ["done", "cannot-cancel"])
        story = list(Event.objects.filter(case_id=case.pk).order_by("id").values_list("kind"))
        kinds = [kind for (kind,) in story[1:]]
        assert kinds == (
            ["case.cancelled", "activity.planned"] if outcome[1] == "done" else ["activity.planned"]
        )
        assert Activity.objects.filter(OPEN, case=case).count() == 1


def test_log_and_merge(rounds, given, alice, carol):
    """Red without the lock on the case in log: the activity would stay behind."""
    for at_the_lock in rounds:
        source, target = given.cases(2)

        outcome = race(
            partial(log, [{"case": source, "kind": "note", "description": "Rang"}], by=alice),
            partial(merge, source, by=carol, into=target),
            at_the_lock=at_the_lock,
        )

        assert outcome in (["done", "done"], ["merged-away", "done"])
        assert not Activity.objects.filter(case=source).exists()
        moved = Activity.objects.filter(case=target).count()
        assert moved == (1 if outcome[0] == "done" else 0)


def test_create_child_and_delete_parent(rounds, given, carol):
    """Red without the lock of `gather`: a child of nobody."""
    for at_the_lock in rounds:
        parent = given.case()

        outcome = race(
            partial(create_child, parent, by=carol, title="Child"),
            partial(delete, parent, by=carol),
            at_the_lock=at_the_lock,
        )

        assert outcome in (["done", "has-children"], ["not-found", "done"])
        left = Case.objects.filter(parent=parent.pk).count()
        assert left == (1 if outcome[0] == "done" else 0)


def test_open_below_and_delete_parent(rounds, given, carol):
    """Red without the lock of `gather`."""
    account = given.account()
    for at_the_lock in rounds:
        parent = given.case()

        outcome = race(
            partial(
                open_case, [{"title": "Child", "account": account, "parent": parent}], by=carol
            ),
            partial(delete, parent, by=carol),
            at_the_lock=at_the_lock,
        )

        assert outcome[1] in ("done", "has-children")
        assert (outcome[0] == "done") == (outcome[1] == "has-children")
        assert outcome[0] in ("done", "not-found", "invalid-input", "conflict")


def test_two_who_queue_one_case(rounds, given, alice, carol):
    """Red without the lock on the case in queue_item.add."""
    for at_the_lock in rounds:
        case = given.case()
        mine, hers = given.queue(), given.queue()

        outcome = race(
            partial(add, case, by=alice, queue=mine),
            partial(add, case, by=carol, queue=hers),
            at_the_lock=at_the_lock,
        )

        assert outcome == ["done", "done"]
        assert QueueItem.objects.filter(case=case, state=0).count() == 1


def test_queue_and_resolve(rounds, given, alice, carol):
    """Red without the lock on the case in queue_item.add: a closed case would wait."""
    for at_the_lock in rounds:
        case, queue = given.case(), given.queue()

        outcome = race(
            partial(add, case, by=alice, queue=queue),
            partial(resolve, case, by=carol, resolution="Done"),
            at_the_lock=at_the_lock,
        )

        assert outcome in (["done", "done"], ["closed-case", "done"])
        assert not QueueItem.objects.filter(case=case, state=0).exists()


def test_sets_that_cross(rounds, given, alice, carol):
    """Red when gather locks in the order asked for: the two would hold what the other wants."""
    for at_the_lock in rounds:
        cases = given.cases(6)

        outcome = race(
            partial(resolve, cases, by=alice, resolution="Mine"),
            partial(resolve, list(reversed(cases)), by=carol, resolution="Hers"),
            at_the_lock=at_the_lock,
        )

        assert sorted(outcome) == ["already-closed", "done"]
        assert CaseResolution.objects.filter(case__in=cases).count() == 6
