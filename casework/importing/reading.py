"""Reading: the rows of a CSV file or of a JSON list, each with its line, the bad ones told."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from casework.importing.streams import FileUnusable, Stream
from casework.kernel.text import storable

DELIMITERS = ",;\t"
LARGEST = 1_000_000  # characters of one JSON object
_TOKEN = re.compile(r'\\.|[{}"]')


@dataclass(slots=True)
class Row:
    """One row: its values by heading, or the problem with it.

    ``line`` is the line of the file it begins at, ``last`` the one it ends at.
    """

    line: int
    last: int
    values: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def heading(text: str) -> str:
    """A heading as it is compared: ``Unique Key``, ``unique_key`` and ``UNIQUE-KEY`` are one."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


def rows(stream: Stream) -> Iterator[Row]:
    """The rows of a file, whatever its form: JSON when its first sign is a bracket, else CSV."""
    first = next(stream, "")
    while first and not first.strip():
        first = next(stream, "")
    if first:
        stream.again([first])
    found = _json_rows(stream) if first.lstrip()[:1] in ("[", "{") else _csv_rows(stream, first)
    for row in found:
        if not row.problem and not all(map(storable, row.values.values())):
            row.problem = _told(row.values)
        yield row
    if stream.broken:
        yield Row(stream.line, stream.line, problem=stream.broken)


def headings(stream: Stream) -> list[str]:
    """The headings of a CSV file, read without moving on in the stream; none of a JSON file."""
    first = next(stream, "")
    if first:
        stream.again([first])
    if first.lstrip()[:1] in ("[", "{"):
        return []
    return [heading(one) for one in next(csv.reader([first], delimiter=_delimiter(first)), [])]


def _csv_rows(stream: Stream, first: str) -> Iterator[Row]:
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for text in stream:
            taken.append(text)
            yield text

    reader = csv.reader(lines(), delimiter=_delimiter(first), strict=True)
    names = [heading(one) for one in next(reader, [])]
    twice = sorted({name for name in names if names.count(name) > 1})
    if not any(names) or twice:
        problem = _("has the heading {names} twice") if twice else _("has no headings")
        raise FileUnusable(file=stream.path, problem=problem.format(names=", ".join(twice)))
    while True:
        start = stream.line + 1
        taken.clear()
        problem, values = "", []
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = str(error)
        if not values and not problem:
            continue
        if not problem and len(values) != len(names):
            problem = _("has {found} columns, not {wanted}").format(
                found=len(values), wanted=len(names)
            )
        if problem and len(taken) > 1:
            stream.again(taken[1:])
            reader = csv.reader(lines(), delimiter=_delimiter(first), strict=True)
        yield Row(start, stream.line, dict(zip(names, values, strict=False)), problem)


def _delimiter(first: str) -> str:
    return max(DELIMITERS, key=first.count)


def _json_rows(stream: Stream) -> Iterator[Row]:
    depth, quoted, start = 0, False, 0
    parts: list[str] = []
    for text in stream:
        begin = 0
        if depth and sum(len(one) for one in parts) > LARGEST:
            yield Row(start, stream.line, problem=_("has a bracket or a quote that never closes"))
            depth, quoted, parts = 0, False, []
        for token in _TOKEN.finditer(text):
            sign, at = token.group(), token.start()
            if sign == '"' and depth:
                quoted = not quoted
            elif sign == "{" and not quoted:
                if depth == 0:
                    begin, start, parts = at, stream.line, []
                depth += 1
            elif sign == "}" and depth and not quoted:
                depth -= 1
                if depth == 0:
                    yield _object("".join([*parts, text[begin : at + 1]]), start, stream.line)
                    parts = []
        if depth:
            parts.append(text[begin:] if stream.line == start else text)
    if depth:
        yield Row(start, stream.line, problem=_("has a bracket or a quote that never closes"))


def _object(text: str, start: int, last: int) -> Row:
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError as error:
        return Row(start, last, problem=_("is not JSON: {error}").format(error=error))
    return Row(start, last, {heading(name): _text(value) for name, value in found.items()})


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _told(values: dict[str, str]) -> str:
    bad = next(name for name, value in values.items() if not storable(value))
    if any("\udc80" <= sign <= "\udcff" for sign in values[bad]):
        return _("{column} is not UTF-8").format(column=bad)
    return _("{column} holds a character that cannot be stored").format(column=bad)
