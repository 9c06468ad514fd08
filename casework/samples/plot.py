"""The plot of a slice: how old each case is, how it ends, and which cases belong together."""

import datetime
import random
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from casework.kernel.identity import new_id

Fate = Literal["active", "resolved", "cancelled", "merged"]
YEAR = datetime.timedelta(days=364)
YOUNGEST = datetime.timedelta(minutes=2)
CANCELLED = 0.128  # of those that are closed: 7 % of all
EVERY_REOPENED, EVERY_TWICE = 16, 3  # one resolved case in 16 is reopened, one in 48 twice
FAMILIES = 12  # in 400 cases
MERGES = 6  # in a slice, whatever its size: each is a run of its own


@dataclass(slots=True)
class Part:
    """The part one case plays.

    ``like`` is the case whose customer (``is_double``) or problem it shares; ``reopened`` how
    often; ``not_before`` when its doubles were merged into it.
    """

    id: UUID
    born: datetime.datetime
    by_phone: bool
    fate: Fate
    reopened: int = 0
    parent: UUID | None = None
    like: UUID | None = None
    is_double: bool = False
    is_head: bool = False
    doubles: list[UUID] = field(default_factory=list)
    not_before: datetime.datetime | None = None


def plotted(
    first: int, last: int, total: int, now: datetime.datetime, chance: random.Random
) -> list[Part]:
    """The parts of the cases from ``first`` to before ``last`` of ``total``, oldest first."""
    parts = []
    for n in range(first, last):
        age = 1 - (n + chance.random()) / total
        least = YOUNGEST + datetime.timedelta(seconds=chance.random() * 240)
        born = now - max(YEAR * age**2.2, least)
        closed = chance.random() > 0.08 + 0.92 * (1 - age) ** 1.486
        fate: Fate = "active"
        if closed:
            fate = "cancelled" if chance.random() < CANCELLED else "resolved"
        by_phone = chance.random() < 0.34
        parts.append(Part(new_id(), born.replace(microsecond=0), by_phone, fate))
    return parts


def related(parts: list[Part], now: datetime.datetime, chance: random.Random) -> None:
    """Make families, doubles that are merged, and cases that were reopened."""
    free = [True] * len(parts)
    families = len(parts) * FAMILIES // 400
    for n in range(families):
        kind = "big" if n % 12 == 10 else "deep" if n % 12 == 8 else "small"
        size = {"big": 12, "deep": 7, "small": 3 + n % 3}[kind]
        where = _take(free, round((n + 0.3) * len(parts) / families), size)
        if where is not None:
            _family(parts[where : where + size], deep=kind == "deep")
    merges = min(MERGES, len(parts) // 50)
    for n in range(merges):
        size = 2 + n % 3
        where = _take(free, round((n + 0.6) * len(parts) / merges), size)
        if where is not None:
            _doubles(parts[where : where + size], now, chance)
    resolved = [one for one in parts if one.fate == "resolved" and not one.doubles]
    for n, one in enumerate(resolved[::EVERY_REOPENED]):
        one.reopened = 2 if n % EVERY_TWICE == 1 else 1
    old = [one for one in parts if one.fate == "active" and now - one.born > YEAR / 30]
    for one in old[::EVERY_REOPENED]:
        one.reopened = 1


def _take(free: list[bool], start: int, size: int) -> int | None:
    """The first place from ``start`` on (or before it) where so many stand free together."""
    places = [*range(start, len(free) - size), *range(min(start, len(free) - size), -1, -1)]
    for place in places:
        if all(free[place : place + size]):
            free[place : place + size] = [False] * size
            return place
    return None


def _family(members: list[Part], *, deep: bool) -> None:
    head = members[0]
    head.is_head = True
    for n, one in enumerate(members[1:]):
        above = members[1 + n // 2 - 1] if deep and n >= 2 else head
        one.parent, one.like = above.id, head.id


def _doubles(members: list[Part], now: datetime.datetime, chance: random.Random) -> None:
    survivor, *others = members
    survivor.doubles = [one.id for one in others]
    later = datetime.timedelta(minutes=15 + int(chance.random() * 120))
    survivor.not_before = min(others[-1].born + later, now)
    for one in others:
        one.fate, one.like, one.is_double = "merged", survivor.id, True
