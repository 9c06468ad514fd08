"""The links of FetchXML: tables joined, and those that only ask whether something is there."""

from typing import Any

from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.query.fetch_conditions import filter_of
from casework.interfaces.odata.query.joining import INNER, OUTER, Table, join
from casework.interfaces.odata.query.markup import Element
from casework.interfaces.odata.query.reaching import Reaching
from casework.interfaces.odata.query.refusing import BAD_FETCH, QueryRefused
from casework.interfaces.odata.query.selection import Selection
from casework.interfaces.odata.query.tree import All, Asked, Lambda, Node, Not, Path

# tables of pairs: what they join
PAIRS = {
    "teammembership": ("team", "systemuser"),
    "systemuserroles": ("systemuser", "role"),
    "teamroles": ("team", "role"),
    "queuemembership": ("queue", "systemuser"),
}
LINKED = frozenset({"any", "exists", "in", "not any", "not all", "all"})


class Links:
    """The tables of one fetch, by alias, and the elements they stand in."""

    def __init__(self, entity: Entity, reaching: Reaching) -> None:
        self.reaching = reaching
        self.tables: dict[str, Table] = {}
        self.elements: dict[int, Element] = {}
        self.top = Table(entity)
        self.made = Selection(self.top)

    def _tables(self, table: Table, element: Element) -> None:
        self.elements[id(table)] = element
        for one in element.all("link-entity"):
            self._join(table, one)

    def _join(self, parent: Table, one: Element) -> Table:
        said = one.attributes
        if not all(said.get(name) for name in ("name", "from", "to")):
            raise QueryRefused("A link-entity has name, from and to.", BAD_FETCH)
        if parent.entity.name in PAIRS.get(said["name"], ()):
            return self._pair(parent, one)
        entity = self.reaching.entity(said["name"])
        kind = said.get("link-type", INNER).strip().lower()
        if kind not in LINKED | {INNER, OUTER}:
            raise QueryRefused(f"The link-type '{kind[:50]}' is not known.", BAD_FETCH)
        alias = said.get("alias") or f"{said['name']}{len(self.tables) + 1}"
        if alias in self.tables or not alias.isidentifier():
            raise QueryRefused(f"The alias '{alias[:50]}' is there twice or is no name.", BAD_FETCH)
        made = join(parent, entity, said["from"], said["to"], alias, kind)
        self.tables[alias] = made
        self._tables(made, one)
        return made

    def _pair(self, parent: Table, one: Element) -> Table:
        """A table of pairs, and perhaps the table behind it: they only ask whether one is there."""
        [far] = [name for name in PAIRS[one.attributes["name"]] if name != parent.entity.name]
        entity = self.reaching.entity(far)
        inside, behind = [*one.children], one.all("link-entity")
        for link in behind:
            if link.attributes.get("name") != far:
                raise QueryRefused(f"Behind these pairs lies '{far}'.", BAD_FETCH)
            inside += link.children
        if any(each.name in ("attribute", "all-attributes", "order") for each in inside):
            raise QueryRefused("No columns are answered over a table of pairs.", BAD_FETCH)
        way = next(
            each.name for each in parent.entity.collections if each.through and each.target == far
        )
        names = [each.attributes.get("alias", "") for each in (*behind, one)]
        alias = next((name for name in names if name), f"{far}{len(self.tables) + 1}")
        if alias in self.tables or not alias.isidentifier():
            raise QueryRefused(f"The alias '{alias[:50]}' is there twice or is no name.", BAD_FETCH)
        kind = one.attributes.get("link-type", INNER).strip().lower()
        if kind == OUTER:
            raise QueryRefused("A table of pairs is linked with inner or any.", BAD_FETCH)
        made = Table(entity, alias, parent, way, many=True, kind=kind if kind in LINKED else "any")
        made.pairs = True
        parent.joined.append(made)
        self.tables[alias] = made
        filters = [each for each in inside if each.name == "filter"]
        self.elements[id(made)] = Element("link-entity", {}, filters)
        return made

    def named(self, table: Table) -> Any:
        """Where the values lie that conditions of a table name."""

        def where(alias: str, name: str, operator: str) -> Path | Node:
            other = table
            if alias and alias != table.entity.name:
                if alias not in self.tables:
                    raise QueryRefused(f"There is no link '{alias[:50]}'.", BAD_FETCH)
                other = self.tables[alias]
            attribute = other.attribute(name)
            if other.many and other.kind == OUTER:
                if operator not in ("null", "not-null"):
                    message = "Values of a collection are asked for with link-type inner."
                    raise QueryRefused(message, BAD_FETCH)
                there = self._there(other)
                return Not(there) if operator == "null" else there
            return self.made.path(other, attribute)

        return where

    def _linked(self, table: Table, one: Element) -> Node:
        made = self._join(table, one)
        table.joined.remove(made)
        if made.kind not in LINKED:
            raise QueryRefused("A link-entity in a filter is any, all, not any or not all.",
                               BAD_FETCH)  # fmt: skip
        return self._there(made)

    def _there(self, table: Table) -> Node:
        """Whether rows are there that a link describes; what it holds is asked of them alone."""
        parent = table.parent or self.top
        inside = self._within(table)
        own = self.made.path(parent, parent.entity.by_name[parent.entity.id]).steps[:-1]
        if table.many:
            collection = table.way if table.pairs else next(
                (one.name for one in parent.entity.collections
                 if one.target == table.entity.name and one.path == _path(table)), ""
            )  # fmt: skip
            if not collection:
                raise QueryRefused(f"'{table.alias}' is no collection that is known here.")
            where = Path((*own, collection))
            some: Node = Lambda(where, "any", table.alias, inside)
            every: Node = Lambda(where, "any")
        else:
            step = (*own, table.way)
            every = Asked("NotNull", Path((*step, table.entity.id)))
            some = All((every, inside))
        if table.kind == "not any":
            return Not(some)
        return All((every, Not(some))) if table.kind == "all" else some

    def _within(self, table: Table) -> Node:
        """The conditions of a link that only asks, as seen from its rows."""
        before = (table.alias,) if table.many else (
            *self.made.path(table.parent, table.parent.entity.by_name[table.parent.entity.id])  # type: ignore[union-attr,arg-type]
            .steps[:-1], table.way)  # fmt: skip
        return self._conditions(table, before)

    def _conditions(self, table: Table, before: tuple[str, ...]) -> Node:
        parts: list[Node] = []

        def named(alias: str, name: str, operator: str) -> Path | Node:
            if alias not in ("", table.alias, table.entity.name):
                raise QueryRefused("A link that only asks names no other link.", BAD_FETCH)
            return Path((*before, table.attribute(name).wire))

        def nested(one: Element) -> Node:
            raise QueryRefused("A link within a link that only asks stands in no filter.",
                               BAD_FETCH)  # fmt: skip

        for one in self.elements[id(table)].all("filter"):
            parts.append(filter_of(one, named, nested))
        for joined in table.joined:
            if joined.many:
                raise QueryRefused("A link that only asks follows lookups alone.", BAD_FETCH)
            inner = (*before, joined.way)
            parts.append(Asked("NotNull", Path((*inner, joined.entity.id))))
            parts.append(self._conditions(joined, inner))
        return All(tuple(parts))


def _path(table: Table) -> str:
    _attribute, ways = table.entity.ways[table.way]
    return ways[0].path
