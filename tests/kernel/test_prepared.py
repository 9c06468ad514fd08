"""Prepared questions: whoever asks gets what they would have got from a question of their own."""

import datetime
import zoneinfo
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation

from casework.kernel import prepared
from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared, forget
from casework.kernel.reach import Reach
from casework.kernel.shadows import shadows
from casework.models import Case, RoleGrant, User
from tests.conftest import AGENT, acting
from tests.kernel.questions import Asked, all_with_an_asker, known, people, planted
from tests.racing import race


@pytest.fixture(autouse=True)
def _anew() -> Any:
    forget()
    yield
    forget()


def told(rows: Any) -> list[Any]:
    """Rows as values, whatever they are made of."""
    return [
        {name: value for name, value in vars(row).items() if name != "_state"}
        if hasattr(row, "_state")
        else row
        for row in rows
    ]


def proved(asked: list[Asked], everybody: list[Actor]) -> int:
    """Each question asked first by each person and then by all others: how many answers differ
    between people. Whatever is answered must be what a question of one's own answers."""
    differing = 0
    for question, values, way in asked:
        own = [told(question.plain(*values, actor=one, way=way)) for one in everybody]
        differing += any(one != own[0] for one in own)
        for first in range(len(everybody)):
            forget()
            order = [first, *range(len(everybody)), first]
            answers = [told(question(*values, actor=everybody[n], way=way)) for n in order]
            assert answers == [own[n] for n in order]
    return differing


def test_whoever_asks_first_everybody_gets_their_own_answer(given):
    """Red when a statement is remembered by less than what its asker reaches."""
    everybody = people(given)
    asked = planted(given, everybody)

    differing = proved(asked, everybody)

    assert differing > len(asked) / 2  # else it would prove nothing
    assert all_with_an_asker() <= {question for question, _values, _way in asked}


def test_the_proof_fails_where_sight_is_not_compared(given, monkeypatch):
    everybody = people(given)
    asked = planted(given, everybody)[:8]
    monkeypatch.setattr(Reach, "__eq__", lambda one, other: isinstance(other, Reach))
    monkeypatch.setattr(Reach, "__hash__", lambda one: 0)

    failing = 0
    for one in asked:
        try:
            proved([one], everybody)
        except AssertionError:
            failing += 1

    assert failing > len(asked) / 2


def test_more_of_an_asker_than_is_compared_cannot_be_baked_in(given, alice):
    """Red when ``make`` gets the actor."""
    mine = Prepared(lambda reach: Case.objects.filter(owner_user=reach.user), "case.nothing")
    other = Prepared(lambda reach: User.objects.visible_to(reach), Case)

    with pytest.raises(LookupError, match="who asks"):
        mine(actor=alice)
    with pytest.raises(LookupError, match=r"user\.read"):
        other(actor=alice)


def test_it_counts_what_it_would_read(given, alice):
    given.cases(3, owner=alice)
    question = Prepared(
        lambda state, reach: Case.objects.filter(state=state).visible_to(reach), Case
    )

    assert [question.count(state, actor=alice) for state in (0, 1)] == [3, 0]


def test_a_role_that_is_taken_away_counts_at_once(given, alice):
    given.case(owner=alice)
    question = Prepared(lambda reach: Case.objects.visible_to(reach), Case)
    assert len(question(actor=acting("alice"))) == 1

    RoleGrant.objects.filter(user=alice.user).delete()
    assert question(actor=acting("alice")) == []


def test_a_time_zone_and_a_language_have_statements_of_their_own(given):
    """Red when the day of a moment is that of the first asker."""
    late = datetime.datetime(2026, 3, 1, 23, tzinfo=datetime.UTC)
    case = given.case(closed_at=late, state=1, status=5)
    second = datetime.date(2026, 3, 2)
    question = Prepared(lambda: Case.objects.filter(closed_at__date=second))
    found = {}

    for zone in ("UTC", "Asia/Jakarta", "UTC"):
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            found[zone] = question()
    for language in ("id", "ro"):
        with translation.override(language):
            question()

    assert found == {"UTC": [], "Asia/Jakarta": [case]}
    assert known(question) == 4


def test_what_stands_in_shadow_is_asked_anew(given, alice):
    """Red when today's statement is asked of yesterday's rows, whose sight differs."""
    mine = given.case(owner=alice, title="now")
    asked = []

    def make(reach: Reach) -> Any:
        asked.append(reach)
        return Case.objects.visible_to(reach).values_list("title")

    question = Prepared(make, Case)
    assert question(actor=alice) == [("now",)]
    before = len(asked)
    past = {column.name: getattr(mine, column.attname) for column in Case._meta.concrete_fields}
    with shadows("default") as shadow:
        shadow.see(Case.objects.none())
        shadow.fall(Case, [mine.pk], [{**past, "title": "then"}])
        assert question(actor=alice) == []
    with shadows("default") as shadow:
        shadow.see(Case.objects.all())
        shadow.fall(Case, [mine.pk], [{**past, "title": "then"}])
        assert question(actor=alice) == [("then",)]

    assert len(asked) == before + 2
    assert question(actor=alice) == [("now",)]
    assert len(asked) == before + 2


def test_only_so_many_are_remembered_and_the_latest_stay(given, monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 3)
    made = []
    question = Prepared(lambda way: made.append(way) or Case.objects.filter(title=way))

    for way in ("a", "b", "a", "c", "d", "a", "b"):
        question(way=(way,))

    assert known(question) == 3
    assert made == [*"aabbccddbb"]  # each is tried twice


def test_a_record_read_is_a_record_of_its_own(given, alice):
    """Red when two askers share the records they are given."""
    given.case(owner=alice)
    question = Prepared(lambda reach: Case.objects.visible_to(reach).select_related("unit"), Case)

    [one], [other] = question(actor=alice), question(actor=alice)

    assert one == other
    assert one is not other
    assert one.unit is not other.unit


@pytest.mark.django_db(transaction=True)
def test_threads_ask_one_statement_on_their_own_connections(given):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        connection.inc_thread_sharing()
    people = [given.user(f"agent{n}", AGENT) for n in range(4)]
    cases = {one.user: given.case(owner=one) for one in people}
    question = Prepared(lambda owner: Case.objects.filter(owner_user=owner))
    wrong: list[Any] = []

    def asking(one: Actor) -> None:
        for _often in range(30):
            if question(one.user) != [cases[one.user]]:
                wrong.append(one)

    race(*(lambda one=one: asking(one) for one in people), at_the_lock=False)

    assert wrong == []
    assert known(question) == 1
