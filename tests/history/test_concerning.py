"""What concerns somebody: others' doings on one's cases, mentions, and what is due."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.activities.log import log
from casework.cases.assign import assign
from casework.cases.edit import edit
from casework.cases.merge import merge
from casework.cases.open import open_case
from casework.cases.reopen import reopen
from casework.cases.resolve import resolve
from casework.history.concerning import concerning
from casework.kernel import writing
from casework.kernel.refusals import InvalidInput
from casework.models import Activity, Case, User
from tests.conftest import AGENT


@pytest.fixture
def dora(given):
    return given.user("dora", AGENT)


@pytest.fixture
def start(given, alice, dora):
    """Before all that is done."""
    return writing.now()


def told(actor, since, **options):
    return [(one.kind, str(one.record), one.by) for one in concerning(actor, since, **options)]


def test_what_others_do_on_ones_cases_is_told_newest_first(given, alice, dora, start):
    """Red without a kind of concerning._kind."""
    mine, source, theirs = given.case(), given.case(owner=alice), given.case(owner=dora)
    since = writing.now()
    user = User.objects.get(pk=alice.user)
    assign(mine, by=dora, user=user)
    edit(mine, by=dora, priority=1)
    log(by=dora, case=mine, kind="note", subject="Seen", description="It is the fuse")
    resolve(mine, by=dora, resolution="Done")
    reopen(mine, by=dora)
    merge(source, by=dora, into=theirs)
    open_case(by=dora, title="New", account=given.account(), user=user)
    edit(mine, by=alice, priority=2)
    edit(theirs, by=dora, priority=2)

    new = str(Case.objects.get(title="New"))
    assert told(alice, since) == [
        ("assigned", new, "Dora"), ("merged", str(source), "Dora"), ("reopened", str(mine), "Dora"),
        ("changed", str(mine), "Dora"), ("activity", "Seen", "Dora"),
        ("changed", str(mine), "Dora"), ("assigned", str(mine), "Dora"),
    ]  # fmt: skip
    assert told(alice, since, limit=2) == told(alice, since)[:2]
    assert told(alice, writing.now()) == []
    assert told(dora, since) == []


def test_who_is_named_is_told(given, alice, dora, start):
    """Red without _mentions."""
    case = given.case(owner=alice)
    since = writing.now()
    log(by=dora, case=case, kind="note", description="For @alice and @dora and @bob")

    [mentioned] = concerning(alice, since)

    assert (mentioned.kind, mentioned.by) == ("mentioned", "Dora")
    assert mentioned.record == Activity.objects.get()
    assert concerning(dora, since) == []


def test_nobody_is_told_of_what_is_out_of_sight(given, start):
    """Red without visible_to in concerning."""
    zoe = given.user("zoe", AGENT, unit=given.unit("Desk"))
    case, since = given.case(), writing.now()

    log(by=given.admin, case=case, kind="note", description="Ask @zoe")

    assert concerning(zoe, since) == []


def test_what_is_due_is_told_whatever_was_seen(given, alice, start, monkeypatch):
    """Red without _due, or with the day of another zone."""
    now = datetime.datetime(2026, 12, 1, 20, 0, tzinfo=datetime.UTC)
    row = {"owner": alice, "title": "x"}
    given.case(number="CAS-1", follow_up_by="2026-12-01", **row)
    given.case(number="CAS-2", follow_up_by="2026-12-02", **row)
    given.case(number="CAS-3", follow_up_by="2026-11-01", state=1, status=5, **row)
    monkeypatch.setattr(writing, "now", lambda: now)

    assert told(alice, now) == [("due", "CAS-1", "")]
    alice.time_zone = "Asia/Jakarta"
    assert told(alice, now) == [("due", "CAS-2", ""), ("due", "CAS-1", "")]
    assert concerning(alice, now)[1].at == datetime.datetime(2026, 11, 30, 17, tzinfo=datetime.UTC)


def test_it_costs_the_same_for_any_history(given, alice, dora, start):
    """Red with a query for each of them."""
    user = User.objects.get(pk=alice.user)

    def cost(how_many):
        since = writing.now()
        cases = given.cases(how_many, follow_up_by="2020-01-01")
        assign(cases, by=dora, user=user)
        for one in cases[:20]:
            log(by=dora, case=one, kind="note", description="@alice")
        with CaptureQueriesContext(connection) as asked:
            kinds = {one.kind for one in concerning(alice, since, 100)}
        assert kinds == {"mentioned", "assigned", "changed", "due"}
        return len(asked)

    assert cost(1) == cost(30) == 9


def test_what_lies_far_back_is_found_too(given, alice, dora, start, monkeypatch):
    """Red without the second look of concerning._of_events."""
    monkeypatch.setattr("casework.history.concerning.LATELY", 3)
    case, since = given.case(owner=alice), writing.now()
    edit(case, by=dora, priority=1)
    given.cases(10)

    assert told(alice, since) == [("changed", str(case), "Dora")]


@pytest.mark.parametrize("limit", [0, 101, "1", True])
def test_a_limit_that_is_none_is_refused(given, alice, start, limit):
    """Red without checked_limit."""
    with pytest.raises(InvalidInput):
        concerning(alice, start, limit)
