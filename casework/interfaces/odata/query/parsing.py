"""Reading an expression: a Pratt parser, from words to a tree, with limits on depth and terms."""

from typing import Any

from casework.interfaces.odata.query.bounding import CONDITIONS, DEEP, too_deep, too_many
from casework.interfaces.odata.query.going import Cursor
from casework.interfaces.odata.query.lexing import unreadable
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.tree import (
    All,
    Among,
    Any_,
    Arithmetic,
    Asked,
    Call,
    Compare,
    Kind,
    Lambda,
    Literal,
    Negative,
    Node,
    Not,
    Path,
)

VALUES = 2_000  # of one list
NAMESPACE = "Microsoft.Dynamics.CRM."
OR, AND, EQUALITY, ORDERED, ADDING, TIMES = 1, 2, 3, 4, 5, 6
BINDS = {
    "or": OR, "and": AND, "eq": EQUALITY, "ne": EQUALITY, "gt": ORDERED, "ge": ORDERED,
    "lt": ORDERED, "le": ORDERED, "in": ORDERED, "add": ADDING, "sub": ADDING, "mul": TIMES,
    "div": TIMES, "mod": TIMES,
}  # fmt: skip
FUNCTIONS = {
    "contains": (2, 2), "startswith": (2, 2), "endswith": (2, 2), "tolower": (1, 1),
    "toupper": (1, 1), "length": (1, 1), "indexof": (2, 2), "substring": (2, 3), "concat": (2, 2),
    "trim": (1, 1), "year": (1, 1), "month": (1, 1), "day": (1, 1), "hour": (1, 1),
    "minute": (1, 1), "second": (1, 1), "date": (1, 1), "now": (0, 0), "round": (1, 1),
    "floor": (1, 1), "ceiling": (1, 1),
}  # fmt: skip


class Parser(Cursor):
    """Reads one text."""

    def expression(self, binding: int = 0) -> Node:
        """An expression whose operators bind closer than ``binding``."""
        self.deep += 1
        if self.deep > DEEP:
            raise too_deep()
        left = self.first()
        while self.now.kind == "name" and BINDS.get(self.now.text, 0) > binding:
            operator = self.take().text
            if operator == "in":
                left = Among(left, self.values())
            else:
                left = joined(operator, left, self.expression(BINDS[operator]))
        self.deep -= 1
        return left

    def first(self) -> Node:
        """What an expression begins with."""
        word = self.now
        if word.kind == "literal" and word.literal is not None:
            return self.literal()
        if word.kind == "alias":
            return self.alias()
        if self.took("("):
            made = self.expression()
            self.want(")")
            return made
        if self.took("-"):
            return Negative(self.expression(TIMES))
        if word.kind != "name":
            raise self.wrong()
        if word.text == "not" and not self.followed_by("/"):
            self.take()
            return Not(self.expression(AND))
        if self.followed_by("("):
            return self.call()
        return self.path()

    def literal(self) -> Literal:
        """The literal that must stand here."""
        word = self.take()
        if word.kind == "alias":
            self.at -= 1
            made = self.alias()
            if isinstance(made, Literal):
                return made
        if word.literal is None:
            raise unreadable(self.text, word.at)
        return word.literal

    def alias(self) -> Node:
        """What a parameter stands for; one that is not given is null, as the standard has it."""
        name = self.take().text
        if name not in self.aliases:
            return Literal(None, Kind.NULL)
        if name not in self.known:
            inner = Parser(self.aliases[name])
            inner.deep = self.deep
            self.known[name] = inner.expression()
            inner.end()
        return self.known[name]

    def call(self) -> Node:
        """A function with its arguments."""
        name = self.take().text
        if name.startswith(NAMESPACE):
            return self.asked(name.removeprefix(NAMESPACE), ())
        if name not in FUNCTIONS:
            raise QueryRefused(f"An unknown function with name '{name[:100]}' was found.")
        self.want("(")
        arguments: list[Node] = []
        while not self.took(")"):
            if arguments:
                self.want(",")
            arguments.append(self.expression())
        least, most = FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            raise QueryRefused(f"The function '{name}' does not take {len(arguments)} arguments.")
        return Call(name, tuple(arguments))

    def path(self) -> Node:
        """A property; or ``any``, ``all`` or a query function of what a path leads to."""
        steps = [self.name()]
        while self.took("/"):
            if self.now.kind == "mark" and self.took("$"):
                steps.append("$" + self.name())
                continue
            if self.followed_by("(") and self.now.text in ("any", "all"):
                return self.condition_on(Path(tuple(steps)))
            step = self.name()
            if step.startswith(NAMESPACE):
                if self.now.kind == "mark" and self.now.text == "(":
                    return self.asked(step.removeprefix(NAMESPACE), tuple(steps))
                continue  # a cast tells nothing that the table does not know
            steps.append(step)
        return Path(tuple(steps))

    def condition_on(self, path: Path) -> Lambda:
        """``any(...)`` or ``all(...)``."""
        word = self.take().text
        self.want("(")
        if word == "any" and self.took(")"):
            return Lambda(path, word)
        variable = self.name()
        self.want(":")
        condition = self.expression()
        self.want(")")
        return Lambda(path, word, variable, condition)

    def asked(self, name: str, before: tuple[str, ...]) -> Asked:
        """The arguments of a query function."""
        self.want("(")
        asked = ""
        values: tuple[Literal, ...] = ()
        while not self.took(")"):
            if asked or values:
                self.want(",")
            argument = self.name()
            self.want("=")
            if argument == "PropertyName":
                asked = str(self.literal().value)
            elif argument == "PropertyValue":
                values = (self.literal(),)
            elif argument == "PropertyValues":
                values = self.values()
            else:
                raise QueryRefused(f"'{name}' has no parameter named '{argument[:100]}'.")
        steps = tuple(step for step in asked.split("/") if step)
        if not steps or len(steps) > DEEP:
            raise QueryRefused(f"'{name}' needs a PropertyName.")
        return Asked(name, Path((*before, *steps)), values)

    def values(self) -> tuple[Literal, ...]:
        """A list in brackets or parentheses, or a parameter that holds one."""
        if self.now.kind == "alias":
            given = self.aliases.get(self.take().text, "[]")
            inner = Parser(given.strip())
            made = inner.values()
            inner.end()
            return made
        close = ")" if self.took("(") else "]"
        if close == "]":
            self.want("[")
        made_: list[Literal] = []
        while not self.took(close):
            if made_:
                self.want(",")
            made_.append(self.literal())
            if len(made_) > VALUES:
                raise QueryRefused(f"A list in a query has at most {VALUES} values.")
        return tuple(made_)


def joined(operator: str, left: Node, right: Node) -> Node:
    """Two operands and what stands between; chains of ``and`` and of ``or`` stay flat."""
    if operator in ("and", "or"):
        sort: Any = All if operator == "and" else Any_
        parts = [*(left.parts if isinstance(left, sort) else [left])]
        parts += right.parts if isinstance(right, sort) else [right]
        if len(parts) > CONDITIONS:
            raise too_many()
        return sort(tuple(parts))
    if operator in ("add", "sub", "mul", "div", "mod"):
        return Arithmetic(operator, left, right)
    return Compare(operator, left, right)
