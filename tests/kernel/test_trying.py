"""A transaction that others stood in the way of is tried again, and in the end refused."""

import pytest
from django.db import OperationalError, transaction

from casework.kernel import trying
from casework.kernel.refusals import Busy
from casework.kernel.trying import in_transaction


class Step:
    """A step that fails so many times, and then works."""

    def __init__(self, fails: int, why: str = "database is locked") -> None:
        self.fails, self.why, self.taken = fails, why, 0

    def __call__(self) -> str:
        self.taken += 1
        if self.taken <= self.fails:
            raise OperationalError(self.why)
        return "done"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying.time, "sleep", lambda seconds: None)


@pytest.mark.django_db(transaction=True)
def test_a_step_that_was_in_the_way_of_others_is_taken_again() -> None:
    """Red without the loop in ``in_transaction``."""
    step = Step(fails=3)

    assert (in_transaction(step), step.taken) == ("done", 4)


@pytest.mark.django_db(transaction=True)
def test_in_the_end_it_is_refused() -> None:
    """Red without Busy."""
    step = Step(fails=100)

    with pytest.raises(Busy):
        in_transaction(step)

    assert step.taken == trying.TRIES


@pytest.mark.django_db(transaction=True)
def test_what_will_not_pass_is_not_tried_again() -> None:
    """Red without ``_passing``."""
    step = Step(fails=1, why="disk is full")

    with pytest.raises(OperationalError):
        in_transaction(step)

    assert step.taken == 1


@pytest.mark.django_db
def test_a_part_of_a_transaction_is_not_tried_again_alone() -> None:
    """The whole is broken by then. Red without ``outermost``."""
    step = Step(fails=1)

    with pytest.raises(OperationalError), transaction.atomic():
        in_transaction(step)

    assert step.taken == 1
