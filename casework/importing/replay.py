"""Replay: cases from a source, told step by step through the operations."""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework.importing.known import Known
from casework.importing.mapping import BadRow, Found, Layout, Step
from casework.importing.reading import rows
from casework.importing.running import Read, Source, Taken, need_headings
from casework.importing.story import Story
from casework.importing.streams import Stream
from casework.importing.waves import move_on
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import InvalidInput
from casework.organisation.models import CustomColumn


@dataclass(frozen=True)
class CaseSource(Source):
    """A source of cases: how its columns are read, and which steps each row gives."""

    layout: Layout
    steps: Callable[[Found], list[Step]]

    def read(self, stream: Stream, by: Actor) -> Iterator[Read]:
        """The rows as steps. A row that has no name is known by what it says, and by which of
        its equals in the file it is."""
        need_headings(stream, self.layout.required)
        define(self.layout, by)
        identity = self.layout.identity
        equals: Counter[str] = Counter()
        for row in rows(stream):
            try:
                found = self.layout.read(row)
                if identity and not row.values.get(identity):
                    equals[found.digest] += 1
                    found = dataclasses.replace(found, identity=_identity(found.digest, equals))
                steps = self.steps(found)
                yield Read(row.line, row.last, steps[0].key, steps)
            except BadRow as error:
                yield Read(row.line, row.last, problems=[str(error)])

    def take(self, part: Sequence[Read], by: Actor, problems: bool) -> Taken:
        """Move the cases of these rows on, all together, from how they stand here."""
        steps = [step for one in part for step in one.said]
        known = Known(self.name, by, steps, families=problems)
        by_key: dict[str, list[Step]] = {}
        unusable: dict[int, str] = {}
        for step in steps:
            if problem := known.problem_of(step):
                unusable[step.line] = problem
            else:
                by_key.setdefault(step.key, []).append(step)
        stories = [Story(key, its, known, families=problems) for key, its in by_key.items()]
        counts, refused = move_on(stories, by)
        known.remember(
            "case", [(s.key, s.id, "".join(s.applied)) for s in stories if s.changed and s.here]
        )
        repeated = sum(story.repeated for story in stories)
        return Taken(counts, [*unusable.items(), *refused], counts["case.open"], repeated)


def define(layout: Layout, by: Actor) -> None:
    """Define the custom columns a source fills, where they are missing.

    Raises InvalidInput where the organisation has one of that name that cannot take the values.
    """
    columns = CustomColumn.objects.filter(table="case").values_list("name", "type", "is_active")
    there = {name: (kind, active) for name, kind, active in columns}
    for one in layout.customs:
        if there.get(one.name, (one.type, True)) != (one.type, True):
            raise InvalidInput(
                field=one.name,
                problem=_(
                    "this source needs an active column of type {type} with this name; there is "
                    "another: rename or activate it"
                ).format(type=one.type),
            )
    missing = [one for one in layout.customs if one.name not in there]
    if missing:
        OPERATIONS["column.define"].table(
            [{"table": "case", "name": c.name, "label": c.label, "type": c.type} for c in missing],
            by=by,
        )


def _identity(digest: str, equals: Counter[str]) -> str:
    named = f"{digest}/{equals[digest]}".encode()
    return hashlib.blake2b(named, digest_size=8).hexdigest().upper()
