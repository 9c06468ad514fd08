"""Naming: what records are called, for one who may see them."""

import functools
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared
from casework.people.models import User


@functools.cache
def _question(model: Any) -> Prepared:
    names = {field.name for field in model._meta.concrete_fields}
    # a noun without a key of its own is called by its subject
    column = model.KEY if model.KEY != "id" or "subject" not in names else "subject"
    more = ["full_name"] if model is User else []

    def make(keys: frozenset[UUID], actor: Actor) -> Any:
        rows = model.objects.filter(pk__among=keys).visible_to(actor)
        return rows.values_list("pk", column, *more)

    return Prepared(make, model)


def names(model: Any, ids: Iterable[UUID], actor: Actor) -> dict[UUID, str]:
    """The names of those in sight, by id: one query; people by their full names."""
    wanted = frozenset(ids)
    rows = _question(model)(wanted, actor=actor) if wanted else ()
    return {key: str(next(filter(None, reversed(told)), "")) for key, *told in rows}
