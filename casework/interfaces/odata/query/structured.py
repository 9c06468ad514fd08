"""SQL, as far as the Python SDK sends it: one SELECT becomes a selection."""

import re
from collections.abc import Iterator
from typing import Any

from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.query.joining import INNER, OUTER, Table, driving, join
from casework.interfaces.odata.query.lexing import text_of
from casework.interfaces.odata.query.reaching import Reaching
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.selection import Column, Selection
from casework.interfaces.odata.query.tree import (
    All,
    Any_,
    Asked,
    Compare,
    Literal,
    Node,
    Not,
    Path,
)

LONGEST, DEEPEST = 16_000, 20
WORD = re.compile(
    r"\s*(?:(?P<text>N?'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>\[?[A-Za-z_]\w*\]?(?:\.\[?[A-Za-z_]\w*\]?)?)|(?P<mark><>|<=|>=|!=|[=<>(),*]))",
    re.ASCII,
)
OPERATORS = {"=": "Eq", "<>": "Ne", "!=": "Ne", "<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge"}
WORDS = {"=": "eq", "<>": "ne", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
TOTALS = {"count": "countcolumn", "sum": "sum", "avg": "avg", "min": "min", "max": "max"}
RESERVED = frozenset(
    {
        "select", "from", "where", "inner", "left", "outer", "join", "on", "and", "or", "not",
        "in", "like", "between", "is", "null", "order", "by", "group", "asc", "desc", "distinct",
        "as", "having", "top", "union", "right", "full", "cross",
    }
)  # fmt: skip


class Statement:
    """Reads one SELECT on the entity set of its address."""

    def __init__(self, text: str, entity: Entity, reaching: Reaching) -> None:
        if len(text) > LONGEST:
            raise refused(f"A statement has at most {LONGEST} characters")
        self.reaching, self.entity = reaching, entity
        self.words = [*_words(text)]
        self.at = self.deep = 0
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
            self.made.conditions.append(self._condition())
        self._groups()
        self._order()
        if self.words[self.at][0] != "end":
            raise refused(f"'{self.words[self.at][1][:50]}' is not supported here")
        return self.made

    def take(self) -> tuple[str, str]:
        """This word, and on to the next."""
        word = self.words[self.at]
        self.at += word[0] != "end"
        return word

    def sees(self, said: str) -> bool:
        """Whether this word is it."""
        kind, text = self.words[self.at]
        return kind != "text" and text.lower() == said

    def took(self, *said: str) -> bool:
        """Whether these words stand here; then on to the next."""
        start = self.at
        for one in said:
            if not self.sees(one):
                self.at = start
                return False
            self.at += 1
        return True

    def want(self, said: str) -> None:
        """The word must stand here."""
        if not self.took(said):
            raise refused(f"'{said.upper()}' is missing before '{self.words[self.at][1][:50]}'")

    def name(self) -> str:
        """The name that must stand here."""
        kind, text = self.take()
        if kind != "name" or text.lower() in RESERVED:
            raise refused(f"A name is missing before '{text[:50]}'")
        return text.replace("[", "").replace("]", "")

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

    def _condition(self) -> Node:
        self.deep += 1
        if self.deep > DEEPEST:
            raise refused(f"A condition is at most {DEEPEST} levels deep")
        parts = [self._all()]
        while self.took("or"):
            parts.append(self._all())
        self.deep -= 1
        return Any_(tuple(parts)) if len(parts) > 1 else parts[0]

    def _all(self) -> Node:
        parts = [self._one()]
        while self.took("and"):
            parts.append(self._one())
        return All(tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self) -> Node:
        if self.took("not"):
            return Not(self._condition_in_parentheses() if self.sees("(") else self._one())
        return self._condition_in_parentheses() if self.sees("(") else self._comparison()

    def _condition_in_parentheses(self) -> Node:
        self.want("(")
        made = self._condition()
        self.want(")")
        return made

    def _comparison(self) -> Node:
        path = self.made.path(*self.column(self.name()))
        if self.took("is"):
            return Asked("NotNull" if self.took("not") else "Null", self._null(path))
        negative = self.took("not")
        there = Asked("NotNull", path)  # in SQL nothing is compared with nothing
        if self.took("like"):
            return All((Asked("NotLike" if negative else "Like", path, (self.value(),)), there))
        if self.took("in"):
            self.want("(")
            values = [self.value()]
            while self.took(","):
                values.append(self.value())
            self.want(")")
            return All((Asked("NotIn" if negative else "In", path, tuple(values)), there))
        if self.took("between"):
            low = self.value()
            self.want("and")
            name = "NotBetween" if negative else "Between"
            return All((Asked(name, path, (low, self.value())), there))
        kind, text = self.take()
        if kind != "mark" or text not in OPERATORS or negative:
            raise refused(f"'{text[:50]}' is no comparison")
        if self.words[self.at][0] == "name":
            other = self.made.path(*self.column(self.name()))
            return All((Compare(WORDS[text], path, other), there, Asked("NotNull", other)))
        return All((Asked(OPERATORS[text], path, (self.value(),)), there))

    def _null(self, path: Path) -> Path:
        self.want("null")
        return path

    def value(self) -> Literal:
        """The value that must stand here; numbers are read as the column has them."""
        kind, text = self.take()
        if kind == "text":
            return text_of(text[text.index("'") + 1 : -1].replace("''", "'"))
        if kind != "number":
            raise refused(f"A value is missing before '{text[:50]}'")
        return text_of(text)


def _words(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    whole = text.strip().rstrip(";").rstrip()
    while at < len(whole):
        found = WORD.match(whole, at)
        if found is None:
            raise refused(f"Syntax error at position {at}")
        yield str(found.lastgroup), found[str(found.lastgroup)]
        at = found.end()
    yield "end", ""


def refused(message: str) -> QueryRefused:
    """A statement that is not answered."""
    return QueryRefused(f"{message}.")
