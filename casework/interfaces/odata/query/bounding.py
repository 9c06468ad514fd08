"""How much may be asked: how deep the tree of an expression is, how many conditions it has."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from casework.interfaces.odata.query.refusing import TOO_MANY_CONDITIONS, QueryRefused
from casework.interfaces.odata.query.tree import (
    Among,
    Arithmetic,
    Asked,
    Call,
    Compare,
    Lambda,
    Node,
)

DEEP = 30  # parts within one another
CONDITIONS = 500  # as Dataverse has it
VALUES = 10_000  # of all lists together


def bounded(nodes: Sequence[Node]) -> None:
    """Refuse trees that are too deep or ask too many conditions, without going deep oneself."""
    waiting: list[tuple[Any, int]] = [(node, 1) for node in nodes]
    conditions = values = 0
    while waiting:
        node, depth = waiting.pop()
        conditions += isinstance(node, Compare | Among | Asked | Call | Lambda | Arithmetic)
        values += len(node.values) if isinstance(node, Among | Asked) else 0
        if depth > DEEP:
            raise too_deep()
        if conditions > CONDITIONS or values > VALUES:
            raise too_many()
        for field in dataclasses.fields(node):
            value = getattr(node, field.name)
            parts = value if isinstance(value, tuple) else (value,)
            waiting += [(part, depth + 1) for part in parts if isinstance(part, Node)]


def too_many() -> QueryRefused:
    """More conditions, or more values, than are answered."""
    message = "Number of conditions in query exceeded maximum limit."
    return QueryRefused(message, TOO_MANY_CONDITIONS)


def too_deep() -> QueryRefused:
    """Parts lie too deep within one another."""
    return QueryRefused(f"The query is more than {DEEP} levels deep.")
