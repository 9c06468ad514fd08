"""Two calls at the same time, on real connections."""

import threading
from collections.abc import Callable
from contextlib import contextmanager, nullcontext, suppress
from typing import Any
from unittest import mock

from django.db import connection

from casework.kernel.gathering import Gathering
from casework.kernel.refusals import Refusal

PATIENCE = 0.03  # seconds that a run waits, holding its first lock, for the other to come as far


def race(*calls: Callable[[], Any], at_the_lock: bool) -> list[str]:
    """What came of each call: "done", or the code of its refusal. Anything else is raised.

    All start at one barrier. With ``at_the_lock`` they meet at a second one after their first
    lock: where nothing makes one wait for the other, both go on from there at once.
    """
    start = threading.Barrier(len(calls))
    outcomes: list[Any] = [None] * len(calls)

    def one(place: int) -> None:
        try:
            start.wait(10)
            calls[place]()
            outcomes[place] = "done"
        except Refusal as refusal:
            outcomes[place] = refusal.code
        except BaseException as error:
            outcomes[place] = error
        finally:
            connection.close()

    with _meeting(len(calls)) if at_the_lock else nullcontext():
        threads = [threading.Thread(target=one, args=(n,), daemon=True) for n in range(len(calls))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    assert None not in outcomes, "a run never ended"
    return outcomes


@contextmanager
def _meeting(how_many: int) -> Any:
    gather, place = Gathering.gather, threading.local()
    barrier = threading.Barrier(how_many)

    def meeting(self: Gathering, rows: Any) -> Any:
        gathered = gather(self, rows)
        if not getattr(place, "met", False):
            place.met = True
            # Broken where the other waits for our lock, as it should.
            with suppress(threading.BrokenBarrierError):
                barrier.wait(PATIENCE)
        return gathered

    with mock.patch.object(Gathering, "gather", meeting):
        yield
