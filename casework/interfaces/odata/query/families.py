"""Rows above and below one another in a tree: Under, Above and their kin."""

from typing import Any
from uuid import UUID

from django.db.models import F, Subquery, UUIDField, Value

from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.query.operators import Equal, OneOf, either
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.kernel.actor import Actor

GENERATIONS = 10
WORDS = frozenset({"Under", "UnderOrEqual", "NotUnder", "Above", "AboveOrEqual"})


def related(name: str, entity: Entity, key: UUID, actor: Actor) -> Any:
    """The rows under or above the row of this id, up to ten generations; that row itself with
    ``OrEqual``. Raises QueryRefused for a table that is no tree."""
    path = next(
        (way.path for _name, (_one, ways) in entity.ways.items() for way in ways
         if way.target == entity.name and way.path == "parent"),
        "",
    )  # fmt: skip
    if not path:
        raise QueryRefused(f"The rows of '{entity.name}' have no hierarchy.")
    itself = Equal(F("pk"), Value(key, output_field=UUIDField()))
    paths = ["__".join([path] * steps) for steps in range(1, GENERATIONS + 1)]
    if name.startswith("Above"):
        one = entity.rows(actor).filter(pk=key)
        made = OneOf(F("pk"), *(Subquery(one.values(f"{path_}_id")[:1]) for path_ in paths))
    else:
        made = OneOf(Value(key, output_field=UUIDField()), *(F(f"{one}_id") for one in paths))
    return either(made, itself) if name.endswith("OrEqual") else made
