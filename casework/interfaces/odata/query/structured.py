"""SQL, as far as the Python SDK sends it: one SELECT becomes a selection."""

from typing import Any

from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.query.joining import INNER, OUTER, Table, driving, join
from casework.interfaces.odata.query.reaching import Reaching
from casework.interfaces.odata.query.selection import Column, Selection
from casework.interfaces.odata.query.sql_conditions import Conditions
from casework.interfaces.odata.query.sql_words import RESERVED, refused
from casework.interfaces.odata.query.tree import (
    Path,
)

LONGEST = 16_000
TOTALS = {"count": "countcolumn", "sum": "sum", "avg": "avg", "min": "min", "max": "max"}


class Statement(Conditions):
    """Reads one SELECT on the entity set of its address."""

    def __init__(self, text: str, entity: Entity, reaching: Reaching) -> None:
        if len(text) > LONGEST:
            raise refused(f"A statement has at most {LONGEST} characters")
        self.reaching, self.entity = reaching, entity
        super().__init__(text)
        self.tables: dict[str, Table] = {}
        self.top = Table(entity)
        self.made = Selection(self.top)

    def selection(self) -> Selection:
        """What is asked. Raises QueryRefused."""
        self.want("select")
        self.made.distinct = self.took("distinct")
        start = self.at
        while not self.sees("from"):
            if self.take()[0] == "end":
                raise refused("A statement selects columns from a table")
        self._from()
        after, self.at = self.at, start
        self._columns()
        self.at = after
        self.made.drives = driving(self.top, {id(one.table) for one in self.made.columns})
        if self.took("where"):
            self.made.conditions.append(self.condition())
        self._groups()
        self._order()
        if self.words[self.at][0] != "end":
            raise refused(f"'{self.words[self.at][1][:50]}' is not supported here")
        return self.made

    def _from(self) -> None:
        self.want("from")
        name = self.name()
        if self.reaching.entity(name) is not self.entity:
            raise refused(f"The address is of '{self.entity.name}', the statement of '{name}'")
        self._alias(self.top, name)
        while True:
            if self.took("inner", "join") or self.took("join"):
                self._join(INNER)
            elif self.took("left", "outer", "join") or self.took("left", "join"):
                self._join(OUTER)
            else:
                return

    def _alias(self, table: Table, name: str) -> None:
        kind, text = self.words[self.at]
        if self.took("as") or (kind == "name" and text.lower() not in RESERVED):
            name = self.name()
        if name in self.tables:
            raise refused(f"'{name[:50]}' is there twice")
        self.tables[name] = table

    def _join(self, kind: str) -> None:
        name = self.name()
        entity = self.reaching.entity(name)
        placeholder = Table(entity)
        before = {*self.tables}
        self._alias(placeholder, name)
        [alias] = {*self.tables} - before
        self.want("on")
        sides = [self.name().rpartition(".")]
        self.want("=")
        sides.append(self.name().rpartition("."))
        mine = [one for one in sides if one[0] == alias]
        others = [one for one in sides if one[0] != alias]
        if len(mine) != 1 or others[0][0] not in self.tables:
            raise refused("A join compares a column of each table, both with the table's name")
        parent = self.tables[others[0][0]]
        self.tables[alias] = join(parent, entity, mine[0][2], others[0][2], alias, kind)

    def column(self, said: str) -> tuple[Table, Any]:
        """A column by its name, with or without that of its table."""
        alias, _dot, name = said.rpartition(".")
        if alias:
            if alias not in self.tables:
                raise refused(f"There is no table '{alias[:50]}'")
            return self.tables[alias], self.tables[alias].attribute(name)
        for table in self.tables.values():
            if name in table.entity.by_name or name in table.entity.by_wire:
                return table, table.attribute(name)
        return self.top, self.top.attribute(name)

    def path_to(self, said: str) -> Path:
        """Where a column lies, from the driving table."""
        return self.made.path(*self.column(said))

    def _columns(self) -> None:
        while True:
            said = self.words[self.at][1].lower()
            if said == "*":
                raise refused("Name the columns: SELECT * is not supported")
            function = ""
            if said in TOTALS and self.words[self.at + 1][1] == "(":
                self.take(), self.take()
                function, distinct = TOTALS[said], self.took("distinct")
                if said == "count" and self.took("*"):
                    key = self.entity.by_name[self.entity.id]
                    made = Column("count", self.top, key, function="count")
                else:
                    table, attribute = self.column(self.name())
                    made = Column(f"{said}_{attribute.name}", table, attribute,
                                  function=function, distinct=distinct)  # fmt: skip
                self.want(")")
                self.made.aggregate = True
            else:
                table, attribute = self.column(self.name())
                made = Column(attribute.wire, table, attribute)
            kind, text = self.words[self.at]
            if self.took("as") or (kind == "name" and text.lower() not in RESERVED):
                made.name = self.name()
            self.made.columns.append(made)
            if not self.took(","):
                self.want("from")
                return

    def _groups(self) -> None:
        if not self.took("group", "by"):
            if self.made.aggregate and any(not one.function for one in self.made.columns):
                raise refused("Columns beside an aggregate are grouped by")
            return
        self.made.aggregate = True
        groups = [self.column(self.name())]
        while self.took(","):
            groups.append(self.column(self.name()))
        for one in self.made.columns:
            if not one.function and (one.table, one.attribute) not in groups:
                raise refused(f"'{one.name}' is neither grouped by nor an aggregate")

    def _order(self) -> None:
        if not self.took("order", "by"):
            return
        names = {one.name for one in self.made.columns}
        while True:
            said = self.name()
            table_and_column: Any = None if said in names else self.column(said)
            by: Any = said if table_and_column is None else self.made.path(*table_and_column)
            down = self.took("desc")
            down or self.took("asc")
            self.made.order.append((by, down))
            if not self.took(","):
                return
