"""Running: a file imported chunk by chunk, each chunk whole or not at all."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.importing.models import ImportProgress
from casework.importing.reading import headings
from casework.importing.report import Report, RowUnusable
from casework.importing.streams import FileUnusable, Stream, digest
from casework.kernel.actor import Actor
from casework.kernel.bulk import keep
from casework.kernel.refusals import Forbidden
from casework.kernel.trying import in_transaction

CHUNK = 6_000
Progress = Callable[[int, int, int], None]


@dataclass(slots=True)
class Read:
    """A row that was read: what it says, or the problems with it.

    ``line`` is the line it begins at, ``last`` the one it ends at. Rows with the same ``key``
    that stand together are imported together.
    """

    line: int
    last: int
    key: str = ""
    said: Any = None
    problems: list[str] = field(default_factory=list)


@dataclass
class Taken:
    """What was done with a chunk: operations counted, rows refused, records made, rows known."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[int, str]] = field(default_factory=list)
    made: int = 0
    repeated: int = 0


@dataclass(frozen=True)
class Source:
    """What can be imported. A kind of source says how rows are read, and what is made of them."""

    name: str
    summary: str

    def run(
        self,
        path: Path,
        by: Actor,
        *,
        strict: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
        problems: bool = False,
        chunk: int = CHUNK,
    ) -> Report:
        """Import a file through the operations, streaming, and say what was done.

        A row that cannot be read, or that an operation refuses, is reported with its line and
        the rest goes on; ``strict`` stops at the first instead, and keeps nothing of the chunk it
        is in. A killed import goes on where it was; what was imported before, from this file or
        another, is not imported again. ``dry_run`` does everything and keeps nothing.
        ``problems`` makes a parent case of each problem record of an incident log. ``progress``
        is told the rows and bytes done, and the bytes in all.

        Refuses with forbidden (privilege ``import``), file-unusable, row-unusable.
        """
        actor = importer(by)
        report = Report(self.name, path, dry_run=dry_run)
        file = digest(path)
        known = ImportProgress.objects.filter(source=self.name, digest=file).first()
        if known and not dry_run:
            report.recall(known.counts)
            report.is_finished = known.is_finished
            report.resumed_at = 0 if known.is_finished else known.rows_read
        if report.is_finished:
            return report
        with transaction.atomic() if dry_run else nullcontext(), Stream(path) as stream:
            reading = self.read(stream, actor)
            after = report.resumed_at
            unread = (one for one in reading if one.last > after or stream.broken)
            for part in _chunks(unread, chunk):
                self._import(part, actor, report, file, strict, problems)
                if progress:
                    progress(report.rows, stream.done, stream.total)
            if dry_run:
                transaction.set_rollback(True)
            else:
                report.is_finished = not stream.broken
                _keep(report, file, max(stream.line, after))
        return report

    def read(self, stream: Stream, by: Actor) -> Iterator[Read]:
        """The rows of a file from its beginning; what must be there first is made first."""
        raise NotImplementedError

    def take(self, part: Sequence[Read], by: Actor, problems: bool) -> Taken:
        """Make records of rows, within the transaction of their chunk."""
        raise NotImplementedError

    def _import(
        self,
        part: Sequence[Read],
        by: Actor,
        report: Report,
        file: str,
        strict: bool,
        problems: bool,
    ) -> None:
        """One chunk, in one transaction, with how far the file has been read."""
        first = part[0].line
        bad = [(one.line, problem) for one in part for problem in one.problems]
        if strict and bad:
            raise RowUnusable(line=bad[0][0], problem=bad[0][1], first=first)
        usable = [one for one in part if not one.problems]
        before = report.kept()

        def step() -> None:
            report.recall(before)
            taken = self.take(usable, by, problems)
            if strict and taken.refused:
                line, problem = min(taken.refused)
                raise RowUnusable(line=line, problem=problem, first=first)
            report.rows += len(part)
            report.cases += taken.made
            report.counts += taken.counts
            report.repeated += taken.repeated
            report.tell([*bad, *taken.refused])
            _keep(report, file, part[-1].last)

        in_transaction(step)


def importer(by: Actor) -> Actor:
    """The actor as an importer: an interface of its own, which needs the privilege ``import``."""
    if not by.holds("import"):
        raise Forbidden(privilege="import")
    return dataclasses.replace(by, interface="import")


def need_headings(stream: Stream, wanted: Iterable[str]) -> None:
    """Refuse a CSV file that lacks one of the headings, naming those it has."""
    there = headings(stream)
    missing = [one for one in wanted if there and one not in there]
    if missing:
        raise FileUnusable(
            file=stream.path,
            problem=_("has no column {missing}; there are {there}").format(
                missing=", ".join(missing), there=", ".join(there[:60])
            ),
        )


def _chunks(read: Iterable[Read], size: int) -> Iterator[list[Read]]:
    """Parts of about ``size`` rows, ending where a case ends when its rows stand together."""
    part: list[Read] = []
    for one in read:
        if len(part) >= size and (len(part) >= 2 * size or one.key != part[-1].key):
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _keep(report: Report, file: str, line: int) -> None:
    keep(
        ImportProgress,
        [
            {
                "source": report.source,
                "digest": file,
                "rows_read": line,
                "counts": report.kept(),
                "is_finished": report.is_finished,
            }
        ],
        unique=("source", "digest"),
    )
