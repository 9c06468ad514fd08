"""Story: one case of a file. What must be done to it next, so that it stands as its rows say."""

import datetime
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.cases.models import State
from casework.importing.known import Known
from casework.importing.mapping import Step
from casework.importing.standing import Here
from casework.kernel.identity import new_id


@dataclass(slots=True)
class Task:
    """One operation to run for one case, with what it is to be given."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)


class Story:
    """One case of the file: how it stands here, and the steps still to be taken.

    Within a step the order is: columns, parent, group, person, then state (answers 25). A step
    that was taken before is known by its digest and left out.
    """

    def __init__(self, key: str, steps: Iterable[Step], known: Known, families: bool) -> None:
        self.key, self.known, self.families = key, known, families
        found = known.cases.get(key)
        self.id: UUID = found.id if found else new_id()
        self.here: Here | None = found.here if found else None
        self.applied: list[str] = found.applied if found else []
        self.seen = set(self.applied)
        self.steps = deque(steps)
        self.opened_by: Step | None = None
        self.repeated = 0
        self.changed = False

    @property
    def step(self) -> Step:
        """The step being taken."""
        return self.steps[0]

    def next(self) -> Task | None:
        """The next operation this case needs, or None when its steps are all taken."""
        while self.steps:
            step = self.steps[0]
            if step.opening and self.here is not None and self.opened_by is not step:
                self.steps.popleft()
                continue
            if step.digest in self.seen:
                self.repeated += 1
                self.steps.popleft()
                continue
            task = self._open(step) if self.here is None else self._towards(step, self.here)
            if task:
                return task
            if not step.opening:
                self.applied.append(step.digest)
                self.changed = True
                self.seen.add(step.digest)
            self.steps.popleft()
        return None

    def leave(self) -> None:
        """Leave the step out: it was refused."""
        self.steps.popleft()

    def moment(self) -> tuple[datetime.datetime, UUID | None] | None:
        """When and by whom the step was taken at the source, where the source tells it."""
        if self.step.at is None:
            return None
        return self.step.at, self.known.users.get(self.step.who)

    def _open(self, step: Step) -> Task:
        known = self.known
        user = known.users.get(step.person)
        columns = self._columns(step)
        custom = {name: value for name, value in step.custom.items() if value is not None}
        active = step.standing.state == "active"
        values = {
            "id": self.id,
            "number": self.key,
            "title": step.title,
            "description": step.description,
            "custom": custom,
            "user": user,
            "team": None if user else known.teams.get(step.group),
            "status": step.standing.status if active else None,
            **{name: value for name, value in columns.items() if name != "stage"},
        }
        return Task("open", values)

    def _columns(self, step: Step) -> dict[str, Any]:
        columns = {"subject": self.known.subject(step.subject), **step.columns}
        columns["account"] = self.known.accounts.get(step.account)
        columns["contact"] = self.known.contacts.get(step.contact)
        return columns

    def _towards(self, step: Step, here: Here) -> Task | None:
        return (
            self._edit(step, here)
            or self._family(step, here)
            or self._queue(step, here)
            or self._owner(step, here)
            or self._state(step, here)
        )

    def _edit(self, step: Step, here: Here) -> Task | None:
        wanted = self._columns(step)
        values = {name: value for name, value in wanted.items() if here.columns.get(name) != value}
        if step.description and here.columns.get("description") != step.description:
            values["description"] = step.description
        custom = {
            name: value for name, value in step.custom.items() if here.custom.get(name) != value
        }
        if custom:
            values["custom"] = custom
        return Task("edit", values) if values else None

    def _family(self, step: Step, here: Here) -> Task | None:
        if not self.families:
            return None
        parent = self.known.problems.get(step.problem)
        return Task("set_parent", {"parent": parent}) if parent != here.parent else None

    def _queue(self, step: Step, here: Here) -> Task | None:
        wanted = self.known.queues.get(step.group)
        if wanted is None or (here.queue == wanted and (here.waits or here.state != State.ACTIVE)):
            return None
        return Task("queue", {"queue": wanted})

    def _owner(self, step: Step, here: Here) -> Task | None:
        user = self.known.users.get(step.person)
        team = None if user else self.known.teams.get(step.group)
        if (user, team) == (here.user, here.team) or not (user or team):
            return None
        return Task("assign", {"user": user, "team": team})

    def _state(self, step: Step, here: Here) -> Task | None:
        wanted, active = step.standing, here.state == State.ACTIVE
        if wanted.state == "active":
            stage = here.columns["stage"] if wanted.stage is None else wanted.stage
            if not active:
                if here.columns["stage"] != stage:
                    return Task("edit", {"stage": stage})
                return Task("reopen", {"status": wanted.status})
            if (here.status, here.columns["stage"]) != (wanted.status, stage):
                return Task("move", {"status": wanted.status, "stage": stage})
            return None
        if active:
            if wanted.state == "resolved":
                return Task(
                    "resolve",
                    {
                        "resolution": step.resolution,
                        "description": step.resolution_text,
                        "resolution_type": wanted.status,
                    },
                )
            return Task("cancel")
        if wanted.state == "closed" and not here.confirmed:
            return Task("confirm")
        return None

    def done(self, task: Task) -> None:
        """The operation was run: the case stands accordingly."""
        values, here = task.values, self.here
        if task.kind == "open":
            self.opened_by = self.step
            columns = {**self._columns(self.step), "description": self.step.description, "stage": 0}
            self.here = Here(columns, dict(values["custom"]), values["user"], values["team"])
            self.here.status = values["status"] or 1
            return
        assert here is not None  # noqa: S101
        if task.kind == "edit":
            here.custom.update(values.get("custom", {}))
            here.columns.update({n: v for n, v in values.items() if n != "custom"})
        elif task.kind == "set_parent":
            here.parent = values["parent"]
        elif task.kind == "queue":
            here.queue, here.waits = values["queue"], here.state == State.ACTIVE
        elif task.kind == "assign":
            here.user, here.team = values["user"], values["team"]
        elif task.kind == "move":
            here.status, here.columns["stage"] = values["status"], values["stage"]
        elif task.kind == "reopen":
            here.state, here.status, here.confirmed = State.ACTIVE, values["status"], False
        elif task.kind in ("resolve", "cancel"):
            here.waits = False
            here.state = State.RESOLVED if task.kind == "resolve" else State.CANCELLED
        elif task.kind == "confirm":
            here.confirmed = True
