"""Mapping: which column of a source is which of ours, said as a table; and the steps it gives."""

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from casework.cases.models import Case, Stage, Status
from casework.importing.converting import Converter, text
from casework.importing.reading import Row
from casework.kernel.columns import fitting
from casework.kernel.refusals import InvalidInput
from casework.organisation.custom import LENGTHS

LIMITS = {
    "group": 160, "person": 150, "who": 150, "contact": 160, "account": 160, "problem": 100,
    "category": 500, "subcategory": 500, "closed_code": 200, "resolved_by": 200,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of a source.

    ``to`` is a column of a case, a part of a Step (``key``, ``at``, ``who``, ``group`` ...), or
    ``custom.NAME``; empty, the column only helps to know the row again. A column that is
    ``required`` must be among the headings and filled in every row.
    """

    heading: str
    to: str = ""
    convert: Converter = text
    required: bool = False


@dataclass(frozen=True)
class Custom:
    """A column of the organisation's own that a source fills, defined where it is missing."""

    name: str
    label: str
    type: str = "text"


@dataclass(frozen=True)
class Standing:
    """Where a case stands: being worked on, resolved, cancelled, or closed for good."""

    state: Literal["active", "resolved", "cancelled", "closed"]
    status: int = Status.IN_PROGRESS
    stage: int | None = None


NEW = Standing("active", Status.IN_PROGRESS, Stage.IDENTIFY)
WORKED_ON = Standing("active", Status.IN_PROGRESS, Stage.RESEARCH)
RESOLVED = Standing("resolved", Status.PROBLEM_SOLVED)
CLOSED = Standing("closed", Status.PROBLEM_SOLVED)


@dataclass(slots=True, kw_only=True)
class Step:
    """A case as it stands after one row of a source.

    ``key`` is its number here, ``at`` and ``who`` when and by whom it came to stand so.
    ``columns`` are columns of the case, ``subject`` the way down the tree of subjects. ``group``
    is the team that has it, ``person`` who has it in hand. An ``opening`` step only tells how the
    case began, and is left out where the case is there already.
    """

    key: str
    line: int
    digest: str
    at: datetime.datetime | None
    standing: Standing
    who: str = ""
    title: str = ""
    description: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    subject: tuple[str, ...] = ()
    contact: str = ""
    account: str = ""
    group: str = ""
    person: str = ""
    problem: str = ""
    resolution: str = ""
    resolution_text: str = ""
    opening: bool = False


class BadRow(Exception):
    """A row that cannot be read: the sentence says which column, and the cure."""


@dataclass(frozen=True)
class Found:
    """What a row says, converted, before a source makes steps of it.

    ``identity`` names a row that has no name of its own.
    """

    row: Row
    digest: str
    parts: dict[str, Any]
    columns: dict[str, Any]
    custom: dict[str, Any]
    identity: str = ""

    def get(self, name: str, default: Any = "") -> Any:
        """A part of the row, or ``default`` where the row says nothing."""
        value = self.parts.get(name)
        return default if value is None else value


@dataclass(frozen=True)
class Layout:
    """The columns of a source, and the words it uses for no value.

    ``identity`` is the heading of the column by which a row is known, where it may be absent.
    """

    columns: tuple[Column, ...]
    customs: tuple[Custom, ...] = ()
    absent: frozenset[str] = frozenset({""})
    identity: str = ""
    own: frozenset[str] = frozenset({"priority", "origin", "case_type", "product", "severity"})

    @property
    def required(self) -> list[str]:
        """The headings without which a file is not of this source."""
        return [column.heading for column in self.columns if column.required]

    def read(self, row: Row) -> Found:
        """The row converted; raises BadRow naming the column and what is wrong with it."""
        if row.problem:
            raise BadRow(row.problem)
        parts: dict[str, Any] = {}
        columns: dict[str, Any] = {}
        custom: dict[str, Any] = {}
        given = row.values
        for column in self.columns:
            value = given.get(column.heading, "")
            kept = self._converted(column, value)
            if column.to.startswith("custom."):
                custom[column.to[7:]] = kept
            elif column.to in self.own:
                if kept is not None:
                    columns[column.to] = kept
            elif column.to:
                parts[column.to] = kept
        return Found(row, _digest(self._told(given)), parts, columns, custom)

    def _converted(self, column: Column, value: str) -> Any:
        if value.strip() in self.absent:
            if column.required:
                raise BadRow(_("{column} is missing").format(column=column.heading))
            return None
        try:
            kept = column.convert(value)
        except ValueError as error:
            raise BadRow(f"{column.heading}: {error}") from None
        limit = LIMITS.get(column.to) or (LENGTHS["text"] if column.to[:7] == "custom." else 0)
        if limit and isinstance(kept, str) and len(kept) > limit and column.to not in self._long:
            raise BadRow(
                _("{column} is longer than {limit}").format(column=column.heading, limit=limit)
            )
        return kept

    @property
    def _long(self) -> set[str]:
        return {f"custom.{one.name}" for one in self.customs if one.type == "long_text"}

    def _told(self, given: Mapping[str, str]) -> Iterator[str]:
        return (given.get(column.heading, "") for column in self.columns)


def _digest(values: Iterator[str]) -> str:
    joined = "\x1f".join(values).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=6).hexdigest()


def check(step: Step) -> Step:
    """The step, its columns as a case keeps them; raises BadRow where one does not fit."""
    try:
        fitting(Case, "number", step.key)
        step.title = fitting(Case, "title", step.title)
        step.description = fitting(Case, "description", step.description)
        for name, value in step.columns.items():
            step.columns[name] = fitting(Case, name, value)
    except InvalidInput as error:
        raise BadRow(error.text) from None
    return step
