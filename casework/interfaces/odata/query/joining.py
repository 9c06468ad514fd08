"""Joined tables: what FetchXML's link-entity and SQL's JOIN make of an entity and its relations.

Every table of a question is reached from one table, the driving one, by lookups alone: so each
value is one path, and each hop is within sight. Where rows of a collection are joined (a case to
its tasks), that collection drives, and the case is reached from the task.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from casework.interfaces.odata.entities import Attribute, Entity
from casework.interfaces.odata.query.refusing import (
    NO_ATTRIBUTE,
    TOO_MANY_LINKS,
    QueryRefused,
)
from casework.interfaces.odata.query.tree import Node

LINKS = 15  # as Dataverse has it
INNER, OUTER = "inner", "outer"


@dataclass
class Table:
    """A table in a question. ``way`` is the navigation from the parent, or, where ``many``, the
    navigation from here back to it."""

    entity: Entity
    alias: str = ""
    parent: "Table | None" = None
    way: str = ""
    many: bool = False
    kind: str = INNER
    joined: list["Table"] = field(default_factory=list)
    condition: Node | None = None
    pairs: bool = False

    def every(self) -> Iterator["Table"]:
        """This table and all that are joined to it."""
        yield self
        for one in self.joined:
            yield from one.every()

    def attribute(self, name: str) -> Attribute:
        """A column by its attribute name or as records name it. Raises QueryRefused."""
        found = self.entity.by_name.get(name) or self.entity.by_wire.get(name)
        if found is None:
            text = (
                f"'{self.entity.name}' entity doesn't contain attribute with Name = '{name[:100]}'."
            )
            raise QueryRefused(text, NO_ATTRIBUTE)
        return found


def join(parent: Table, entity: Entity, own: str, theirs: str, alias: str, kind: str) -> Table:
    """Join a table by a relation: ``own`` is a column of it, ``theirs`` one of the parent. Raises
    QueryRefused where no lookup connects them."""
    made = Table(entity, alias, parent, kind=kind)
    mine, other = made.attribute(own), parent.attribute(theirs)
    if mine.name == entity.id and other.is_lookup:
        made.way = _way(parent.entity, other, entity)
    elif other.name == parent.entity.id and mine.is_lookup:
        made.way, made.many = _way(entity, mine, parent.entity), True
    elif mine.name == entity.id and other.name == parent.entity.id and entity is parent.entity:
        raise QueryRefused("A table is not joined to itself by its primary id.")
    if not made.way:
        raise QueryRefused(
            f"'{entity.name}.{own}' and '{parent.entity.name}.{theirs}' are no relationship: join "
            "by a lookup and the primary id it leads to."
        )
    parent.joined.append(made)
    top = parent
    while top.parent is not None:
        top = top.parent
    if sum(1 for _one in top.every()) > LINKS + 1:
        message = "Number of link entities in query exceeded maximum limit."
        raise QueryRefused(message, TOO_MANY_LINKS)
    return made


def _way(entity: Entity, attribute: Attribute, target: Entity) -> str:
    """The navigation that leads by this lookup to this table and to no other."""
    for wanted in [one for one in attribute.navigations if one.target == target.name]:
        for name, (_own, ways) in entity.ways.items():
            if len(ways) == 1 and (ways[0].path, ways[0].target) == (wanted.path, target.name):
                return name
    return ""


def driving(top: Table, used: set[int]) -> Table:
    """The table whose rows are the rows of the answer. ``used`` are the tables (by id) of which
    something is answered. Raises QueryRefused where two collections are joined side by side."""
    many = [one for one in top.every() if one.many and one.kind == INNER]
    drives = top
    for one in many:
        if one.parent is drives or (drives is top and _single_from(top, one)):
            drives = one
        else:
            raise QueryRefused("Two collections are not joined side by side: ask them in turn.")
    for one in top.every():
        if one.many and one.kind == OUTER and any(id(each) in used for each in one.every()):
            raise QueryRefused(
                "Columns of a collection are answered with link-type inner, or by $expand."
            )
    return drives


def _single_from(top: Table, one: Table) -> bool:
    parent: Any = one.parent
    return parent is top


def path_of(table: Table, drives: Table) -> tuple[str, ...]:
    """The navigations that lead to a table from the driving one."""
    towards, at = [], drives
    steps: list[str] = []
    while True:
        if at is table:
            return tuple(steps)
        towards.append(at)
        if at.parent is None:
            break
        steps.append(at.way)
        at = at.parent
    if table.parent is None:
        return tuple(steps)
    return (*path_of(table.parent, drives), table.way)
