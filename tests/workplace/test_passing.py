"""What passes: drafts, visits, who is where, what was seen. No history, and bounds to all of it."""

import datetime

import pytest

from casework.cases.delete import delete
from casework.kernel import writing
from casework.kernel.history import Event, Run
from casework.kernel.refusals import InvalidInput
from casework.models import Draft, Presence, User, Visit
from casework.workplace import drafts, visits
from casework.workplace.bell import bell_seen_at, see_bell
from casework.workplace.presence import gone, others, present
from tests.conftest import AGENT

START = datetime.datetime(2026, 12, 1, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets on by seconds."""

    class Clock:
        at = START

        def on(self, seconds=1):
            self.at += datetime.timedelta(seconds=seconds)

    made = Clock()
    monkeypatch.setattr(writing, "now", lambda: made.at)
    return made


@pytest.fixture
def unrecorded(given):
    """Nothing of it goes on record."""
    before = Event.objects.count(), Run.objects.count()
    yield
    assert (Event.objects.count(), Run.objects.count()) == before


def test_a_draft_is_kept_until_it_is_dropped(alice, bob, clock, unrecorded):
    """Red without the place in drafts.keep."""
    drafts.keep(alice.user, "case:1:note", {"text": "He said"})
    clock.on()
    drafts.keep(alice.user, "case:1:note", {"text": "He said that"})
    drafts.keep(User.objects.get(pk=alice.user), "case:2:note", {"text": r"a \u0000 in words"})

    kept = drafts.kept(alice.user, "case:1:note")
    assert (kept.values, kept.at) == ({"text": "He said that"}, clock.at)
    assert {one.place for one in drafts.all_kept(alice.user)} == {"case:1:note", "case:2:note"}
    assert drafts.kept(bob.user, "case:1:note") is None
    drafts.drop(alice.user, "case:1:note")
    drafts.drop(alice.user, "case:1:note")
    assert drafts.kept(alice.user, "case:1:note") is None


@pytest.mark.parametrize(
    ("place", "values", "field"),
    [
        ("", {}, "place"),
        ("x" * 201, {}, "place"),
        ("a\0", {}, "place"),
        ("a", {"text": "x" * 200_001}, "values"),
        ("a", {"text": "\0"}, "values"),
        ("a", {"text": "\ud800"}, "values"),
        ("a", {"n": float("nan")}, "values"),
        ("a", ["x"], "values"),
    ],
)
def test_a_draft_that_cannot_be_kept_is_refused(alice, place, values, field):
    """Red without checking in drafts.keep."""
    with pytest.raises(InvalidInput) as refused:
        drafts.keep(alice.user, place, values)

    assert refused.value.facts["field"] == field


def test_the_oldest_draft_goes(alice, clock, monkeypatch):
    """Red without the bound of drafts.keep."""
    monkeypatch.setattr(drafts, "MOST", 3)
    for n in range(5):
        clock.on()
        drafts.keep(alice.user, f"place {n}", {})

    assert [one.place for one in drafts.all_kept(alice.user)] == ["place 4", "place 3", "place 2"]


def test_what_was_looked_at_last_comes_first_while_it_is_in_sight(given, clock):
    """Red without visible_to in visits.recent."""
    desk = given.unit("Desk")
    zoe = given.user("zoe", AGENT, unit=desk)
    first, second = given.case(owner=zoe), given.case(owner=zoe)
    account, hidden = given.account(unit=desk), given.case()
    before = Event.objects.count()
    for record in (first, account, second, hidden, first):
        clock.on()
        visits.visited(zoe.user, record)
    assert Event.objects.count() == before

    assert [one.record for one in visits.recent(zoe)] == [first, second, account]
    assert visits.recent(zoe, 1)[0].at == clock.at
    delete(second, by=given.admin)
    assert [one.record for one in visits.recent(zoe)] == [first, account]


def test_the_oldest_visit_goes(given, alice, clock, monkeypatch, django_assert_num_queries):
    """Red without the bound of visits.visited."""
    monkeypatch.setattr(visits, "MOST", 2)
    cases = given.cases(3)
    for one in cases:
        clock.on()
        visits.visited(alice.user, one)

    assert Visit.objects.count() == 2
    with django_assert_num_queries(2):
        assert [one.record for one in visits.recent(alice)] == [cases[2], cases[1]]


def test_others_see_who_has_a_case_open_for_a_minute(given, alice, bob, clock):
    """Red without AWAY, or with oneself among the others."""
    case, other = given.cases(2)
    present(alice.user, case, editing=True)
    present(bob.user, case)
    present(bob.user, other)

    [seen] = others(case, bob.user)
    assert (seen.user.username, seen.editing, seen.seen_at) == ("alice", True, clock.at)
    assert [one.user.username for one in others(case.pk, given.admin.user)] == ["alice", "bob"]
    clock.on(59)
    assert len(others(case, bob.user)) == 1
    present(alice.user, case)
    clock.on(2)
    assert [one.editing for one in others(case, bob.user)] == [False]
    gone(alice.user, case)
    assert others(case, bob.user) == []
    clock.on(2 * 3600)
    present(bob.user, case)
    assert Presence.objects.count() == 1


def test_the_bell_knows_up_to_when_it_was_seen(alice, bob, clock, unrecorded):
    """Red without BellSeen."""
    assert bell_seen_at(alice.user) is None
    see_bell(alice.user)
    clock.on()
    see_bell(alice.user)
    see_bell(bob.user, START)

    assert (bell_seen_at(alice.user), bell_seen_at(bob.user)) == (clock.at, START)


def test_nothing_of_it_stands_in_lists(rest, alice):
    """Red with an address of drafts."""
    drafts.keep(alice.user, "case:1:note", {})

    assert rest.as_(alice).get("/drafts").status_code == 404
    assert Draft.objects.count() == 1
