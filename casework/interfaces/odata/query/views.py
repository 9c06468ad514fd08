"""Saved views: a list that somebody keeps in Casework, read by ``savedQuery`` or ``userQuery``.

A view for everyone is a savedquery there, one's own and those of one's teams are userqueries. What
a view shows is what its reader may see.
"""

import dataclasses
from typing import Any
from uuid import UUID

from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.query.options import Options
from casework.interfaces.odata.query.refusing import BAD_ARGUMENT, NOT_THERE, QueryRefused
from casework.interfaces.odata.query.tree import Order, Path
from casework.interfaces.reading.filters import grouped
from casework.workplace.models import View

TABLES = {"savedQuery": "savedquery", "userQuery": "userquery"}


def view_of(asked: Asked, entity: Entity) -> View | None:
    """The view that the address names. Raises QueryRefused for one that is not there, or is of
    another table."""
    given = {name: asked.options[name] for name in TABLES if name in asked.options}
    if not given:
        return None
    if len(given) > 1:
        raise QueryRefused("An address names one view.", BAD_ARGUMENT)
    [(name, text)] = given.items()
    try:
        key = UUID(text.strip("{}' "))
    except ValueError:
        raise QueryRefused(f"'{name}' is the id of a view.", BAD_ARGUMENT) from None
    table = asked.catalogue.table(TABLES[name])
    found: View | None = table.rows(asked.actor).filter(pk=key, is_active=True).first()
    if found is None:
        message = f"{table.name} With Id = {key} Does Not Exist"
        raise QueryRefused(message, NOT_THERE, 404)
    if found.table != entity.noun or entity.only is not None:
        raise QueryRefused(f"The view is none of '{entity.name}'.", BAD_ARGUMENT)
    return found


def narrowed(rows: Any, view: View, asked: Asked) -> Any:
    """The rows that the view describes."""
    condition, annotations = grouped(rows.model, view.filter, asked.actor)
    return rows.alias(**annotations).filter(condition)


def as_shown(options: Options, view: View, entity: Entity) -> Options:
    """The columns and the order of the view, where the address asks for none."""
    select, order = options.select, options.order
    if select is None:
        names = (_wire(entity, one) for one in view.columns)
        select = tuple(one for one in names if one) or None
    if not order:
        terms = [one.strip() for one in view.sort.split(",") if one.strip()]
        said = [(_wire(entity, one.removeprefix("-")), one.startswith("-")) for one in terms]
        order = tuple(Order(Path((name,)), down) for name, down in said if name)
    return dataclasses.replace(
        options, select=select, order=order, order_text=options.order_text or f"view {view.sort}"
    )


def _wire(entity: Entity, name: str) -> str:
    """A column of ours as records name it; empty where they have none."""
    bare = name.removesuffix("_code").removeprefix("custom.")
    for one in entity.attributes:
        ways = {way.path for way in one.navigations}
        if one.column == bare or bare in ways or (one.is_custom and one.name == bare):
            return one.wire
    return entity.id if bare == "id" else ""
