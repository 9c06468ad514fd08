"""Checks: what a check is, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.kernel.working_sets import WorkingSet

NAMED = 10
CHECKS: dict[str, "Check"] = {}


@dataclass(frozen=True)
class Fault:
    """Something that is not as it must be: the noun, how many, and the first by what people call
    them; ``ids`` are the records where a repair can be had."""

    noun: str
    count: int
    first: list[str] = field(default_factory=list)
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Check:
    """One thing that must be true.

    ``says`` is the sentence of what is wrong when it is not, ``cure`` what a person does about it
    (None where ``casework doctor --repair`` does). ``slow`` ones read every row and are asked with
    ``--thorough``.
    """

    name: str
    says: Any
    find: Callable[[str], Iterable[Fault]]
    cure: Any = None
    slow: bool = False


def check(
    name: str, says: Any, cure: Any = None, *, slow: bool = False
) -> Callable[[Callable[[str], Iterable[Fault]]], Callable[[str], Iterable[Fault]]]:
    """Declare a function of a database's alias as the check of this name."""

    def declare(find: Callable[[str], Iterable[Fault]]) -> Callable[[str], Iterable[Fault]]:
        CHECKS[name] = Check(name, says, find, cure, slow)
        return find

    return declare


def of_rows(rows: Any, using: str) -> list[Fault]:
    """The rows as one fault, if there are any."""
    return of_ids(rows.model, rows.using(using).order_by("pk").values_list("pk", flat=True), using)


def of_ids(model: Any, ids: Iterable[UUID], using: str) -> list[Fault]:
    """These records as one fault, if there are any; what has no row is told by its id."""
    keys = tuple(dict.fromkeys(ids))
    if not keys:
        return []
    rows = WorkingSet(model, keys[:NAMED]).rows.using(using)
    names = dict(rows.values_list("pk", model.KEY))
    return [Fault(model.NOUN, len(keys), [str(names.get(key, key)) for key in keys[:NAMED]], keys)]
