"""Whole expressions: the trees of $filter and $orderby."""

from collections.abc import Mapping

from casework.interfaces.odata.query.bounding import bounded
from casework.interfaces.odata.query.parsing import Parser
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.tree import Node, Order


def parse(text: str, aliases: Mapping[str, str] | None = None) -> Node:
    """The tree of a $filter. Raises QueryRefused."""
    parser = Parser(text, aliases)
    made = parser.expression()
    parser.end()
    bounded([made])
    return made


def parse_order(text: str, aliases: Mapping[str, str] | None = None) -> tuple[Order, ...]:
    """The terms of an $orderby. Raises QueryRefused."""
    parser = Parser(text, aliases)
    terms: list[Order] = []
    while True:
        by = parser.expression()
        down = False
        if parser.now.kind == "name" and parser.now.text.lower() in ("asc", "desc"):
            down = parser.take().text.lower() == "desc"
        terms.append(Order(by, down))
        if not parser.took(","):
            break
    parser.end()
    if len(terms) > 20:
        raise QueryRefused("An $orderby has at most 20 terms.")
    bounded([term.by for term in terms])
    return tuple(terms)
