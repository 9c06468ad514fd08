"""Customers of the sample: companies with their people, and people on their own."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.kernel.identity import new_id
from casework.kernel.text import fold
from casework.samples.names import COUNTRIES, JOBS, Country

HOSTS = ("example.com", "example.org", "example.net")


@dataclass(frozen=True)
class Person:
    """A contact of the sample; ``account`` is None for a customer of their own."""

    id: UUID
    account: UUID | None
    first: str
    full_name: str
    email: str
    city: str
    country: Country


@dataclass
class Customers:
    """The people a slice of cases is about, and the rows that make them and their companies."""

    people: list[Person]
    accounts: list[dict[str, Any]]
    contacts: list[dict[str, Any]]


def invent(how_many: int, chance: random.Random, first_number: int) -> Customers:
    """So many customers: six companies in seven, with one to four people each."""
    made = Customers([], [], [])
    countries = [country for country, _weight in COUNTRIES]
    weights = [weight for _country, weight in COUNTRIES]
    for n in range(how_many):
        country = chance.choices(countries, weights)[0]
        city, code = chance.choice(country.cities)
        place = {
            "street": chance.choice(country.streets).format(n=chance.randint(1, 180)),
            "city": city,
            "postal_code": code,
            "country": country.name,
        }
        if n % 7 == 6:
            _person(made, country, None, "", place, chance)
            continue
        name = chance.choice(country.company).format(name=chance.choice(country.firms))
        slug = slugged(name)
        account = new_id()
        made.accounts.append(
            {
                "id": account,
                "name": name,
                "account_number": f"A-{first_number + n:06d}",
                "email": f"office.{slug}@{chance.choice(HOSTS)}",
                "phone": dialled(country.phone, chance),
                "website": f"https://example.com/{slug}",
                "employees": int(chance.lognormvariate(3.6, 1.1)) + 1,
                **place,
            }
        )
        for _one in range(chance.choice((1, 1, 2, 2, 3, 4))):
            _person(made, country, account, slug, place, chance)
    return made


def _person(
    made: Customers,
    country: Country,
    account: UUID | None,
    slug: str,
    place: dict[str, str],
    chance: random.Random,
) -> None:
    first, last = chance.choice(country.first), chance.choice(country.last)
    mailbox = ".".join(one for one in (slugged(first), slugged(last), slug) if one)
    address = f"{mailbox}@{chance.choice(HOSTS)}"
    person = Person(new_id(), account, first, f"{first} {last}", address, place["city"], country)
    row: dict[str, Any] = {
        "id": person.id,
        "full_name": person.full_name,
        "first_name": first,
        "last_name": last,
        "email": address,
        "phone": dialled(country.phone, chance),
    }
    if account:
        row |= {"account": account, "job_title": chance.choice(JOBS), "city": place["city"]}
        row["country"] = country.name
    else:
        row |= {"mobile": dialled(country.phone, chance), **place}
    made.people.append(person)
    made.contacts.append(row)


def dialled(pattern: str, chance: random.Random) -> str:
    """A telephone number with its digits rolled."""
    return "".join(str(int(chance.random() * 10)) if one == "#" else one for one in pattern)


def slugged(name: str) -> str:
    """A name as it stands in an address."""
    return "-".join("".join(_letters(fold(name))).split())


def _letters(text: str) -> Iterator[str]:
    for one in text:
        if one.isascii() and one.isalnum():
            yield one
        elif one in " -&":
            yield " "
