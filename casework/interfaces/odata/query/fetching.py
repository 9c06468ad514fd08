"""FetchXML: a fetch element becomes a selection."""

from typing import Any

from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.query import markup
from casework.interfaces.odata.query.fetch_conditions import filter_of
from casework.interfaces.odata.query.joining import INNER, OUTER, Table, driving, join
from casework.interfaces.odata.query.markup import Element
from casework.interfaces.odata.query.reaching import Reaching
from casework.interfaces.odata.query.refusing import BAD_FETCH, QueryRefused
from casework.interfaces.odata.query.selection import Column, Selection
from casework.interfaces.odata.query.tree import All, Asked, Lambda, Node, Not, Path
from casework.interfaces.odata.records import HEAVY

MOST = 5000
LINKED = frozenset({"any", "exists", "in", "matchfirstrowusingcrossapply", "not any", "not all",
                    "all"})  # fmt: skip


class Fetching:
    """Reads one fetch for the entity set of its address."""

    def __init__(self, text: str, entity: Entity, reaching: Reaching) -> None:
        self.reaching = reaching
        self.fetch = markup.read(text)
        if self.fetch.name != "fetch" or len(self.fetch.all("entity")) != 1:
            raise QueryRefused("FetchXML is a fetch with one entity.", BAD_FETCH)
        [self.element] = self.fetch.all("entity")
        named = reaching.entity(self.element.attributes.get("name", ""))
        if named is not entity:
            message = f"The entity set is of '{entity.name}' and the fetch of '{named.name}'."
            raise QueryRefused(message, BAD_FETCH)
        self.tables: dict[str, Table] = {}
        self.elements: dict[int, Element] = {}
        self.top = Table(entity)
        self.made = Selection(self.top)

    def selection(self) -> Selection:
        """What is asked. Raises QueryRefused."""
        self._head()
        self._tables(self.top, self.element)
        used = {id(table) for table in self.top.every() if self._is_used(table)}
        if self.made.distinct and not self.made.aggregate:
            for table in self.top.every():  # nothing is answered of it: that it is there is enough
                if table.many and not any(id(one) in used for one in table.every()):
                    table.kind = "exists"
        self._exists(self.top)
        self.made.drives = driving(self.top, used)
        for table in self.top.every():
            self._read(table)
        return self.made

    def _head(self) -> None:
        said, made = self.fetch, self.made
        made.aggregate, made.distinct = said.says("aggregate"), said.says("distinct")
        made.total = said.says("returntotalrecordcount")
        made.cookie = said.attributes.get("paging-cookie", "")
        made.page = self._whole("page", 1)
        made.size = min(self._whole("count", MOST), MOST)
        made.most = self._whole("top", 0) if "top" in said.attributes else None
        if made.page < 1 or made.size < 1:
            raise QueryRefused("page and count of a fetch are at least 1.", BAD_FETCH)

    def _whole(self, name: str, usual: int) -> int:
        text = self.fetch.attributes.get(name, "").strip()
        if not text:
            return usual
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise QueryRefused(f"'{name}' of a fetch is a whole number.", BAD_FETCH)
        return int(text)

    def _tables(self, table: Table, element: Element) -> None:
        self.elements[id(table)] = element
        for one in element.all("link-entity"):
            self._join(table, one)

    def _join(self, parent: Table, one: Element) -> Table:
        said = one.attributes
        if not all(said.get(name) for name in ("name", "from", "to")):
            raise QueryRefused("A link-entity has name, from and to.", BAD_FETCH)
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

    def _is_used(self, table: Table) -> bool:
        element = self.elements[id(table)]
        return bool(element.all("attribute") or element.all("all-attributes")
                    or element.all("order"))  # fmt: skip

    def _exists(self, table: Table) -> None:
        """Take out the links that only ask whether something is there."""
        for one in [*table.joined]:
            if one.kind in LINKED:
                table.joined.remove(one)
                self.elements[id(table)].children.append(Element("there", {"alias": one.alias}))
            else:
                self._exists(one)

    def _read(self, table: Table) -> None:
        element, made = self.elements[id(table)], self.made
        for one in element.children:
            if one.name in ("attribute", "all-attributes"):
                self._column(table, one)
            elif one.name == "order":
                self._order(table, one)
            elif one.name == "filter" and not (table.many and table.kind == OUTER):
                node = filter_of(one, self.named(table), lambda link: self._linked(table, link))
                if table.kind == OUTER:
                    table.condition = All((*(getattr(table.condition, "parts", ())), node))
                else:
                    made.conditions.append(node)
            elif one.name == "there":
                made.conditions.append(self._there(self.tables[one.attributes["alias"]]))
        bare = table is self.top and not any(one.table is table for one in made.columns)
        if bare and not made.aggregate and not made.distinct:
            self._column(table, Element("all-attributes", {}))

    def _column(self, table: Table, one: Element) -> None:
        columns, own = self.made.columns, table is self.top
        before = "" if own else f"{table.alias}."
        if one.name == "all-attributes":
            columns += [
                Column(before + each.wire, table, each, own)
                for each in table.entity.attributes if each.name not in HEAVY
            ]  # fmt: skip
            return
        said = one.attributes
        attribute = table.attribute(said.get("name", ""))
        alias = said.get("alias", "")
        if self.made.aggregate:
            function = said.get("aggregate", "").lower()
            if not alias or not (function or one.says("groupby")):
                message = "Each attribute of an aggregate has an alias, and groupby or aggregate."
                raise QueryRefused(message, BAD_FETCH)
            part = said.get("dategrouping", "").lower()
            columns.append(Column(alias, table, attribute, False, one.says("groupby"), part,
                                  function, one.says("distinct")))  # fmt: skip
            return
        columns.append(Column(alias or before + attribute.wire, table, attribute,
                              own and not alias))  # fmt: skip

    def _order(self, table: Table, one: Element) -> None:
        said, down = one.attributes, one.says("descending")
        if said.get("alias") and not said.get("attribute"):
            self.made.order.append((said["alias"], down))
            return
        if "attribute" not in said:
            raise QueryRefused("An order has an attribute or an alias.", BAD_FETCH)
        other = self.tables.get(said.get("entityname", ""), table)
        self.made.order.append((self.made.path(other, other.attribute(said["attribute"])), down))

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
            collection = next(
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
