"""Plain CSV: accounts, contacts, cases or activities under our own column names."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_type_hints

from django.utils.translation import gettext as _

from casework.importing.attempting import attempt
from casework.importing.models import ImportedRecord
from casework.importing.reading import Row, headings, rows
from casework.importing.references import References
from casework.importing.running import Read, Source, Taken
from casework.importing.streams import FileUnusable, Stream
from casework.importing.values import Reader, reader_of
from casework.kernel.actor import Actor
from casework.kernel.bulk import keep
from casework.kernel.identity import new_id
from casework.kernel.operations import OPERATIONS
from casework.kernel.records import Record
from casework.kernel.refusals import InvalidInput
from casework.organisation.custom import typed
from casework.organisation.models import CustomColumn


@dataclass(slots=True)
class Plain:
    """A row of a plain file: the operation it asks for, its values, and how it is known."""

    operation: str
    name: str
    digest: str
    values: dict[str, Any]
    at: datetime.datetime | None = None
    column: str = ""


@dataclass(frozen=True)
class PlainSource(Source):
    """A table of one noun, each row a record to be made by ``operation``.

    The headings are the names of our columns, in capitals or not, with the organisation's own
    among them; ``created_at`` says when it came about. ``keys`` are the columns by which a record
    is known, the first that is filled: a row whose record is here already makes no second one.
    """

    model: type[Record]
    operation: Callable[[Mapping[str, str]], str]
    operations: tuple[str, ...]
    keys: tuple[str, ...] = ()

    def read(self, stream: Stream, by: Actor) -> Iterator[Read]:
        """The rows as values of our columns; every column of a bad row is named."""
        custom = {
            one.name: one
            for one in CustomColumn.objects.filter(table=self.model.NOUN, is_active=True)
        }
        readers = self.readers(custom)
        self._check_headings(stream, {*readers, *custom})
        equals: Counter[str] = Counter()
        for row in rows(stream):
            if row.problem:
                yield Read(row.line, row.last, problems=[row.problem])
                continue
            plain, problems = self._plain(row, readers, custom)
            if not plain.name:
                equals[plain.digest] += 1
                plain.name = f"{plain.digest}/{equals[plain.digest]}"
            yield Read(row.line, row.last, f"{row.line}", plain, problems)

    def readers(self, custom: Mapping[str, Any]) -> dict[str, Reader]:
        """How each column is read: by its type, its choices, or as the name of a record."""
        readers: dict[str, Reader] = {"created_at": reader_of(self.model, "", datetime.datetime)}
        for operation in self.operations:
            row: Any = OPERATIONS[operation].row
            hints = get_type_hints(row)
            for one in fields(row):
                if one.name not in ("id", "custom"):
                    readers[one.name] = reader_of(self.model, one.name, hints[one.name])
        return readers

    def _check_headings(self, stream: Stream, known: set[str]) -> None:
        there = headings(stream)
        unknown = [one for one in there if one not in known]
        if unknown:
            raise FileUnusable(
                file=stream.path,
                problem=_("{unknown} is no column; there are {known}").format(
                    unknown=", ".join(unknown), known=", ".join(sorted(known))
                ),
            )

    def _plain(
        self, row: Row, readers: Mapping[str, Reader], custom: Mapping[str, Any]
    ) -> tuple[Plain, list[str]]:
        given = {name: value.strip() for name, value in row.values.items() if value.strip()}
        told = "\x1f".join(f"{name}\x1e{given[name]}" for name in sorted(given))
        digest = hashlib.blake2b(told.encode(), digest_size=8).hexdigest()
        plain = Plain(self.operation(given), "", digest, {})
        problems: list[str] = []
        for name, value in given.items():
            try:
                if name in custom:
                    own = plain.values.setdefault("custom", {})
                    own[name] = typed(custom[name], _own(custom[name].type, value))
                else:
                    plain.values[name] = readers[name](value)
            except InvalidInput as error:
                problems.append(error.text)
            except ValueError as error:
                problems.append(f"{name}: {error}")
        plain.at = plain.values.pop("created_at", None)
        wanted = OPERATIONS[plain.operation].row
        taken = {one.name for one in fields(wanted)}  # type: ignore[arg-type]
        for name in sorted(plain.values.keys() - taken):
            problems.append(_("{column}: is not for this kind of row").format(column=name))
        for one in fields(wanted):  # type: ignore[arg-type]
            bare = one.default is MISSING and one.default_factory is MISSING
            if bare and one.name not in given:
                problems.append(_("{column}: is required").format(column=one.name))
        for key in self.keys:
            if given.get(key):
                plain.column, plain.name = key, given[key]
                break
        return plain, problems

    def take(self, part: Sequence[Read], by: Actor, problems: bool) -> Taken:
        """Make a record of each row that has none yet."""
        taken = Taken()
        present = self._present([one.said for one in part], by)
        fresh: dict[str, tuple[Read, Any]] = {}
        for one in part:
            name, digest = one.said.name, one.said.digest
            if name in fresh:
                line = fresh[name][0].line
                taken.refused.append((one.line, self._twice(one, _("line {n}").format(n=line))))
            elif present.get(name) == digest:
                taken.repeated += 1
            elif name in present:
                taken.refused.append((one.line, self._twice(one, _("the database"))))
            else:
                fresh[name] = (one, new_id())
        references = References(by, [one.said.values for one, _id in fresh.values()])
        ready: dict[str, list[tuple[Read, dict[str, Any]]]] = {}
        for one, key in fresh.values():
            values, missing = references.resolve(one.said.values)
            taken.refused += [(one.line, problem) for problem in missing]
            if not missing:
                ready.setdefault(one.said.operation, []).append((one, {"id": key, **values}))
        for operation, batch in ready.items():
            self._make(operation, batch, by, taken)
        return taken

    def _make(
        self, operation: str, batch: list[tuple[Read, dict[str, Any]]], by: Actor, taken: Taken
    ) -> None:
        moments = {row["id"]: (one.said.at, None) for one, row in batch if one.said.at}
        timed = [(one, row) for one, row in batch if row["id"] in moments]
        plain = [(one, row) for one, row in batch if row["id"] not in moments]
        for some, when in ((timed, moments), (plain, None)):
            if not some:
                continue
            refused = attempt(operation, [row for _one, row in some], by, when)
            made = [(one, row["id"]) for one, row in some if row["id"] not in refused]
            taken.refused += [
                (one.line, refused[row["id"]]) for one, row in some if row["id"] in refused
            ]
            taken.counts[operation] += len(made)
            taken.made += len(made)
            keep(
                ImportedRecord,
                [
                    {
                        "source": self.name,
                        "noun": self.model.NOUN,
                        "name": one.said.name,
                        "record_id": key,
                        "rows": one.said.digest,
                    }
                    for one, key in made
                ],
                unique=("source", "noun", "name"),
            )

    def _present(self, said: Sequence[Plain], by: Actor) -> dict[str, str]:
        names = sorted({one.name for one in said})
        found: dict[str, str] = {}
        for column in {one.column for one in said} - {""}:
            here = {one.name for one in said if one.column == column}
            rows = self.model.objects.filter(**{f"{column}__in": sorted(here)})
            found.update(dict.fromkeys(rows.values_list(column, flat=True), ""))
        made = ImportedRecord.objects.filter(source=self.name, noun=self.model.NOUN, name__in=names)
        return found | dict(made.values_list("name", "rows"))

    def _twice(self, one: Read, where: str) -> str:
        return _("{column}: {name} is in {where} already; edit that one").format(
            column=one.said.column, name=one.said.name, where=where
        )


def _own(kind: str, value: str) -> Any:
    known: dict[str, Any] = {}
    if kind == "yes_no":
        known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    elif kind == "number":
        with suppress(ValueError):
            number = float(value)
            return int(number) if number.is_integer() else number
    return known.get(value.casefold(), value)
