"""Retrying: the same request under the same key is done once, and answered the same."""

import datetime

import pytest
from django.db import connection

from casework.cases.assign import assign
from casework.cases.delete import delete
from casework.cases.edit import edit
from casework.kernel.history import Run
from casework.kernel.refusals import InvalidInput, NotFound
from casework.kernel.retrying import (
    CLEARED,
    Answer,
    KeptAnswer,
    KeyReused,
    checked_key,
    digest_of,
    once,
)
from casework.models import User
from tests.conftest import AGENT, fresh
from tests.racing import race


def renamed(case, actor, title):
    """A step that edits a case and answers the run."""
    return lambda: Answer(str(edit(case, by=actor, title=title).run), {"case": [case.pk]})


def test_the_second_time_nothing_is_done_and_the_answer_is_the_same(given, alice):
    """Red without the return of the kept answer in _once."""
    case = given.case(owner=alice)

    first = once(alice, "K", "d", renamed(case, alice, "New"))
    edit(case, by=alice, title="Newer")
    second = once(alice, "K", "d", renamed(case, alice, "New"))

    assert (first[0], first[1], second) == (first[0], False, (first[0], True))
    assert fresh(case).title == "Newer"


def test_another_request_under_the_key_is_refused(given, alice):
    """Red without the comparison of digests."""
    case = given.case(owner=alice)
    once(alice, "K", "d", renamed(case, alice, "New"))

    with pytest.raises(KeyReused):
        once(alice, "K", "other", renamed(case, alice, "Other"))

    assert fresh(case).title == "New"


def test_a_key_belongs_to_a_person(given, alice, carol):
    """Red when keys are looked for without their actor."""
    case = given.case(owner=alice)

    answers = [once(one, "K", "d", renamed(case, one, one.name)) for one in (alice, carol)]

    assert [again for _value, again in answers] == [False, False]


def test_a_refusal_is_not_remembered(given, alice):
    """Red when the key is kept in a transaction of its own."""
    case = given.case(owner=alice)
    with pytest.raises(InvalidInput):
        once(alice, "K", "d", renamed(case, alice, ""))

    value, again = once(alice, "K", "other", renamed(case, alice, "New"))

    assert (again, value is not None) == (False, True)


def test_sight_is_asked_again(given):
    """Red without _refuse_unseen in retrying."""
    near = given.user("dora", AGENT, unit=given.unit("Near"))
    far = given.user("dan", AGENT, unit=given.unit("Far"))
    case = given.case(owner=near)
    once(near, "K", "d", renamed(case, near, "New"))
    assign(case, by=given.admin, user=User.objects.get(pk=far.user))

    with pytest.raises(NotFound):
        once(near, "K", "d", renamed(case, near, "New"))


def test_what_was_erased_since_is_not_told_again(given, alice, admin):
    """Red when only records that are still there are asked for."""
    case = given.case(owner=alice)
    once(alice, "K", "d", renamed(case, alice, "New"))
    delete(case, by=admin)

    with pytest.raises(NotFound):
        once(alice, "K", "d", renamed(case, alice, "New"))


def test_what_the_step_erased_itself_is_told_again(given, admin):
    """Red without _there in retrying: the answer to a deletion would never come again."""
    case = given.case()

    def step():
        return Answer(str(delete(case, by=admin).run), {"case": [case.pk]})

    assert [once(admin, "K", "d", step)[1] for _again in range(2)] == [False, True]


def test_a_digest_cannot_be_tried_without_the_secret(settings):
    """Red with a plain digest: a short password in a body could be guessed from the table."""
    parts = [b"user.set_password", b"tiger"]
    before = digest_of(parts)
    settings.SECRET_KEY = "another installation"

    assert digest_of(parts) != before


def test_however_many_have_expired_an_expired_key_is_new(given, alice, admin):
    """Red without the deletion of the key's own expired row in _once."""
    case = given.case(owner=alice)
    once(alice, "K", "d", renamed(case, alice, "New"))
    rows = KeptAnswer.objects.all()
    at = rows.get().at - datetime.timedelta(days=8)
    rows.update(at=at)
    older = at - datetime.timedelta(days=1)
    row = {"actor_id": admin.user, "request": "d", "at": older}
    KeptAnswer.objects.bulk_create(KeptAnswer(key=f"K{n}", **row) for n in range(CLEARED + 5))

    _value, again = once(alice, "K", "other", renamed(case, alice, "Newer"))

    assert (again, KeptAnswer.objects.count()) == (False, 6)


def test_an_answer_is_forgotten_when_the_policy_says(given, alice):
    """Red without _forget in retrying."""
    case = given.case(owner=alice)
    given.policy("retry", keep_days=2)
    once(alice, "K", "d", renamed(case, alice, "New"))
    rows = KeptAnswer.objects.all()
    rows.update(at=rows.get().at - datetime.timedelta(days=2, minutes=1))

    _value, again = once(alice, "K", "other", renamed(case, alice, "Newer"))

    assert (again, KeptAnswer.objects.count()) == (False, 1)


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 256, "a\n", "\x00"])
def test_a_key_is_visible_ascii(key):
    """Red without KEY in checked_key."""
    with pytest.raises(InvalidInput) as refused:
        checked_key(key, "Idempotency-Key")

    assert refused.value.facts["field"] == "Idempotency-Key"


@pytest.mark.postgres
@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_two_at_the_same_time_are_done_once(transactional_db, given, alice):
    """Red when the key is written after the step."""
    for n in range(10):
        case = given.case(owner=alice)
        answers = []

        def send(case=case, n=n, answers=answers):
            answers.append(once(alice, f"K{n}", "d", renamed(case, alice, "New")))

        assert race(send, send, at_the_lock=n % 2 == 1) == ["done", "done"]
        assert sorted(again for _value, again in answers) == [False, True]
        assert len({value for value, _again in answers}) == 1
        assert Run.objects.filter(operation="case.edit", events__record_id=case.pk).count() == 1
