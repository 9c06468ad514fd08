"""Progress: how far a long run is, told outside of its transaction as it goes (answers 13)."""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.kernel.policies import policies

FEWEST = 100  # records; below this nobody asks the policy


@policies("progress")
@dataclass(frozen=True)
class ProgressPolicy:
    """Policies about long runs: from how many records on they tell how far they are."""

    from_records: int = 1_000


@dataclass(frozen=True)
class Step:
    """So many records of a run are written, of so many."""

    run: UUID
    operation: str
    done: int
    of: int


Listener = Callable[[Step], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextlib.contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Within, long runs tell ``listener`` each step they take; it must not use their database."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def teller(work: Any) -> Callable[[int], None]:
    """What a work calls with the number of records it has written: nobody, where nobody listens or
    the policy finds it short."""
    listener = _listener.get()
    total = sum(len(effect.records) for effect in work.effects)
    if listener is None or total < FEWEST or total < work.policy(ProgressPolicy).from_records:
        return lambda done: None
    return lambda done: listener(Step(work.run, work.operation, done, total))
