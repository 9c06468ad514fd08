"""The story of a case: dated steps, each a call of an operation, from its opening to its end."""

import datetime
import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.kernel.identity import new_id
from casework.samples import ending
from casework.samples.clock import Clock, Over
from casework.samples.customers import Person
from casework.samples.facts import facts_of
from casework.samples.files import attachment
from casework.samples.hours import at_work
from casework.samples.house import JAKARTA, Agent, Desk, House
from casework.samples.lines import ANSWERS, HANDOVERS
from casework.samples.plot import Part
from casework.samples.problems import Area, Problem
from casework.samples.wording import say

PHONE, EMAIL, WEB, FACEBOOK = 1, 2, 3, 2483
TALKS = ("email", "email", "phone_call")
IN_PROGRESS, ON_HOLD, WAITING, RESEARCHING = 1, 2, 3, 4


@dataclass(frozen=True)
class Step:
    """One call of an operation for one case: when, by whom, with what."""

    at: datetime.datetime
    who: UUID
    values: dict[str, Any]


@dataclass
class Story:
    """A case being told."""

    part: Part
    area: Area
    problem: Problem
    person: Person
    house: House
    chance: random.Random
    now: datetime.datetime
    with_file: float
    steps: dict[str, Step] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asian = self.person.country.is_asian and self.chance.random() < 0.85
        self.desk: Desk = self.house.desks[JAKARTA if asian else self.area.desk]
        self.agent: Agent = self.chance.choice(self.desk.agents)
        self.facts = facts_of(self.area, self.problem, self.person, self.part.born, self.chance)
        self.title = self.say(self.problem.title)
        self.clock = Clock(self.part, self.now, self.desk.hours, self.chance)
        self.task: UUID | None = None

    def say(self, template: str) -> str:
        """A template in the words of this case."""
        return say(template, self.chance, self.facts)

    def step(self, phase: str, who: UUID | None = None, **values: Any) -> None:
        """One more step, now by the clock of the story."""
        self.steps[phase] = Step(self.clock.at, who or self.agent.id, values)

    def tell(self) -> "Story":
        """All steps up to the end, or to the present."""
        try:
            self._open()
            if self.part.fate != "merged":
                self._middle(self.clock.reach())
                ending.tell(self)
        except Over:
            pass
        return self

    def _open(self) -> None:
        origin = PHONE
        if not self.part.by_phone:
            origin = self.chance.choices((EMAIL, WEB, FACEBOOK), (55, 40, 5))[0]
        owned = self.part.by_phone and self.chance.random() < 0.7
        person, facts = self.person, self.facts
        customer = {"account": person.account} if person.account else {"contact": person.id}
        text = self.say(self.problem.text)
        if origin == EMAIL:
            text = f"{person.country.greeting}\n\n{text}\n\n{person.full_name}"
        self.step(
            "open",
            self.agent.id if self.part.by_phone else self.house.intake,
            id=self.part.id,
            title=self.title,
            description=text,
            primary_contact=person.id if person.account else None,
            subject=self.house.subjects[self.problem.subject],
            priority=self.chance.choices((1, 2, 3), (18, 64, 18))[0],
            origin=origin,
            case_type=self.problem.kind,
            product=facts["product"],
            serial_number=facts["serial"],
            email=person.email if origin != PHONE else "",
            **customer,
            **({"user": self.agent.id} if owned else {"team": self.desk.team}),
        )
        if self.part.parent:
            self.clock.on(30)
            self.step("parent", parent=self.part.parent)
        # What came by phone may lie with the team, in no queue yet.
        if not owned and not (self.part.by_phone and self.chance.random() < 0.4):
            self._wait_in_queue()

    def _wait_in_queue(self) -> None:
        general = self.chance.random() < 0.4
        here = self.house.general if general else self.desk.queue
        first = self.steps["open"].who
        self.step("queue", first, queue=here)
        if self.part.fate == "merged":
            return
        if general and (self.part.fate != "active" or self.chance.random() < 0.85):
            self.clock.on(40)
            sorter = self.chance.choice(self.house.desks["Service Desk Bucharest"].agents)
            self.step("route", sorter.id, queue=self.desk.queue)
        if self.part.fate == "active" and self.chance.random() < 0.3:
            raise Over
        self.clock.on(180)
        self.step("pick")
        if self.chance.random() < 0.8:
            self.step("take", user=self.agent.id)

    def _middle(self, far: float) -> None:
        self.clock.on(90)
        self.log("respond", self.chance.choice(TALKS), f"Re: {self.title}", self.problem.reply)
        status = self.chance.choices((IN_PROGRESS, WAITING, RESEARCHING), (40, 35, 25))[0]
        self.step("begin", first_response_sent=True, stage=1, status=status)
        if far > 0.3:
            self.clock.to(0.35)
            self.log("note", "note", "", self.problem.cause)
            if self.chance.random() < self.with_file:
                name, content = attachment(self.chance, self.facts)
                self.step("attach", file_name=name, content=content)
        if far > 0.4 and self.part.fate != "cancelled" and self.chance.random() < 0.45:
            self._plan()
        if far > 0.5 and self.chance.random() < 0.1:
            self.clock.to(0.5)
            self.step("escalate", is_escalated=True, priority=1, severity=2)
        if far > 0.5 and self.chance.random() < 0.1:
            self._hand_over()
        if far > 0.6 and self.chance.random() < 0.6:
            self.clock.to(0.65)
            answer = self.chance.choice(ANSWERS[self.problem.kind])
            kind = self.chance.choice(TALKS)
            self.log("answer", kind, f"Re: {self.title}", answer, incoming=True)

    def _plan(self) -> None:
        self.clock.to(0.4)
        self.task = new_id()
        kind = self.chance.choices(("task", "phone_call", "appointment"), (60, 25, 15))[0]
        due = self.clock.at + datetime.timedelta(hours=4 + int(self.chance.random() * 160))
        if self.part.fate == "active" and self.chance.random() < 0.4:
            due = max(due, self.now + datetime.timedelta(hours=int(self.chance.random() * 120)))
        due = at_work(due, self.desk.hours).replace(minute=0, second=0)
        subject = self.say(self.chance.choice(self.area.tasks))
        self.step(
            "plan", id=self.task, kind=kind, subject=subject, due_at=due, user=self.agent.id,
            priority=self.chance.choice((0, 1, 1, 2)),
        )  # fmt: skip

    def _hand_over(self) -> None:
        self.clock.to(0.55)
        self.log("hand_over_note", "note", "", self.chance.choice(HANDOVERS))
        if self.chance.random() < 0.2:
            self.step("hand_over", team=self.desk.team)
        else:
            colleague = self.chance.choice([one for one in self.desk.agents if one != self.agent])
            self.step("hand_over", user=colleague.id)
            self.agent = colleague

    def log(
        self, phase: str, kind: str, subject: str, text: str, *, incoming: bool = False
    ) -> None:
        """Something said or done, put on record by the agent."""
        minutes = 2 + int(self.chance.random() * self.chance.random() * 44)
        body = self.say(text)
        if kind == "email" and not incoming:
            body = f"{self.person.country.greeting}\n\n{body}\n\n{self.agent.name}"
        if kind == "phone_call":
            subject = f"Call [with|{'from' if incoming else 'to'}] {self.person.full_name}"
            subject = say(subject, self.chance, self.facts)
        ends = [self.person.email, "support@example.com"]
        sender, recipient = ends if incoming else ends[::-1]
        more: dict[str, Any] = {}
        if kind == "email":
            more |= {"sender": sender, "recipients": [recipient]}
        if kind != "note":
            more["starts_at"] = self.clock.at - datetime.timedelta(minutes=minutes)
        self.step(
            phase, kind=kind, subject=subject[:400], description=body, minutes=minutes,
            is_incoming=incoming, ended_at=self.clock.at, user=self.agent.id, **more,
        )  # fmt: skip
