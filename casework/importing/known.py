"""Known: what the rows of a chunk name, found here, or made where there is none."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from casework.cases.models import Case, Subject
from casework.importing.attempting import attempt
from casework.importing.mapping import Step
from casework.importing.models import ImportedRecord
from casework.importing.standing import cases_of
from casework.kernel.actor import Actor
from casework.kernel.bulk import keep
from casework.kernel.identity import new_id
from casework.kernel.operations import OPERATIONS
from casework.people.models import Team, User
from casework.queues.models import Queue

UNIQUE = ("source", "noun", "name")

# A name in the data, found again by every later import: the same in every language.
PROBLEMS = "Problem records"


class Known:
    """What the steps of a chunk name: teams, queues, users, subjects, customers and cases.

    Teams and queues are known by their name, users by the name they sign in with, subjects by
    their place in the tree. Customers are those that this source has made before: a caller is
    never taken for somebody who only has the same name.
    """

    def __init__(self, source: str, by: Actor, steps: Sequence[Step], families: bool) -> None:
        self.source, self.by = source, by
        self.refused: dict[Any, str] = {}
        groups = {step.group for step in steps} - {""}
        self.teams = self._named(Team, "name", groups, lambda name: {"name": name})
        self.queues = self._named(
            Queue, "name", groups, lambda name: {"name": name, "team": self.teams.get(name)}
        )
        people = {one for step in steps for one in (step.who, step.person)} - {""}
        self.users = self._people(people)
        self.subjects = self._subjects({step.subject for step in steps} - {()})
        self.accounts = self._ours(
            "account", "account.create", {s.account for s in steps} - {""}, _account
        )
        self.contacts = self._ours(
            "contact", "contact.create", {s.contact for s in steps} - {""}, _contact
        )
        self.problems: Mapping[str, UUID] = {}
        if families and (problems := {step.problem for step in steps} - {""}):
            self.problems = self._problems(problems)
        self.cases = cases_of(source, by, {step.key for step in steps})

    def problem_of(self, step: Step) -> str:
        """Why a step cannot be taken: something it names could not be made."""
        if not self.refused:
            return ""
        paths = [step.subject[: n + 1] for n in range(len(step.subject))]
        named = (step.group, step.person, step.who, step.account, step.contact, step.problem)
        return next((self.refused[name] for name in (*named, *paths) if name in self.refused), "")

    def subject(self, path: tuple[str, ...]) -> UUID | None:
        """The subject at the end of a path."""
        return self.subjects.get(path)

    def remember(self, noun: str, rows: Iterable[tuple[str, UUID, str]]) -> None:
        """Keep by their name what was made: (name, record, digests of rows)."""
        keep(
            ImportedRecord,
            [
                {"source": self.source, "noun": noun, "name": name, "record_id": key, "rows": rows}
                for name, key, rows in rows
            ],
            unique=UNIQUE,
        )

    def _made_before(self, noun: str, names: set[str]) -> dict[str, UUID]:
        rows = ImportedRecord.objects.filter(source=self.source, noun=noun, name__in=sorted(names))
        return dict(rows.values_list("name", "record_id"))

    def _make(self, operation: str, rows: Mapping[str, dict[str, Any]]) -> dict[str, UUID]:
        """Records made by an operation, a row for each name."""
        if not rows:
            return {}
        verb = OPERATIONS[operation]
        ids = {name: new_id() for name in rows}
        known = {one.name for one in fields(verb.row)} if verb.row else set()
        refused = attempt(
            operation,
            [
                {"id": ids[name], **{n: v for n, v in row.items() if n in known}}
                for name, row in rows.items()
            ],
            self.by,
        )
        for name, key in ids.items():
            if key in refused:
                self.refused.setdefault(name, refused[key])
        return {name: key for name, key in ids.items() if key not in refused}

    def _named(self, model: Any, column: str, names: set[str], row: Any) -> dict[str, UUID]:
        present = model.objects.visible_to(self.by).filter(**{f"{column}__in": sorted(names)})
        found = dict(present.values_list(column, "pk"))
        missing = {name: row(name) for name in sorted(names - found.keys())}
        return found | self._make(f"{model.NOUN}.create", missing)

    def _people(self, names: set[str]) -> dict[str, UUID]:
        found = self._made_before("user", names)
        left = names - found.keys()
        present = User.objects.visible_to(self.by).filter(username__in=sorted(left))
        same = dict(present.values_list("username", "pk"))
        left -= same.keys()
        taken = set(User.objects.values_list("username", flat=True)) if left else set()
        rows = {}
        for name in sorted(left):
            username = _free(_username(name), taken)
            taken.add(username)
            rows[name] = {"username": username, "full_name": name, "unit": self.by.unit}
        made = self._make("user.create", rows)
        self.remember("user", [(name, key, "") for name, key in (same | made).items()])
        return found | same | made

    def _subjects(self, paths: set[tuple[str, ...]]) -> dict[tuple[str, ...], UUID]:
        every = {path[: n + 1] for path in paths for n in range(len(path))}
        found: dict[tuple[str, ...], UUID] = {}
        for level in sorted({len(path) for path in every}):
            wanted = sorted(
                path for path in every if len(path) == level and (level == 1 or path[:-1] in found)
            )
            titles = sorted({path[-1] for path in wanted})
            rows = Subject.objects.visible_to(self.by).filter(title__in=titles)
            above = {found[path[:-1]] for path in wanted if level > 1}
            rows = rows.filter(parent__in=above) if level > 1 else rows.filter(parent=None)
            there: dict[tuple[UUID | None, str], UUID] = {}
            for key, title, parent_id in rows.order_by("-pk").values_list("pk", "title", "parent"):
                there[parent_id, title] = key
            missing = {}
            for path in wanted:
                parent = found.get(path[:-1])
                if (parent, path[-1]) in there:
                    found[path] = there[parent, path[-1]]
                else:
                    missing[path] = {"title": path[-1], "parent": parent}
            found |= self._make("subject.create", missing)  # type: ignore[arg-type]
        return found

    def _ours(self, noun: str, operation: str, names: set[str], row: Any) -> dict[str, UUID]:
        found = self._made_before(noun, names)
        missing = {name: row(name) for name in sorted(names - found.keys())}
        made = self._make(operation, missing)
        self.remember(noun, [(name, key, "") for name, key in made.items()])
        return found | made

    def _problems(self, names: set[str]) -> dict[str, UUID]:
        holder = PROBLEMS
        account = self._ours("account", "account.create", {holder}, _account).get(holder)
        cases = Case.objects.visible_to(self.by).filter(number__in=sorted(names))
        there = dict(cases.values_list("number", "pk"))
        return there | self._ours(
            "problem",
            "case.open",
            names - there.keys(),
            lambda name: {"number": name, "title": name, "account": account},
        )


def _account(name: str) -> dict[str, Any]:
    return {"name": name}


def _contact(name: str) -> dict[str, Any]:
    return {"full_name": name}


def _username(name: str) -> str:
    return re.sub(r"[^\w@+-]+", ".", name.casefold()).strip(".")[:140] or "unnamed"


def _free(wanted: str, taken: set[str]) -> str:
    free, n = wanted, 1
    while free in taken:
        n += 1
        free = f"{wanted}.{n}"
    return free
