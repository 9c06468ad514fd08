"""What the texts of a case speak of: a product, a number, a weekday."""

import datetime
import random

from casework.samples.customers import Person
from casework.samples.problems import Area, Problem

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PREFIXES = "ABCDEFGHKLMNPRSTVWXZ"


def facts_of(
    area: Area, problem: Problem, person: Person, born: datetime.datetime, chance: random.Random
) -> dict[str, str]:
    """One value for everything a template may name."""
    roll = chance.random
    products = area.suited.get(problem.subject, area.products)
    count = 2 + int(roll() * roll() * 22)
    size = 10 * (3 + int(roll() * 8))
    letter = PREFIXES[int(roll() * len(PREFIXES))]
    serial = f"{area.serials}{letter}-{int(roll() * 900_000) + 100_000}" if area.serials else ""
    return {
        "product": products[int(roll() * len(products))],
        "serial": serial,
        "order": f"SO-{int(roll() * 90_000) + 10_000}",
        "invoice": f"INV-{born.year}-{int(roll() * 9_000) + 1_000}",
        "count": str(count),
        "more": str(count + 3),
        "digit": str(1 + int(roll() * 4)),
        "size": str(size),
        "size_wrong": str(size + 10),
        "pages": f"{int(roll() * 84_000) + 1_200:,}",
        "percent": str(35 + int(roll() * 50)),
        "amount": f"€ {int(roll() * 2_400) + 18}.{int(roll() * 10)}0",
        "code": f"{letter}-{int(roll() * 9_000) + 1_000}",
        "version": f"{2 + int(roll() * 7)}.{int(roll() * 10)}.{int(roll() * 5)}",
        "weekday": WEEKDAYS[(born.weekday() + 3 + int(roll() * 4)) % 7],
        "hour": str(6 + int(roll() * 6)),
        "year": str(born.year),
        "year_before": str(born.year - 1),
        "city": person.city,
        "first": person.first,
        "colleague": person.country.first[int(roll() * len(person.country.first))],
    }
