"""Measuring: ours and by hand in turn, in one process, on one database."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction

from benchmarks.by_hand import POSTGRES
from benchmarks.rows_left import rows_left
from casework.kernel.history import Event

Step = Callable[[Any], Any]


@dataclass
class Row:
    """Medians in seconds, and the median of the ratios of each pair."""

    ours: float
    by_hand: float | None = None
    ratio: float | None = None
    note: str = ""

    def told(self) -> dict[str, Any]:
        return asdict(self)


def timed(step: Step, before: Callable[[], Any], *, look: bool) -> tuple[float, Any]:
    """The seconds of a step, its deferred constraints checked; what it left, if one is to look.
    All is rolled back."""
    with transaction.atomic():
        first = before()
        latest = Event.objects.order_by("-id").values_list("id", flat=True)[0]
        if POSTGRES:  # as its daemon would by the time that somebody takes a run back
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE casework_event")
        gc.collect()
        started = time.perf_counter()
        step(first)
        if POSTGRES:
            connection.check_constraints()
        seconds = time.perf_counter() - started
        left = rows_left(latest) if look else None
        transaction.set_rollback(True)
    return seconds, left


def compared(
    ours: Step,
    hand: Step,
    rounds: int,
    before: Callable[[], Any] = lambda: None,
    *,
    same: bool = True,
) -> Row:
    """Both in turn, now one first and now the other. The first round compares what they leave:
    every event and every row, and stops where they differ."""
    if same:
        _refuse_other_rows(ours, hand, before)
    pairs = []
    for number in range(rounds):
        steps = [ours, hand] if number % 2 else [hand, ours]
        seconds = {step: timed(step, before, look=False)[0] for step in steps}
        pairs.append((seconds[ours], seconds[hand]))
    return Row(
        statistics.median(a for a, _b in pairs),
        statistics.median(b for _a, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def _refuse_other_rows(ours: Step, hand: Step, before: Callable[[], Any]) -> None:
    (_a, left), (_b, right) = (timed(step, before, look=True) for step in (ours, hand))
    if left != right:
        only = [*(left - right).elements()][:3], [*(right - left).elements()][:3]
        raise SystemExit("not the same rows:\n" + "\n".join(map(str, [*only[0], "---", *only[1]])))


def settle() -> None:
    """Let PostgreSQL know its tables and forget dead rows, as its daemon does. Nobody does that for
    SQLite."""
    if POSTGRES:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
