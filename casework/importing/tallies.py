"""Tallies: what became of one imported case, told event by event from our own history."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.cases.models import Stage, Status, Subject
from casework.customers.models import Contact
from casework.importing.incident_log import UNNAMED_CALLER, UNNAMED_CATEGORY, UNNAMED_GROUP
from casework.queues.models import Queue

HOLDS = {
    Status.WAITING_FOR_DETAILS: "Awaiting User Info",
    Status.ON_HOLD: "Awaiting Vendor",
    Status.RESEARCHING: "Awaiting Problem",
}
UPDATES = {"source_priority": "priority", "impact": "impact", "urgency": "urgency",
           "location": "location"}  # fmt: skip
START = "(start)"


@dataclass
class Tally:
    """The story of one case, event by event."""

    names: "Names"
    state: str = START
    before_cancelling: str = ""
    status: int = 1
    stage: int = Stage.IDENTIFY
    queue: UUID | None = None
    user: UUID | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    subject: tuple[str, str] = ("", "")
    contact: UUID | None = None
    origin: int | None = None
    moves: int = 0
    reopened: int = 0
    judged: int = 0
    transitions: Counter[str] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    seen: dict[str, set[Any]] = field(default_factory=dict)
    flags: Counter[str] = field(default_factory=Counter)

    def take(self, kind: str, after: dict[str, Any]) -> None:
        """One event: what it says the columns are now."""
        if kind in ("queue_item.added", "queue_item.routed"):
            self._go(after["queue_id"])
            return
        opening = kind == "case.opened"
        if "owner_user_id" in after:
            self._own(after["owner_user_id"], opening)
        if "custom" in after:
            self._customs(after["custom"], opening)
        if "subject_id" in after:
            self._subject(self.names.subject(after["subject_id"]), opening)
        if "contact_id" in after:
            if not opening and after["contact_id"] != self.contact:
                self.operations["update caller_id"] += 1
            self.contact = after["contact_id"]
            if self.contact not in self.names.unnamed_callers:
                self._see("caller_id", self.contact)
        self.origin = after.get("origin", self.origin)
        self.status = after.get("status", self.status)
        self.stage = after.get("stage", self.stage)
        self._stand(kind)

    def _stand(self, kind: str) -> None:
        if kind == "case.cancelled":
            self.before_cancelling, self.state = self.state, "Cancelled"
        elif kind == "case.resolved":
            self._become("Resolved")
        elif kind == "case.closing_confirmed":
            self.state = self.before_cancelling or self.state
            self.before_cancelling = ""
            self._become("Closed")
        elif kind in ("case.opened", "case.reopened", "case.edited"):
            if kind == "case.reopened":
                self.reopened += 1
            elif self.state in ("Resolved", "Closed", "Cancelled"):
                return
            begun = "New" if self.stage == Stage.IDENTIFY else "Active"
            self._become(HOLDS.get(Status(self.status), begun))

    def _become(self, state: str) -> None:
        if state == self.state:
            return
        self.transitions[f"{self.state} -> {state}"] += 1
        was_on_hold, is_on_hold = "Awaiting" in self.state, "Awaiting" in state
        if is_on_hold:
            name = "change hold reason" if was_on_hold else "put on hold (enter Awaiting*)"
            self.operations[name] += 1
        if was_on_hold and state == "Active":
            self.operations["resume (Awaiting* -> Active)"] += 1
        if state in ("Resolved", "Closed"):
            self.operations["resolve (enter Resolved)"] += state == "Resolved"
            self.operations["close (enter Closed)"] += state == "Closed"
        elif self.state in ("Resolved", "Closed"):
            self.operations["reopen"] += 1
            self.flags["reopened_after_closed"] |= self.state == "Closed"
        if state == "Closed" and self.state != "Resolved":
            self.flags["closed_without_resolved"] = 1
        self.state = state

    def _go(self, queue: UUID) -> None:
        named, unnamed = queue != self.names.unnamed, self.names.unnamed
        if named:
            self._see("assignment_group", queue)
        if self.queue is None:
            self.operations["group set on create"] += named
        elif queue != self.queue:
            self.moves += 1
            way = "none->G" if self.queue == unnamed else "G->H" if named else "G->none"
            self.operations[f"group: {way}"] += 1
        self.queue = queue

    def _own(self, user: UUID | None, opening: bool) -> None:
        if user:
            self._see("assigned_to", user)
        if opening:
            self.operations["create"] += 1
            self.operations["user set on create"] += user is not None
        elif user != self.user:
            way = "R->none" if user is None else "R->S" if self.user else "none->R"
            self.operations[f"user: {way}"] += 1
        self.user = user

    def _customs(self, custom: dict[str, Any], opening: bool) -> None:
        for name, told in UPDATES.items():
            if not opening and custom.get(name) != self.custom.get(name):
                self.operations[f"update {told}"] += 1
        level = "within_service_level"
        if not opening and (self.custom.get(level), custom.get(level)) == (True, False):
            self.judged += 1
        for name in ("opened_by", "location"):
            if custom.get(name):
                self._see(name, custom[name])
        self.custom = custom

    def _subject(self, subject: tuple[str, str], opening: bool) -> None:
        for place, name in enumerate(("category", "subcategory")):
            if not opening and subject[place] != self.subject[place]:
                self.operations[f"update {name}"] += 1
            if subject[place]:
                self._see(name, subject[place])
        self.subject = subject

    def _see(self, what: str, value: Any) -> None:
        self.seen.setdefault(what, set()).add(value)


class Names:
    """What ids stand for."""

    def __init__(self) -> None:
        self.queues = dict(Queue.objects.values_list("pk", "name"))
        unnamed = Contact.objects.filter(full_name=UNNAMED_CALLER)
        self.unnamed_callers = set(unnamed.values_list("pk", flat=True))
        self.subjects = {
            key: (title, parent)
            for key, title, parent in Subject.objects.values_list("pk", "title", "parent_id")
        }
        by_name = {name: key for key, name in self.queues.items()}
        self.unnamed: UUID | None = by_name.get(UNNAMED_GROUP)

    def subject(self, key: UUID | None) -> tuple[str, str]:
        """Category and subcategory of a subject."""
        if key is None:
            return "", ""
        title, parent = self.subjects[key]
        if parent is None:
            return title, ""
        above = self.subjects[parent][0]
        return "" if above == UNNAMED_CATEGORY else above, title
