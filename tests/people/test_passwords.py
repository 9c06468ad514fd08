"""Passwords: everybody changes their own, knowing the present one."""

import pytest

from casework.kernel.history import Event, Run
from casework.kernel.refusals import InvalidInput
from casework.models import User
from casework.people.passwords import NotYourPassword, choose_password
from casework.people.users import set_password

PRESENT, WANTED = "tall green hedges", "wide red fields"


@pytest.fixture
def person(given, bob):
    """Bob, who holds no role, with a password."""
    user = User.objects.get(pk=bob.user)
    set_password(user, by=given.admin, password=PRESENT)
    return user


def test_everybody_chooses_their_own_password(person, bob):
    """Red without EVERYBODY, or when the new one is not kept."""
    choose_password(person, by=bob, present=PRESENT, password=WANTED)

    assert User.objects.get(pk=person.pk).check_password(WANTED)


def test_nobody_chooses_that_of_somebody_else(person, given, alice):
    """Red without MINE, also for who may do everything."""
    for other in (alice, given.admin):
        with pytest.raises(NotYourPassword):
            choose_password(person, by=other, present=PRESENT, password=WANTED)

    assert User.objects.get(pk=person.pk).check_password(PRESENT)


@pytest.mark.parametrize(
    ("present", "password", "field"),
    [
        ("wrong", WANTED, "present"),
        ("", WANTED, "present"),
        (None, WANTED, "present"),
        (PRESENT, "", "password"),
        (PRESENT, None, "password"),
        (PRESENT, "short", "password"),
        (PRESENT, "password123", "password"),
        (PRESENT, "1234567890123", "password"),
        (PRESENT, "a" * 1_001, "password"),
    ],
)
def test_a_wrong_present_one_and_a_weak_new_one_are_refused(person, bob, present, password, field):
    """Red without the check of the field."""
    with pytest.raises(InvalidInput) as refused:
        choose_password(person, by=bob, present=present, password=password)

    assert refused.value.facts["field"] == field
    assert User.objects.get(pk=person.pk).check_password(PRESENT)


def test_no_password_is_put_on_record(person, bob):
    """Red without secret=."""
    choose_password(person, by=bob, present=PRESENT, password=WANTED)

    told = f"{list(Run.objects.values_list('arguments'))}{list(Event.objects.values_list('after'))}"
    assert PRESENT not in told
    assert WANTED not in told
