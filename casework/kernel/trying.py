"""Trying: a transaction, taken again where others stood in its way."""

import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError, connections, transaction

from casework.kernel.bulk import read_one_state
from casework.kernel.refusals import Busy

T = TypeVar("T")
TRIES = 8


def in_transaction(step: Callable[[], T], using: str = "default") -> T:
    """``step`` in one transaction; a deadlock victim tries again, unless it is part of another.

    Raises Busy when the database could not give the locks in time, several times over.
    """
    outermost = not connections[using].in_atomic_block
    for attempt in range(TRIES):
        try:
            with transaction.atomic(using=using):
                return step()
        except OperationalError as error:
            if not outermost or not _passing(error):
                raise
            if attempt == TRIES - 1:
                raise Busy() from error
            time.sleep(random.uniform(0.005, 0.02) * 2**attempt)  # noqa: S311
    raise AssertionError("unreachable")


def in_snapshot(step: Callable[[], T], using: str = "default") -> T:
    """``step`` reading one state of the database, taking no lock that a writer waits for.

    Within a transaction it reads what that transaction sees.
    """
    connection: Any = connections[using]
    if connection.in_atomic_block:
        return step()
    if connection.vendor == "postgresql":
        with transaction.atomic(using=using):
            read_one_state(using)
            return step()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic(using=using):
            return step()
    finally:
        connection.transaction_mode = usual


def _passing(error: OperationalError) -> bool:
    """A deadlock victim or a lock not given in time: worth another try."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in {"40P01", "40001", "55P03"} or "database is locked" in str(error)
