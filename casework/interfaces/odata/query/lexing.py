"""The words of an expression, each with its literal value where it is one."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.tree import Kind, Literal
from casework.kernel.text import storable

LONGEST = 4_000  # characters of one text
LARGEST = 10**15
ZONE = r"(?:Z|z|[+\- ]\d\d:\d\d)?"  # a plus in an address may have become a blank
WORD = re.compile(
    rf"""
    (?P<blank>[ \t\r\n]+)
  | (?P<guid>[0-9a-fA-F]{{8}}-(?:[0-9a-fA-F]{{4}}-){{3}}[0-9a-fA-F]{{12}}(?![\w-]))
  | (?P<moment>\d{{4}}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d+)?)?{ZONE}(?!\w))
  | (?P<date>\d{{4}}-\d\d-\d\d(?![\w-]))
  | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[dDfFmMlL]?(?![\w.]))
  | (?P<text>'(?:[^']|'')*')
  | (?P<quoted>"(?:[^"\\]|\\.)*")
  | (?P<alias>@[A-Za-z_]\w*)
  | (?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)
  | (?P<mark>[(),/:=\[\]*;$-])
    """,
    re.VERBOSE | re.ASCII,
)
CONSTANTS = {
    "null": Literal(None, Kind.NULL),
    "true": Literal(True, Kind.BOOLEAN),
    "false": Literal(False, Kind.BOOLEAN),
}


@dataclass(frozen=True)
class Word:
    """``kind`` is literal, name, mark, alias or end; ``after_blank`` whether a blank precedes."""

    kind: str
    text: str
    at: int
    literal: Literal | None = None
    after_blank: bool = False


def words(text: str) -> Iterator[Word]:
    """The words from left to right, then the end. Raises QueryRefused."""
    at, after_blank = 0, False
    while at < len(text):
        found = WORD.match(text, at)
        if found is None:
            raise unreadable(text, at)
        kind, said = str(found.lastgroup), found[0]
        if kind == "blank":
            after_blank = True
        else:
            yield _word(kind, said, at, after_blank)
            after_blank = False
        at = found.end()
    yield Word("end", "", at)


def unreadable(text: str, at: int) -> QueryRefused:
    """The question cannot be read from here on."""
    shown = text[max(at - 20, 0) : at + 20]
    return QueryRefused(f"Syntax error at position {at} in '{shown}'.")


def _word(kind: str, said: str, at: int, after_blank: bool) -> Word:
    if kind == "name" and said in CONSTANTS:
        return Word("literal", said, at, CONSTANTS[said], after_blank)
    if kind in ("name", "mark", "alias"):
        return Word(kind, said, at, None, after_blank)
    return Word("literal", said, at, literal(kind, said), after_blank)


def literal(kind: str, said: str) -> Literal:
    """The value of what was said. Raises QueryRefused for a day that no calendar has."""
    try:
        if kind in ("text", "quoted"):
            quote = said[0]
            inside = said[1:-1]
            return text_of(
                inside.replace("''", "'") if quote == "'" else re.sub(r"\\(.)", r"\1", inside)
            )
        if kind == "number":
            return Literal(_number(said.rstrip("dDfFmMlL")), Kind.NUMBER)
        if kind == "guid":
            return Literal(UUID(said), Kind.GUID)
        if kind == "date":
            return Literal(datetime.date.fromisoformat(said), Kind.DATE)
        return Literal(moment(said), Kind.MOMENT)
    except (ValueError, OverflowError, ArithmeticError):
        raise QueryRefused(f"The value '{said[:100]}' is no valid literal.") from None


def text_of(said: str) -> Literal:
    """A text as a literal. Raises QueryRefused for one that is too long or cannot be stored."""
    if len(said) > LONGEST:
        raise QueryRefused(f"A text in a query has at most {LONGEST} characters.")
    if not storable(said):
        raise QueryRefused("A text in a query holds a character that cannot be stored.")
    return Literal(said, Kind.TEXT)


def moment(said: str) -> datetime.datetime:
    """A time in UTC; one without a zone is meant so. Raises ValueError."""
    plain = said.upper().replace(" ", "+")
    when = re.sub(r"\.(\d{1,6})\d*", lambda found: "." + found[1].ljust(6, "0"), plain)
    read = datetime.datetime.fromisoformat(when)
    aware = read if read.tzinfo else read.replace(tzinfo=datetime.UTC)
    return aware.astimezone(datetime.UTC)


def _number(said: str) -> Any:
    if len(said) > 40:
        raise ValueError(said)
    made = Decimal(said)
    if abs(made) > LARGEST:
        raise ValueError(said)
    return int(said) if re.fullmatch(r"-?\d+", said) else made
