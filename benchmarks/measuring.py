"""Measuring: ours and by hand in turn, in one process, on one database; one line of JSON."""

import argparse
import itertools
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from benchmarks import by_hand  # noqa: E402
from casework.cases.assign import assign  # noqa: E402
from casework.cases.founding import found  # noqa: E402
from casework.cases.resolve import resolve  # noqa: E402
from casework.history.undo import undo  # noqa: E402
from casework.kernel.history import Event  # noqa: E402
from casework.kernel.identity import new_id  # noqa: E402
from casework.kernel.writing import now  # noqa: E402
from casework.models import User  # noqa: E402
from tests.conftest import Given, acting  # noqa: E402
from tests.setups import activities, queue_items  # noqa: E402

POSTGRES = connection.vendor == "postgresql"
WORDS = by_hand.POSTGRESQL if POSTGRES else by_hand.SQLITE


def given() -> Given:
    """A founded installation in which children close with their parents."""
    call_command("migrate", verbosity=0)
    found()
    made = Given(acting("admin"))
    made.count = itertools.count(1)
    made.policy(closure="cascade")
    return made


def key(value: Any) -> Any:
    """An id as this database keeps it."""
    return value if POSTGRES else value.hex


def moment(value: Any) -> Any:
    """A time as this database keeps it."""
    return value if POSTGRES else value.replace(tzinfo=None).isoformat(" ")


def timed(step: Callable[[Any], Any], before: Callable[[], Any]) -> tuple[float, dict[str, int]]:
    """The seconds of a step up to its commit; what it did is told by kinds of event, and rolled
    back."""
    with transaction.atomic():
        first = before()
        latest = Event.objects.order_by("-id").values_list("id", flat=True)[0]
        started = time.perf_counter()
        step(first)
        seconds = time.perf_counter() - started
        counts: dict[str, int] = {}
        for kind in Event.objects.filter(id__gt=latest).values_list("kind", flat=True).iterator():
            counts[kind] = counts.get(kind, 0) + 1
        transaction.set_rollback(True)
    return seconds, counts


def ratio(
    ours: Callable[[Any], Any],
    hand: Callable[[Any], Any],
    rounds: int,
    before: Callable[[], Any] = lambda: None,
    *,
    same: bool = True,
) -> dict[str, float]:
    """Both in turn; the medians, and the median of the ratios of each pair."""
    pairs = []
    for _round in range(rounds):
        (a, left), (b, right) = timed(ours, before), timed(hand, before)
        if same and left != right:
            raise SystemExit(f"not the same rows: {left} {right}")
        pairs.append((a, b))
    return {
        "ours": statistics.median(a for a, _b in pairs),
        "by hand": statistics.median(b for _a, b in pairs),
        "ratio": statistics.median(a / b for a, b in pairs),
    }


def cascade(made: Given, children: int, rounds: int) -> dict[str, Any]:
    """A parent with children, two open activities and a queue item each."""
    parent = made.case()
    below = made.cases(children, parent=parent)
    for _twice in range(2):
        activities(made, below)
    queue_items(made, below)
    if POSTGRES:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    by = made.admin
    asked = {"by": by, "resolution": "Done", "cancel_open_activities": True}

    def hand(_nothing: Any) -> Any:
        with connection.cursor() as cursor:
            who, at = key(by.user), moment(now())
            by_hand.resolve(raw(cursor), WORDS, key(parent.pk), key(new_id()), who, at)

    def back(done: Any) -> None:
        with connection.cursor() as cursor:
            run, who = key(new_id()), key(by.user)
            by_hand.undo(raw(cursor), WORDS, key(done), run, who, moment(now()))

    return {
        "resolve": ratio(lambda _n: resolve(parent, **asked), hand, rounds),
        # A preview writes nothing: it is held against the SQL of what it shows.
        "preview of it": ratio(
            lambda _n: resolve.preview(parent, **asked), hand, rounds, same=False
        ),
        "undo of it": ratio(
            lambda run: undo([run], by=by), back, rounds, lambda: resolve(parent, **asked).run
        ),
    }


def raw(cursor: Any) -> Any:
    """A cursor that takes the placeholders of the database itself."""
    return cursor if POSTGRES else cursor.cursor


def single(made: Given, rounds: int) -> dict[str, Any]:
    """One case: seconds of ours, for orientation."""
    dan = User.objects.get(pk=made.user("dan").user)
    one = made.case()
    steps = {
        "resolve one": lambda _n: resolve(one, by=made.admin, resolution="Done"),
        "assign one": lambda _n: assign(one, by=made.admin, user=dan),
    }
    return {
        name: {"ours": statistics.median(timed(step, lambda: None)[0] for _r in range(rounds * 5))}
        for name, step in steps.items()
    }


def main() -> None:
    """Measure, and say it."""
    options = argparse.ArgumentParser()
    options.add_argument("--children", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    said = options.parse_args()
    made = given()
    told = {**cascade(made, said.children, said.rounds), **single(made, said.rounds)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if POSTGRES else "SELECT sqlite_version()")
        version = cursor.fetchone()[0].split(",")[0].split(" on ")[0]
    print(json.dumps({"version": version, "children": said.children, "rows": told}))


if __name__ == "__main__":
    main()
