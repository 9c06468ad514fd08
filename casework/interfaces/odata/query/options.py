"""The options of an address: $select, $filter, $orderby, $expand with options of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.interfaces.odata.query.expressions import parse, parse_order
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.tree import Node, Order

EXPANDS = 15  # as Dataverse has it
DEEP = 6
NAMES = 500
MOST = 5000  # rows of a page
KNOWN = frozenset({"$select", "$filter", "$orderby", "$top", "$count", "$expand"})
AT_THE_TOP = KNOWN | {"$apply", "$skiptoken", "$format"}


@dataclass(frozen=True)
class Options:
    """What is asked of a set of rows; ``select`` is None for every column."""

    select: tuple[str, ...] | None = None
    filter: Node | None = None
    order: tuple[Order, ...] = ()
    order_text: str = ""
    top: int | None = None
    count: bool = False
    expand: tuple["Expand", ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Expand:
    """A navigation to answer along; ``reference_only`` for its addresses alone."""

    name: str
    options: Options
    reference_only: bool = False


def options_of(given: Mapping[str, str]) -> Options:
    """What an address asks. Raises QueryRefused for what is unknown, wrong or too much."""
    for name in given:
        if name.startswith("$") and name not in AT_THE_TOP:
            raise QueryRefused(f"The query parameter '{name[:50]}' is not supported.")
    if given.get("$format", "json").partition(";")[0] not in ("json", "application/json"):
        raise QueryRefused("The query parameter '$format' knows json only.")
    made = _options(given, {name: text for name, text in given.items() if name.startswith("@")}, 1)
    if _number(made) > EXPANDS:
        raise QueryRefused(f"A query has at most {EXPANDS} $expand.")
    return made


def _number(options: Options) -> int:
    return sum(1 + _number(one.options) for one in options.expand)


def _options(given: Mapping[str, str], aliases: Mapping[str, str], deep: int) -> Options:
    if deep > DEEP:
        raise QueryRefused(f"$expand goes at most {DEEP} levels deep.")
    order = given.get("$orderby", "").strip()
    condition = given.get("$filter", "").strip()
    count = given.get("$count", "false").strip().lower()
    if count not in ("true", "false"):
        raise QueryRefused("$count is true or false.")
    if "$filter" in given and not condition:
        raise QueryRefused("The $filter is empty.")
    return Options(
        select=_names(given.get("$select", "")),
        filter=parse(condition, aliases) if condition else None,
        order=parse_order(order, aliases) if order else (),
        order_text=order,
        top=_whole(given["$top"]) if "$top" in given else None,
        count=count == "true",
        expand=_expands(given.get("$expand", ""), aliases, deep),
        texts=tuple((name, text) for name, text in given.items() if name in KNOWN),
    )


def _names(text: str) -> tuple[str, ...] | None:
    names = tuple(name for one in text.split(",") if (name := one.strip()))
    if len(names) > NAMES:
        raise QueryRefused(f"A $select has at most {NAMES} names.")
    return None if not names or "*" in names else names


def _whole(text: str) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 10):
        raise QueryRefused(f"Invalid value '{text[:50]}' for $top query option found.")
    return int(plain)


def _expands(text: str, aliases: Mapping[str, str], deep: int) -> tuple[Expand, ...]:
    made: dict[str, Expand] = {}
    for part in split(text, ","):
        said, inside = part.strip(), ""
        if not said:
            continue
        if said.endswith(")"):
            said, _open, rest = said.partition("(")
            inside = rest[:-1]
        name, _slash, after = said.strip().partition("/")
        if after not in ("", "$ref") or not name.isidentifier():
            raise QueryRefused(f"'{part[:100]}' cannot be expanded.")
        given: dict[str, str] = {}
        for option in split(inside, ";"):
            key, equals, value = option.strip().partition("=")
            if not key:
                continue
            key = "$" + key.removeprefix("$").strip()
            if key not in KNOWN or not equals:
                raise QueryRefused(f"'{option[:100]}' is no option of $expand.")
            given[key] = value.strip()
        made[name] = Expand(name, _options(given, aliases, deep + 1), after == "$ref")
    return tuple(made.values())


def split(text: str, separator: str) -> list[str]:
    """The parts of a text between separators that stand in no parenthesis and no quotes."""
    parts, start, deep, quoted = [], 0, 0, False
    for at, character in enumerate(text):
        if character == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif character == "(":
            deep += 1
        elif character == ")":
            deep -= 1
            if deep < 0:
                raise QueryRefused("A parenthesis is closed that was not opened.")
        elif character == separator and deep == 0:
            parts.append(text[start:at])
            start = at + 1
    if deep or quoted:
        raise QueryRefused("A parenthesis or a quotation mark is not closed.")
    return [*parts, text[start:]]
