"""The tree of an expression: what $filter, $orderby, FetchXML conditions and SQL all become.

It is closed: nothing that is not here reaches the database. Names are as the client said them;
``translating`` looks them up.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a literal is."""

    NULL = "null"
    BOOLEAN = "boolean"
    NUMBER = "number"
    TEXT = "text"
    GUID = "guid"
    MOMENT = "moment"
    DATE = "date"


class Node:
    """A part of an expression."""


@dataclass(frozen=True)
class Literal(Node):
    """A value: None, bool, int, Decimal, str, UUID, datetime (UTC) or date."""

    value: Any
    kind: Kind


@dataclass(frozen=True)
class Path(Node):
    """A property, perhaps of a related row; the first step may be the variable of a lambda."""

    steps: tuple[str, ...]

    def __str__(self) -> str:
        return "/".join(self.steps)


@dataclass(frozen=True)
class Compare(Node):
    """``operator`` is one of eq, ne, gt, ge, lt, le."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Arithmetic(Node):
    """``operator`` is one of add, sub, mul, div, mod."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Negative(Node):
    """Minus a number."""

    part: Node


@dataclass(frozen=True)
class All(Node):
    """Every part holds; of none, true."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Any_(Node):
    """At least one part holds; of none, false."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """The part does not hold: it is false, or nobody knows."""

    part: Node


@dataclass(frozen=True)
class Call(Node):
    """A function of the standard: contains, year, ..."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Among(Node):
    """The value is one of these."""

    part: Node
    values: tuple[Literal, ...]


@dataclass(frozen=True)
class Lambda(Node):
    """``any`` or ``all`` of the rows of a collection, named ``variable`` in the condition."""

    path: Path
    word: str
    variable: str = ""
    condition: Node | None = None


@dataclass(frozen=True)
class Asked(Node):
    """A query function of Dataverse (``Microsoft.Dynamics.CRM.Today``) or a condition operator of
    FetchXML under the same name; ``property`` is an attribute, with the path to it, if any."""

    name: str
    property: Path
    values: tuple[Literal, ...] = ()


@dataclass(frozen=True)
class Order:
    """One term of an order."""

    by: Node
    down: bool = False
