"""Undo: what a run did is taken back, all of it and exactly."""

import dataclasses
import datetime
import itertools

import pytest
from django.db import transaction

from casework.activities.complete import complete
from casework.activities.log import log
from casework.activities.plan import plan
from casework.cases.assign import assign
from casework.cases.edit import edit
from casework.cases.merge import merge
from casework.cases.models import CaseResolution
from casework.cases.open import open_case
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase
from casework.cases.set_parent import set_parent
from casework.history.lasting import reason, undoable
from casework.history.leaving import ChangedSince
from casework.history.on_cases import CameSince, WaitsElsewhere
from casework.history.rules import AlreadyUndone, NotUndoable, TooLate
from casework.history.soundness import GoneSince, UsedSince, WouldCircle
from casework.history.timeline import timeline
from casework.history.undo import undo
from casework.kernel.history import Event, Run
from casework.kernel.operations import OPERATIONS
from casework.kernel.previews import WorldChanged
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import Activity, Case, QueueItem, User
from casework.people.granting import grant
from tests.conftest import AGENT, acting, fresh
from tests.more_setups import SETUPS, run
from tests.proofs.hindsight import tables
from tests.proofs.rebuild import assert_events_tell_everything
from tests.undo_page import PAGE, page


@pytest.mark.parametrize("name", sorted(set(SETUPS) & set(undoable())))
def test_every_operation_is_taken_back_exactly_and_done_again(given, name):
    """Red where an undo forgets a column, a record or a place."""
    given.count = itertools.count(1)
    with transaction.atomic():
        call = SETUPS[name](given, 3)
        before = tables()
        done = run(name, call, given.admin)
        after = tables()

        taken = undo(done.run, by=given.admin)
        back = tables()
        undo(taken.run, by=given.admin)
        again = tables()
        undo(done.run, by=given.admin)
        once_more = tables()
        assert_events_tell_everything()
        transaction.set_rollback(True)

    assert after != before
    assert back == before
    assert again == after
    assert once_more == before


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - set(undoable())))
def test_what_stays_says_why(given, name):
    """Red without UNDOABLE in rules.RULES."""
    call = SETUPS[name](given, 1)
    done = run(name, call, given.admin)

    with pytest.raises(NotUndoable) as refused:
        undo(done.run, by=given.admin)

    assert str(reason(name)) in refused.value.text


def test_forty_cases_merged_by_mistake_come_back_exactly(given, alice):
    """Red where a merge is taken back but for one column of one record."""
    given.policy(merge_limit=41)
    survivor, queue = given.case(owner=alice), given.queue()
    merged = given.cases(40, owner=alice)
    for n, one in enumerate(merged):
        given.activity(one, owner=alice)
        given.activity(one, owner=alice, state=1, status=5, minutes=n)
        given.case(parent=one, owner=alice)
        given.queue_item(queue, one)
    before = tables()
    mistake = merge(merged, by=alice, into=survivor)

    preview = undo.preview(mistake.run, by=alice)
    done = undo(mistake.run, by=alice, expecting=preview.fingerprint)

    assert tables() == before
    assert dict(done.effects)["case.merged.undone"] == 40


def test_a_withdrawn_resolution_stays_on_view(given, alice):
    """Red when undoing a resolving erases the resolution."""
    case = given.case(owner=alice)
    done = resolve(case, by=alice, resolution="Done")

    undo(done.run, by=alice)

    [kept] = CaseResolution.objects.all()
    assert (fresh(case).state, kept.subject, kept.withdrawn_at is not None) == (0, "Done", True)


def test_later_replies_to_the_survivor_stay_and_are_told(given, alice):
    """Red without _tell in undo."""
    source, survivor = given.cases(2, owner=alice)
    old = given.activity(source, owner=alice)
    mistake = merge(source, by=alice, into=survivor)
    log(by=alice, case=survivor, kind="phone_call", subject="She called again")

    taken = undo(mistake.run, by=alice)

    reply = Activity.objects.get(subject="She called again")
    assert (fresh(old).case, reply.case) == (source, survivor)
    [told] = taken.advice
    assert told.code == "stays-on-the-survivor"
    assert "She called again" in told.text


def test_what_was_changed_since_is_named_with_what_to_take_back_first(given, alice):
    """Red without the comparison of versions in traces.changed_since."""
    one, other = given.cases(2, owner=alice)
    first = edit([one, other], by=alice, title="First")
    second = edit(other, by=alice, title="Second")
    before = tables()

    with pytest.raises(ChangedSince) as refused:
        undo(first.run, by=alice)

    assert refused.value.records == [other]
    assert str(second.run) in refused.value.text
    assert tables() == before
    undo(second.run, by=alice)
    undo(first.run, by=alice)
    assert [fresh(c).title for c in (one, other)] == [one.title, other.title]


@pytest.mark.parametrize("how", ["by number", "by id", "all changed"])
def test_records_changed_since_may_be_left(given, alice, how):
    """Red without `leave` or `changed` in undo."""
    one, other = given.cases(2, owner=alice)
    for case in (one, other):
        given.activity(case, owner=alice)
    closed = resolve([one, other], by=alice, resolution="x", cancel_open_activities=True)
    edit(other, by=alice, title="Second")
    leave = {
        "by number": {"leave": [other.number]},
        "by id": {"leave": [str(other.pk)]},
        "all changed": {"changed": "leave"},
    }[how]

    undo(closed.run, by=alice, **leave)

    assert [fresh(c).state for c in (one, other)] == [0, 1]
    states = Activity.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [0, 2]
    counting = CaseResolution.objects.filter(withdrawn_at=None)
    assert [r.case for r in counting] == [other]


def test_only_what_was_touched_can_be_left(given, alice):
    """Red without the check in leaving.leaving."""
    case, strange = given.cases(2, owner=alice)
    done = edit(case, by=alice, title="New")

    with pytest.raises(InvalidInput) as refused:
        undo(done.run, by=alice, leave=[strange.number])

    assert refused.value.facts["field"] == "leave"


def test_merges_of_a_chain_are_taken_back_the_last_one_first(given, alice):
    """Red without the order of runs in ChangedSince, or _standing in traces."""
    a, b, c = given.cases(3, owner=alice)
    for case in (a, b):
        given.activity(case, owner=alice)
    before = tables()
    first = merge(a, by=alice, into=b)
    second = merge(b, by=alice, into=c)

    with pytest.raises(ChangedSince) as refused:
        undo(first.run, by=alice)
    assert str(second.run) in refused.value.text

    taken = undo(second.run, by=alice)
    undo(taken.run, by=alice)
    with pytest.raises(ChangedSince):
        undo(first.run, by=alice)
    undo(second.run, by=alice)
    undo(first.run, by=alice)
    assert tables() == before


def test_several_runs_are_taken_back_at_once(given, alice):
    """Red when the runs of one undo count as changes of one another."""
    case = given.case(owner=alice)
    before = tables()
    runs = [edit(case, by=alice, title=title).run for title in ("A", "B", "C")]

    undo(runs, by=alice)

    assert tables() == before


def test_twice_is_refused(given, alice):
    """Red without NOT_TAKEN_BACK in rules.RULES."""
    case = given.case(owner=alice)
    done = edit(case, by=alice, title="New")
    undo(done.run, by=alice)

    with pytest.raises(AlreadyUndone):
        undo(done.run, by=alice)


def test_the_window_closes_by_policy(given, alice):
    """Red without WITHIN_WINDOW in rules.RULES."""
    given.policy("undo", window_days=2)
    case = given.case(owner=alice)
    done = edit(case, by=alice, title="New")
    rows = Run.objects.filter(pk=done.run)
    rows.update(at=rows.get().at - datetime.timedelta(days=2))

    with pytest.raises(TooLate) as refused:
        undo(done.run, by=alice)

    assert "2 days" in refused.value.text
    given.policy("undo", window_days=3)
    undo(done.run, by=alice)
    assert fresh(case).title == case.title


def test_it_needs_the_privilege_of_what_is_taken_back(given, alice, carol):
    """Red without refuse_beyond_rights in undo."""
    case = given.case(owner=alice)
    given.policy(delete_children="delete")
    done = OPERATIONS["case.delete"](case, by=carol)
    without = tuple(one for one in carol.grants if one.privilege != "case.delete")
    no_longer = dataclasses.replace(carol, grants=without)
    assert no_longer.holds("run.undo")
    assert no_longer.holds("case.read")

    with pytest.raises(Forbidden):
        undo(done.run, by=no_longer)

    assert not Case.objects.exists()
    undo(done.run, by=carol)
    assert Case.objects.get() == case


def test_nobody_takes_back_what_another_unit_did(given):
    """Red when run.undo reaches every run, or sight of the records is not asked."""
    near = given.user("dora", AGENT, unit=given.unit("Near"))
    far = given.user("dan", AGENT, unit=given.unit("Far"))
    case = given.case(owner=far)
    done = edit(case, by=far, title="New")

    with pytest.raises(Forbidden):
        undo(done.run, by=near)

    assert fresh(case).title == "New"


def test_without_sight_of_a_record_its_run_is_not_taken_back(given, admin):
    """Red without refuse_beyond_rights: neither `case.read` nor `case.assign` reaches the case."""
    near, far = given.unit("Near"), given.unit("Far")
    dora, dan = given.user("dora", AGENT, unit=near), given.user("dan", AGENT, unit=far)
    case = given.case(owner=dora)
    done = assign(case, by=dora, user=User.objects.get(pk=dan.user))

    with pytest.raises(Forbidden):
        undo(done.run, by=dora)

    undo(done.run, by=admin)
    assert fresh(case).owner_user_id == dora.user


def test_what_is_in_use_by_now_is_not_unmade(given, alice):
    """Red without _refuse_users in soundness."""
    account = given.account()
    done = open_case(by=alice, title="Toner", account=account)
    [key] = done.created["case"]
    log(by=alice, case=Case.objects.get(pk=key), kind="note", subject="Said")

    with pytest.raises(UsedSince):
        undo(done.run, by=alice)

    assert Case.objects.filter(pk=key).exists()


def test_a_family_never_becomes_a_circle(given, alice):
    """Red without _refuse_circles in soundness."""
    above, below, other = given.cases(3, owner=alice)
    set_parent(above, by=alice, parent=below)
    freed = set_parent(above, by=alice, parent=None)
    set_parent(below, by=alice, parent=other)
    set_parent(other, by=alice, parent=above)

    with pytest.raises(WouldCircle):
        undo(freed.run, by=alice)

    assert fresh(above).parent is None


def test_a_case_never_waits_twice(given, alice):
    """Red without refuse_second_places in on_cases."""
    case, queue = given.case(owner=alice), given.queue()
    item = given.queue_item(queue, case)
    removed = OPERATIONS["queue_item.remove"](item, by=alice)
    OPERATIONS["queue_item.add"](case, by=alice, queue=queue)

    with pytest.raises(WaitsElsewhere):
        undo(removed.run, by=alice)

    assert QueueItem.objects.filter(case=case, state=0).count() == 1


def test_nothing_is_opened_on_a_closed_case(given, alice):
    """Red without _wakes in on_cases."""
    case = given.case(owner=alice)
    task = given.activity(case, owner=alice)
    done = complete(task, by=alice)
    resolve(case, by=alice, resolution="Done")

    with pytest.raises(ClosedCase):
        undo(done.run, by=alice)

    assert fresh(task).state == 1


@pytest.mark.parametrize("came", ["an item", "a task", "a note", "a child", "nothing"])
@pytest.mark.parametrize("verb", ["resolve", "merge"])
def test_what_came_meanwhile_is_not_closed_or_merged_over(given, alice, verb, came):
    """Red without refuse_left_behind in on_cases."""
    case, survivor = given.cases(2, owner=alice)
    if verb == "resolve":
        done = resolve(case, by=alice, resolution="Done")
    else:
        done = merge(case, by=alice, into=survivor)
    taken = undo(done.run, by=alice)
    if came == "an item":
        OPERATIONS["queue_item.add"](case, by=alice, queue=given.queue())
    elif came in ("a task", "a note"):
        kind = {"kind": "note", "state": 1, "status": 1} if came == "a note" else {}
        given.activity(case, owner=alice, **kind)
    elif came == "a child":
        given.case(owner=alice, parent=case)
    stays = {"resolve": ("a note", "a child", "nothing"), "merge": ("nothing",)}[verb]

    if came in stays:
        undo(taken.run, by=alice)
        assert fresh(case).state != 0
    else:
        with pytest.raises(CameSince):
            undo(taken.run, by=alice)
        assert fresh(case).state == 0


def test_the_unit_of_an_owner_who_moved_is_the_present_one(given, alice, admin):
    """Red without _follow_owners in plan."""
    dan = given.user("dan")
    case = given.case(owner=alice)
    done = assign(case, by=admin, user=User.objects.get(pk=dan.user))
    new = given.unit("New")
    OPERATIONS["user.edit"](User.objects.get(pk=alice.user), by=admin, unit=new)

    undo(done.run, by=admin)

    assert (fresh(case).owner_user_id, fresh(case).unit) == (alice.user, new)


def test_an_import_stays(given, admin):
    """Red without the interface in UNDOABLE."""
    importer = acting("admin", "import")
    case = given.case()
    done = edit(case, by=importer, title="New")

    with pytest.raises(NotUndoable):
        undo(done.run, by=admin)


def test_a_run_tells_that_it_took_back(given, alice):
    """Red without take_back in undo."""
    case = given.case(owner=alice)
    done = edit(case, by=alice, title="New")
    taken = undo(done.run, by=alice)

    [undoing] = Run.objects.get(pk=taken.run).takes_back.all()

    assert (undoing.run_id, undoing.stands) == (done.run, True)
    assert Event.objects.get(run=taken.run).kind == "case.edited.undone"


def test_the_story_tells_what_was_taken_back(given, alice):
    """Red when what an undo takes away or withdraws is missing from the timeline."""
    case = given.case(owner=alice)
    noted = log(by=alice, case=case, kind="note", subject="By mistake")
    done = resolve(case, by=alice, resolution="Done")
    undo([noted.run, done.run], by=alice)

    told = [one.event for one in timeline(case, alice, kinds=["event"], limit=50).entries]

    assert sorted(told[:3]) == [
        "activity.logged.undone",
        "case.resolved.undone",
        "resolution.withdrawn",
    ]


def test_granted_rights_are_not_taken_back_by_undo():
    """Red when a grant is undoable."""
    assert grant.name not in undoable()


def test_the_page_of_what_can_be_taken_back_is_up_to_date():
    """Red when an operation was added without `python -m tests.undo_page --write`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_what_was_planned_on_a_closed_case_is_planned_again(given, alice):
    """Found by the machine. Red when a whole activity that comes back counts as one that opens."""
    case = given.case(owner=alice)
    resolve(case, by=alice, resolution="Done")
    done = plan(by=alice, case=case, kind="task", subject="Call back")
    [key] = done.created["activity"]

    taken = undo(done.run, by=alice)
    assert not Activity.objects.filter(pk=key).exists()
    undo(taken.run, by=alice)

    assert Activity.objects.get(pk=key).state == 0


def test_a_case_where_something_lay_first_is_deleted_again(given, admin):
    """Found by the machine. Red when what only tells where it lay first stands in the way."""
    first, survivor = given.cases(2)
    activity = given.activity(first)
    merge(first, by=admin, into=survivor)
    done = OPERATIONS["case.delete"](first, by=admin)

    taken = undo(done.run, by=admin)
    undo(taken.run, by=admin)

    assert not Case.objects.filter(pk=first.pk).exists()
    assert fresh(activity).logged_on_id == first.pk


def test_a_preview_of_an_undo_notices_that_an_owner_moved(given, admin):
    """Red when what records go back to is no part of the fingerprint: the unit is the owner's."""
    dora, dan = given.user("dora", unit=given.unit("Near")), given.user("dan")
    to = User.objects.get(pk=given.user("eve").user)
    mine, yours = given.cases(60, owner=dora), given.cases(60, owner=dan)
    done = assign([*mine, *yours], by=admin, user=to)
    preview = undo.preview(done.run, by=admin)
    OPERATIONS["user.edit"](User.objects.get(pk=dan.user), by=admin, unit=given.unit("Far"))

    with pytest.raises(WorldChanged):
        undo(done.run, by=admin, expecting=preview.fingerprint)


def test_runs_that_share_some_of_their_records_are_taken_back_together(given, alice):
    """Red where a record with several events is put together with those that have one."""
    cases = given.cases(5)
    before = tables()
    named = edit(cases, by=alice, title="Named")
    again = edit(cases[1:3], by=alice, title="Again")
    edited = edit(cases[2], by=alice, priority=1)

    undo([named.run, again.run, edited.run], by=alice)

    assert tables() == before
    kinds = Event.objects.filter(record_id=cases[2].pk).order_by("version")
    assert list(kinds.values_list("kind", flat=True))[-1] == "case.edited.undone"
    assert [fresh(case).version - case.version for case in cases] == [2, 3, 4, 2, 2]


def test_what_was_erased_does_not_come_back_to_what_is_gone(given, alice, carol):
    """Red without _refuse_gone: found by the state machine; the preview promised what the database
    then refused."""
    case = given.case(owner=alice)
    task = given.activity(case, owner=alice)
    item = given.queue_item(given.queue(), case, activity=task)
    removed = OPERATIONS["queue_item.remove"](item, by=alice)
    OPERATIONS["activity.delete"](task, by=carol)

    for doing in (undo.preview, undo):
        with pytest.raises(GoneSince) as refused:
            doing([removed.run], by=alice)
        assert refused.value.text == (
            "What this goes back to is no longer there (activity). Leave these records: queue item."
        )
    assert not QueueItem.objects.exists()
