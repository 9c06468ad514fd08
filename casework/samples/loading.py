"""Loading: the sample made and taken through the operations, slice by slice."""

import dataclasses
import datetime
import random
from collections import Counter
from collections.abc import Callable

from django.db import transaction

from casework.cases.models import Case
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS
from casework.kernel.writing import now as clock
from casework.people.acting import ADMINISTRATOR, actor_for
from casework.people.models import User
from casework.samples import house, telling
from casework.samples.customers import Customers, Person, invent
from casework.samples.hours import back_at_work
from casework.samples.names import COUNTRIES
from casework.samples.plot import YEAR, Part, plotted, related
from casework.samples.problems import AREAS
from casework.samples.story import Story

SLICE = 3_000
WAVES = 4  # of new customers in a slice
MOST_FILES = 2_000
Progress = Callable[[int, int], None]


def has_cases() -> bool:
    """Whether there is any case, so that nobody loads a sample among real ones unknowingly."""
    return Case.objects.exists()


def load(
    cases: int = 400,
    seed: int = 1,
    *,
    progress: Progress | None = None,
    now: datetime.datetime | None = None,
    slice_size: int = SLICE,
) -> dict[str, int]:
    """Load believable cases of the past year with all that belongs to them.

    The same ``seed`` and ``now`` (UTC; the midnight this day began with, if not given) give the
    same data but for ids and the random endings of case numbers. ``progress`` is told the cases
    done and the cases in all. Each slice is whole or not there. Returns how many records of each
    noun were made.
    """
    # Without a given moment it is this morning: two loads of one day are the same.
    today = clock().replace(hour=0, minute=0, second=0)
    moment = (now or today).astimezone(datetime.UTC).replace(microsecond=0)
    with transaction.atomic():
        user = User.objects.select_related("unit").get(username=ADMINISTRATOR)
        by = actor_for(user, "import")
        before = dataclasses.replace(by, happened_at=moment - YEAR * 1.5)
        home = house.build(before)
    made: Counter[str] = Counter()
    with_file = min(0.16, MOST_FILES / max(cases, 1))
    if progress:
        progress(0, cases)
    for first in range(0, cases, slice_size):
        last = min(first + slice_size, cases)
        chance = random.Random(f"{seed}/{first}")  # noqa: S311 the same seed, the same data
        with transaction.atomic():
            parts = _parts(first, last, cases, moment, chance)
            customers = invent(max(8, (last - first) // 5), chance, first)
            _entrust(customers, home)
            made += _welcome(customers, parts[0].born, by)
            stories = _stories(parts, customers.people, home, moment, with_file, chance)
            made += telling.take(stories, by)
        if progress:
            progress(last, cases)
    return dict(sorted(made.items()))


def _parts(
    first: int, last: int, total: int, now: datetime.datetime, chance: random.Random
) -> list[Part]:
    parts = plotted(first, last, total, now, chance)
    hours = house.UNITS["Europe"][0]
    for one in parts:
        if one.by_phone:
            one.born = back_at_work(one.born, hours)
    born = sorted(parts, key=lambda one: (one.born, one.id))
    for one, key in zip(born, sorted(one.id for one in parts), strict=True):
        one.id = key
    related(born, now, chance)
    return born


def _entrust(customers: Customers, home: house.House) -> None:
    """Give each customer to a desk of its part of the world, whose people see it."""
    asian = {country.name for country, _weight in COUNTRIES if country.is_asian}
    for row in (*customers.accounts, *customers.contacts):
        row["team"] = home.desks[house.JAKARTA if row["country"] in asian else house.FIRST].team


def _welcome(customers: Customers, born: datetime.datetime, by: Actor) -> Counter[str]:
    """Make the customers some at a time, before the first of their cases."""
    made: Counter[str] = Counter()
    accounts, contacts = customers.accounts, customers.contacts
    homes = {row["id"]: n * WAVES // len(accounts) for n, row in enumerate(accounts)}
    for wave in range(WAVES):
        at = born - YEAR * (0.1 * (WAVES - wave))
        actor = dataclasses.replace(by, happened_at=at)
        rows = [row for row in accounts if homes[row["id"]] == wave]
        people = [row for row in contacts if homes.get(row.get("account"), WAVES - 1) == wave]
        for verb, table in (("account.create", rows), ("contact.create", people)):
            if table:
                result = OPERATIONS[verb].table(table, by=actor)
                made.update({noun: len(ids) for noun, ids in result.created.items()})
    return made


def _stories(
    parts: list[Part],
    people: list[Person],
    home: house.House,
    now: datetime.datetime,
    with_file: float,
    chance: random.Random,
) -> list[Story]:
    told: dict[object, Story] = {}
    problems = [(area, problem) for area in AREAS for problem in area.problems]
    for part in parts:
        area, problem = chance.choice(problems)
        person = chance.choice(people)
        if part.like:
            head = told[part.like]
            area, problem = head.area, head.problem
            person = head.person if part.is_double else person
        story = Story(part, area, problem, person, home, chance, now, with_file)
        told[part.id] = story.tell()
    return list(told.values())
