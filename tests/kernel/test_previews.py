"""Previews: what a run would do is shown, and is what it does."""

import itertools

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.cases.assign import assign
from casework.cases.edit import edit
from casework.cases.merge import merge
from casework.cases.resolve import resolve
from casework.kernel.operations import OPERATIONS
from casework.kernel.previews import WorldChanged
from casework.models import CaseResolution
from casework.people.sight import sight
from tests.conftest import AGENT, fresh
from tests.interfaces.test_agreement import dump
from tests.more_setups import SETUPS


def told(preview):
    """Each kind with its count."""
    return [(one.kind, one.count) for one in preview.effects]


def counted(result):
    """The same of a run."""
    counts = {}
    for kind, count in result.effects:
        counts[kind] = counts.get(kind, 0) + count
    return list(counts.items())


@pytest.mark.parametrize("name", sorted(SETUPS))
def test_every_operation_is_foreseen_as_it_happens_and_nothing_is_written(given, name):
    """Red when an operation writes while it gathers, or declares what it does not do."""
    given.count = itertools.count(1)
    with transaction.atomic():
        call = SETUPS[name](given, 3)
        before = dump()
        operation = OPERATIONS[name]
        targets = call.targets if call.rows is None else call.rows
        preview = operation.preview(targets, by=given.admin, **call.arguments)
        between = dump()
        result = operation(targets, by=given.admin, expecting=preview.fingerprint, **call.arguments)
        transaction.set_rollback(True)

    assert between == before
    assert told(preview) == counted(result)
    assert preview.effects


@pytest.fixture
def family(given, alice):
    """A parent with three children, an open task on each, in a queue."""
    given.policy(closure="cascade")
    parent = given.case(owner=alice)
    children = given.cases(3, parent=parent, owner=alice)
    queue = given.queue()
    for one in (parent, *children):
        given.activity(one, owner=alice)
        given.activity(one, owner=alice, state=1, status=5, minutes=10)
        given.queue_item(queue, one)
    return parent, children


def test_it_counts_what_goes_along_and_names_the_first(family, alice):
    """Red without `_named` or `_sums` in previews."""
    parent, children = family

    preview = resolve.preview(parent, by=alice, resolution="Done", cancel_open_activities=True)

    assert told(preview) == [
        ("resolution.recorded", 4),
        ("activity.cancelled", 4),
        ("queue_item.left", 4),
        ("case.resolved", 4),
    ]
    first, *_others, last = preview.effects
    assert dict(first.sums) == {"total_minutes": 40, "billable_minutes": 40}
    assert list(last.records) == [parent, *children]
    assert not CaseResolution.objects.exists()


def test_what_the_actor_may_not_see_is_counted_and_not_named(given):
    """Red without visible_to in previews."""
    near = given.user("dora", AGENT, unit=given.unit("Near"))
    far = given.user("dan", unit=given.unit("Far"))
    given.policy(closure="cascade", cascade_needs="parent is enough")
    parent = given.case(owner=near)
    given.case(parent=parent, owner=far)

    preview = resolve.preview(parent, by=near, resolution="Done")

    [closed] = [one for one in preview.effects if one.kind == "case.resolved"]
    assert (closed.count, list(closed.records)) == (2, [parent])


def test_confirmed_it_does_exactly_that(family, alice):
    """Red when the fingerprint of a run differs from that of its preview."""
    parent, _children = family
    asked = {"by": alice, "cancel_open_activities": True}
    preview = resolve.preview(parent, resolution="What I typed first", **asked)

    result = resolve(parent, resolution="Done", expecting=preview.fingerprint, **asked)

    assert counted(result) == told(preview)


@pytest.mark.parametrize("change", ["another child", "another activity", "edited", "policy"])
def test_where_the_world_has_changed_the_new_preview_is_shown(given, family, alice, change):
    """Red without the comparison in running.run, or versions in the fingerprint."""
    parent, children = family
    asked = {"by": alice, "resolution": "Done", "cancel_open_activities": True}
    preview = resolve.preview(parent, **asked)
    if change == "another child":
        given.case(parent=parent, owner=alice)
    elif change == "another activity":
        given.activity(children[0], owner=alice)
    elif change == "edited":
        edit(children[0], by=alice, title="New")
    else:
        given.policy(closure="independent")
    before = dump()

    with pytest.raises(WorldChanged) as refused:
        resolve(parent, expecting=preview.fingerprint, **asked)

    assert dump() == before
    now = refused.value.preview
    assert now.fingerprint == resolve.preview(parent, **asked).fingerprint != preview.fingerprint
    assert counted(resolve(parent, expecting=now.fingerprint, **asked)) == told(now)


def test_another_owner_is_another_preview(given, alice):
    """Red when values that differ row by row are left out of the fingerprint."""
    case = given.case(owner=alice)
    dan, dora = given.user("dan"), given.user("dora")

    prints = {
        assign.preview(case, by=alice, user=_user(one)).fingerprint for one in (dan, dora, dan)
    }

    assert len(prints) == 2


def _user(actor):
    from casework.models import User

    return User.objects.get(pk=actor.user)


def test_a_stale_page_is_advice_in_a_preview(given, alice):
    """Red when the preview of a stale page is refused."""
    case = given.case(owner=alice)
    edit(case, by=alice, title="New")

    preview = edit.preview(fresh(case), by=alice, title="Newer", if_match=1)

    assert [one.code for one in preview.advice] == ["stale"]


def test_what_would_be_left_out_is_told(given, alice):
    """Red when a preview forgets what `skip` leaves out."""
    one, other = given.cases(2, owner=alice)
    given.activity(other)

    preview = resolve.preview([one, other], by=alice, resolution="Done", on_refusal="skip")

    assert {key: refusal.code for key, refusal in preview.left_out.items()} == {
        other.pk: "activities-open"
    }
    assert list(preview.records) == [one.pk]


def test_it_tells_who_loses_and_gains_sight_of_something(given, admin):
    """Red when `sight` looks at one side only."""
    north, south = given.unit("North"), given.unit("South")
    nora, sam = given.user("nora", AGENT, unit=north), given.user("sam", AGENT, unit=south)
    owned = given.cases(3, owner=nora)

    preview = assign.preview(owned, by=admin, user=_user(sam))
    seen = sight(preview, admin)

    assert [one.username for one in seen.gaining] == ["sam"]
    assert [one.username for one in seen.losing] == ["nora"]


def test_a_merge_tells_who_loses_sight_of_what_moves(given, admin):
    """Red when `sight` does not follow an activity to its new case."""
    nora = given.user("nora", AGENT, unit=given.unit("North"))
    sam = given.user("sam", AGENT, unit=given.unit("South"))
    source, survivor = given.case(owner=nora), given.case(owner=sam)
    given.activity(source)

    seen = sight(merge.preview(source, by=admin, into=survivor), admin)

    assert [one.username for one in seen.gaining] == ["sam"]
    assert [one.username for one in seen.losing] == ["nora"]


def test_a_preview_costs_the_same_statements_for_any_number(given, alice):
    """Red with a query for each record."""
    given.policy(closure="cascade")
    sent = []
    for size in (1, 60):
        parent = given.case(owner=alice)
        for child in given.cases(size, parent=parent, owner=alice):
            given.activity(child)
        with CaptureQueriesContext(connection) as queries:
            preview = resolve.preview(parent, by=alice, resolution="x", cancel_open_activities=True)
            sight(preview, alice)
        sent.append(len(queries))

    assert sent[0] == sent[1]


def test_merging_cases_of_another_customer_is_said(given, alice):
    """Red without _advise_on_customers in merge."""
    source, survivor = given.case(owner=alice), given.case(owner=alice)
    same = given.case(owner=alice, account=survivor.account)

    previews = [merge.preview(one, by=alice, into=survivor) for one in (source, same)]

    told = [[(one.code, source.number in one.text) for one in each.advice] for each in previews]
    assert told == [[("other-customer", True)], []]


def test_an_unsent_email_that_closing_would_cancel_is_said(given, alice):
    """Red without the drafts in activities.closing."""
    case = given.case(owner=alice)
    given.activity(case, owner=alice, kind="email", status=1, subject="Dear customer")

    preview = resolve.preview(case, by=alice, resolution="Done", cancel_open_activities=True)

    assert [one.code for one in preview.advice] == ["open-draft"]
