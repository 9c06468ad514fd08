"""Confirming that a closing stands."""

import pytest

from casework.cases.confirm_closed import AlreadyConfirmed, StillActive, confirm_closed
from casework.cases.reopen import reopen
from casework.cases.resolve import resolve
from tests.conftest import fresh


def test_it_is_recorded_on_the_case_and_taken_back_by_reopening(given, alice):
    """Red without the change of confirm_closed, or of reopen."""
    case = given.case()
    resolve(case, by=alice, resolution="Done")

    confirm_closed(case, by=alice)
    confirmed = fresh(case)
    reopen(case, by=alice)

    assert (confirmed.state, confirmed.confirmed_by_id) == (1, alice.user)
    assert confirmed.confirmed_at is not None
    assert (fresh(case).confirmed_at, fresh(case).confirmed_by_id) == (None, None)


def test_only_what_is_closed_and_only_once(given, alice):
    """Red without confirm_closed.RULES."""
    case = given.case()

    with pytest.raises(StillActive):
        confirm_closed(case, by=alice)
    resolve(case, by=alice, resolution="Done")
    confirm_closed(case, by=alice)
    with pytest.raises(AlreadyConfirmed):
        confirm_closed(case, by=alice)
