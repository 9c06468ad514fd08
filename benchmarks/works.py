"""The works that are measured, each against SQL by hand that leaves the same rows."""

import functools
import itertools
import json
from typing import Any

from django.core.management import call_command
from django.test import Client

from benchmarks import closing_by_hand, undoing_by_hand
from benchmarks.by_hand import Hand, key
from benchmarks.measuring import Row, compared, settle
from casework.cases.assign import assign
from casework.cases.founding import found
from casework.cases.merge import merge
from casework.cases.resolve import resolve
from casework.history.undo import undo
from casework.kernel.identity import new_id
from casework.models import User
from tests.conftest import Given, acting
from tests.interfaces.conftest import Rest
from tests.setups import activities, queue_items

RESOLVE = ("case.resolve", '{"resolution": "Done"}')
Rows = dict[str, Row]


def given() -> Given:
    """A founded installation in which children close with their parents."""
    call_command("migrate", verbosity=0)
    found()
    made = Given(acting("admin"))
    made.count = itertools.count(1)
    made.policy(closure="cascade", merge_limit=100)
    return made


def cascade(made: Given, children: int, rounds: int) -> Rows:
    """A parent with children, two open activities and a queue item each; and without items."""
    parent = made.case()
    below = made.cases(children, parent=parent)
    for _twice in range(2):
        activities(made, below)
    settle()
    asked = {"by": made.admin, "resolution": "Done", "cancel_open_activities": True}

    def hand(_nothing: Any) -> None:
        closing_by_hand.resolve_family(Hand(made.admin, *RESOLVE), key(parent.pk))

    def ours(_nothing: Any) -> None:
        resolve(parent, **asked)

    told = {"resolve, without queue items": compared(ours, hand, rounds)}
    queue_items(made, below)
    settle()
    told["resolve"] = compared(ours, hand, rounds)
    # A preview writes nothing: it is held against the SQL of what it shows.
    told["preview of it"] = compared(
        lambda _n: resolve.preview(parent, **asked), hand, rounds, same=False
    )
    told["undo of it"] = compared(
        lambda run: undo([run], by=made.admin),
        functools.partial(_back, made, undoing_by_hand.OF_CLOSING),
        rounds,
        lambda: resolve(parent, **asked).run,
    )
    return told


def _back(made: Given, parts: Any, done: Any) -> None:
    undoing_by_hand.undo(Hand(made.admin, "run.undo"), key(done), parts)


def merging(made: Given, rounds: int) -> Rows:
    """Ten cases with a thousand activities each, into an eleventh."""
    into, *sources = made.cases(11)
    activities(made, [one for one in sources for _n in range(1_000)])
    settle()
    keys = [one.pk for one in sources]

    def hand(_nothing: Any) -> None:
        by_hand = Hand(made.admin, "case.merge")
        undoing_by_hand.merge(by_hand, [key(one) for one in keys], key(into.pk))

    return {
        "merge": compared(lambda _n: merge(keys, into=into, by=made.admin), hand, rounds),
        "undo of the merge": compared(
            lambda run: undo([run], by=made.admin),
            functools.partial(_back, made, undoing_by_hand.OF_MERGING),
            rounds,
            lambda: merge(keys, into=into, by=made.admin).run,
        ),
    }


def single(made: Given, rounds: int) -> Rows:
    """One case."""
    dan = User.objects.get(pk=made.user("dan").user)
    one = made.case()
    settle()

    def resolve_by_hand(_nothing: Any) -> None:
        by_hand = Hand(made.admin, *RESOLVE)
        closing_by_hand.resolve_one(by_hand, key(one.pk), key(new_id()))

    def assign_by_hand(_nothing: Any) -> None:
        by_hand = Hand(made.admin, "case.assign")
        closing_by_hand.assign_one(by_hand, key(one.pk), key(dan.pk), key(dan.unit_id))

    return {
        "resolve one case": compared(
            lambda _n: resolve(one, by=made.admin, resolution="Done"), resolve_by_hand, rounds * 9
        ),
        "assign one case": compared(
            lambda _n: assign(one, by=made.admin, user=dan), assign_by_hand, rounds * 9
        ),
    }


def by_rest(made: Given, rounds: int) -> Rows:
    """A thousand chosen cases by one request, from its bytes to the bytes of its answer."""
    numbers = [one.number for one in made.cases(1_000)]
    client, sent = Rest().as_(made.admin), Client(SERVER_NAME="localhost")
    body = json.dumps({"numbers": numbers, "resolution": "Done"})
    settle()

    def ours(_nothing: Any) -> None:
        answer = sent.post(
            "/api/v1/cases/resolve",
            body,
            content_type="application/json",
            headers=client.headers,
        )
        if answer.status_code != 200:
            raise SystemExit(answer.content)

    def hand(_nothing: Any) -> None:
        closing_by_hand.resolve_chosen(Hand(made.admin, *RESOLVE), numbers)

    return {"close 1,000 by REST": compared(ours, hand, rounds)}
