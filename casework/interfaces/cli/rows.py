"""Rows: a table from a file, as values for each record. CSV, or an object of JSON a line."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from casework.interfaces.calling import TO_RUN, Asking, Parameter, call_table, parameters
from casework.kernel.actor import Actor
from casework.kernel.operations import OnRefusal, Operation, Result
from casework.kernel.previews import Preview
from casework.kernel.refusals import InvalidInput

WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
WHERE = re.compile(r"rows\[(\d+)\]\.?(.*)")


@dataclass(frozen=True)
class Rows:
    """The rows of a file with what was said beside it, and the line each stands in."""

    rows: list[dict[str, Any]]
    lines: list[int]


def table_of(operation: Operation, file: str, said: Mapping[str, Any]) -> Rows:
    """The rows of a file; what was said beside it holds for every row.

    An empty cell of a CSV file is an argument that is not given. Raises InvalidInput naming the
    line of a row that cannot be read.
    """
    numbered = list(_rows(operation, file))
    return Rows([{**said, **row} for _line, row in numbered], [line for line, _row in numbered])


def run_table(
    operation: Operation, table: Rows, by: Actor, on_refusal: OnRefusal, asking: Asking = TO_RUN
) -> Result | Preview:
    """Run an operation on the rows of a file.

    Raises InvalidInput naming the line of each row that does not fit, and whatever ``call_table``
    raises.
    """
    try:
        return call_table(operation, table.rows, by=by, on_refusal=on_refusal, asking=asking)
    except InvalidInput as refusal:
        _name_lines(refusal, table.lines)
        raise


def _rows(operation: Operation, file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    text = _text(file)
    if text.lstrip()[:1] == "{":
        for n, one in enumerate(text.splitlines(), 1):
            if one.strip():
                yield n, _object(n, one)
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    taken = parameters(operation)
    try:
        for row in reader:
            line = reader.line_num
            if None in row or None in row.values():
                problem = _("has more or fewer values than the first line has names")
                raise InvalidInput(field=_("line {line}").format(line=line), problem=problem)
            yield line, {k: _typed(taken.get(k), v) for k, v in row.items() if v.strip()}
    except csv.Error as error:
        field = _("line {line}").format(line=reader.reader.line_num)
        raise InvalidInput(field=field, problem=str(error)) from None


def _text(file: str) -> str:
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        problem = f"{file}: {error.strerror}"
        raise InvalidInput(field="--from", problem=problem) from None
    except UnicodeDecodeError:
        problem = _("{file} is not UTF-8; save it as UTF-8").format(file=file)
        raise InvalidInput(field="--from", problem=problem) from None


def _object(n: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        problem = _("must be an object of JSON")
        raise InvalidInput(field=_("line {line}").format(line=n), problem=problem)
    return value


def _typed(one: Parameter | None, text: str) -> Any:
    """The text of a cell as a value; what does not fit stays text, and is refused as such."""
    if one is None:
        return text
    if one.many:
        return [each.strip() for each in text.split(";") if each.strip()]
    try:
        if one.kind == "number":
            return int(text)
        if one.kind == "decimal":
            return float(text)
        if one.kind in ("table", "anything"):
            return json.loads(text)
    except (ValueError, RecursionError):
        return text
    return WORDS.get(text.strip().lower(), text) if one.kind == "yes_no" else text


def _name_lines(refusal: InvalidInput, lines: list[int]) -> None:
    """Say the line of the file in place of the row's place in the table."""

    def named(field: str) -> str:
        found = WHERE.fullmatch(field)
        if not found or int(found[1]) >= len(lines):
            return field
        where = _("line {line}").format(line=lines[int(found[1])])
        return f"{where}, {found[2]}" if found[2] else where

    facts = refusal.facts
    facts["field"] = named(str(facts.get("field", "")))
    if "errors" in facts:
        facts["errors"] = [{**one, "field": named(one["field"])} for one in facts["errors"]]
