"""Waves: many stories moved on together, each wave one operation on a set with values row by row.

Operations cost the same number of statements for one case and for a thousand. So the stories of a
chunk are not told one after the other: of all the operations that some story needs next, the one
that most of them need is run for all of these at once, each with its own time and person.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from casework.importing.attempting import attempt
from casework.importing.story import Story, Task
from casework.kernel.actor import Actor

VERBS = {
    "open": "case.open",
    "edit": "case.edit",
    "set_parent": "case.set_parent",
    "queue": "queue_item.add",
    "assign": "case.assign",
    "move": "case.edit",
    "resolve": "case.resolve",
    "cancel": "case.cancel",
    "confirm": "case.confirm_closed",
    "reopen": "case.reopen",
}


def move_on(stories: Sequence[Story], by: Actor) -> tuple[Counter[str], list[tuple[int, str]]]:
    """Take every step of these stories; returns how often each operation was run, and the lines
    of the steps that were refused."""
    counts: Counter[str] = Counter()
    problems: list[tuple[int, str]] = []
    waiting: dict[str, list[tuple[Story, Task]]] = {}

    def ask(some: Sequence[Story]) -> None:
        for story in some:
            if task := story.next():
                waiting.setdefault(task.kind, []).append((story, task))

    ask(stories)
    while waiting:
        kind = max(waiting, key=lambda one: len(waiting[one]))
        wave = waiting.pop(kind)
        refused = _run(kind, wave, by)
        for story, task in wave:
            if reason := refused.get(story.id):
                problems.append((story.step.line, reason))
                story.leave()
            else:
                story.done(task)
                counts[VERBS[kind]] += 1
        ask([story for story, _task in wave])
    return counts, problems


def _run(kind: str, wave: Sequence[tuple[Story, Task]], by: Actor) -> dict[UUID, str]:
    rows = [{"id": story.id, **task.values} for story, task in wave]
    if kind == "edit":
        _complete(rows, wave)
    moments = {story.id: moment for story, _task in wave if (moment := story.moment())}
    return attempt(VERBS[kind], rows, by, moments or None)


def _complete(rows: list[dict[str, Any]], wave: Sequence[tuple[Story, Task]]) -> None:
    """Give every row a value in every column that some row changes: the one it has."""
    names = {name for row in rows for name in row} - {"id", "custom"}
    for row, (story, _task) in zip(rows, wave, strict=True):
        if story.here:
            for name in names - row.keys():
                row[name] = story.here.columns[name]
