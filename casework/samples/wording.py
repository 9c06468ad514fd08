"""Wording: one template says a thing in many ways, chosen by a seeded chance."""

import random
import re
from collections.abc import Mapping
from functools import cache

_CHOICE = re.compile(r"\[([^\[\]]*)\]")


def say(template: str, chance: random.Random, facts: Mapping[str, str]) -> str:
    """The template with one of each ``[this|that]`` and every ``{fact}`` filled in."""
    parts = _parsed(template)
    chosen = "".join(
        one if isinstance(one, str) else one[int(chance.random() * len(one))] for one in parts
    )
    return chosen.format_map(facts)


@cache
def _parsed(template: str) -> tuple[str | tuple[str, ...], ...]:
    parts = _CHOICE.split(template)
    return tuple(tuple(part.split("|")) if n % 2 else part for n, part in enumerate(parts))
