"""FetchXML: a fetch element becomes a selection."""

from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.query import markup
from casework.interfaces.odata.query.fetch_conditions import filter_of
from casework.interfaces.odata.query.joining import OUTER, Table, driving
from casework.interfaces.odata.query.linking import LINKED, Links
from casework.interfaces.odata.query.markup import Element
from casework.interfaces.odata.query.reaching import Reaching
from casework.interfaces.odata.query.refusing import BAD_FETCH, QueryRefused
from casework.interfaces.odata.query.selection import Column, Selection
from casework.interfaces.odata.query.tree import All
from casework.interfaces.odata.records import HEAVY

MOST = 5000


class Fetching(Links):
    """Reads one fetch for the entity set of its address."""

    def __init__(self, text: str, entity: Entity, reaching: Reaching) -> None:
        self.fetch = markup.read(text)
        if self.fetch.name != "fetch" or len(self.fetch.all("entity")) != 1:
            raise QueryRefused("FetchXML is a fetch with one entity.", BAD_FETCH)
        [self.element] = self.fetch.all("entity")
        named = reaching.entity(self.element.attributes.get("name", ""))
        if named is not entity:
            message = f"The entity set is of '{entity.name}' and the fetch of '{named.name}'."
            raise QueryRefused(message, BAD_FETCH)
        super().__init__(entity, reaching)

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
