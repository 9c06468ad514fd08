"""The number of statements of an operation does not depend on the size of its set."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.kernel.operations import OPERATIONS
from tests.more_setups import SETUPS, run

MANY = 1_000
FEWER = {"user.set_password": 20}  # each password is made slow to guess, and so slow to make
ALONE = {"user.choose_password"}  # done to one record and no more: to oneself
# Beyond equality, with the reason: more statements at 1,000 than at 1, by at most this many.
ALLOWED: dict[str, tuple[int, str]] = {
    "case.merge": (2, "the first queue item goes to the survivor, all others leave: one change"),
}


def test_every_operation_has_something_to_be_measured_on():
    """Red when an operation is added without an entry in tests/setups.py."""
    assert sorted(OPERATIONS.keys() - SETUPS.keys()) == []
    assert sorted(SETUPS.keys() - OPERATIONS.keys()) == []


@pytest.mark.parametrize("name", sorted(SETUPS.keys() - ALONE))
def test_a_thousand_records_cost_the_statements_of_one(given, name):
    """Red when a statement is sent for each record of the set."""
    counted = {}
    for size in (1, FEWER.get(name, MANY)):
        with transaction.atomic():
            call = SETUPS[name](given, size)
            with CaptureQueriesContext(connection) as sent:
                result = run(name, call, given.admin)
            counted[size] = [one["sql"] for one in sent.captured_queries]
            transaction.set_rollback(True)
        done = len(result.records) if call.rows is None else len(call.rows)
        assert (result.run is not None, done) == (True, size)

    more, _reason = ALLOWED.get(name, (0, ""))
    one, many = counted.values()
    assert len(many) <= len(one) + more, "\n".join(
        sql[:200] for sql in many if sql[:60] not in {first[:60] for first in one}
    )
