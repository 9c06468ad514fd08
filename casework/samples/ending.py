"""How stories end: resolved, perhaps reopened, cancelled, or still going on."""

import datetime
from typing import TYPE_CHECKING, Any

from casework.samples.lines import AGAINS, BACKS, WITHDRAWALS

if TYPE_CHECKING:
    from casework.samples.story import Story

PROBLEM_SOLVED, INFORMATION_PROVIDED = 5, 1000
FOLLOW_UPS = (-21, -9, -5, -3, -2, -1, 0, 0, 1, 1, 2, 4, 7, 12, 20)


def tell(story: "Story") -> None:
    """The last part, by the fate of the case."""
    story.clock.wait_until(story.part.not_before)
    if story.part.doubles:
        story.step("merge", doubles=story.part.doubles)
    if story.part.fate == "cancelled":
        story.clock.to(0.95)
        story.log("last_note", "note", "", story.chance.choice(WITHDRAWALS))
        story.step("cancel")
    elif story.part.fate == "resolved" or story.part.reopened:
        _resolve(story)
    else:
        _go_on(story)


def _go_on(story: "Story") -> None:
    chance = story.chance
    if story.task and chance.random() < 0.35:
        story.clock.to(0.85)
        story.step("complete", id=story.task, minutes=5 + int(chance.random() * 55))
    story.clock.to(0.95)
    values: dict[str, Any] = {"status": chance.choices((1, 2, 3, 4), (40, 17, 25, 18))[0]}
    if chance.random() < 0.55:
        days = datetime.timedelta(days=chance.choice(FOLLOW_UPS))
        values["follow_up_by"] = max(story.now + days, story.part.born).date()
    story.step("settle", **values)


def _resolve(story: "Story") -> None:
    chance = story.chance
    phase = "resolve"
    if story.task:
        if chance.random() < 0.8:
            story.clock.to(0.85)
            story.step("complete", id=story.task, minutes=5 + int(chance.random() * 55))
        else:
            phase = "resolve_over"
    story.clock.to(0.95)
    _close(story, phase, story.problem.outcome)
    reopened, kind = story.part.reopened, story.problem.kind
    for time in range(1, reopened + 1):
        story.clock.days(3)
        story.log(f"back_{time}", "phone_call", "", chance.choice(BACKS[kind]), incoming=True)
        story.step(f"reopen_{time}", status=1)
        if time == reopened and story.part.fate == "active":
            return
        story.clock.days(1)
        _close(story, f"resolve_{time}", chance.choice(AGAINS[kind]))
    if chance.random() < 0.6:
        story.clock.days(5)
        story.step("confirm")
    if chance.random() < 0.45:
        story.clock.on(60)
        mark = chance.choices((1, 2, 3, 4, 5), (4, 7, 16, 40, 33))[0]
        story.step("rate", satisfaction=mark, stage=2)


def _close(story: "Story", phase: str, outcome: str) -> None:
    kind = PROBLEM_SOLVED
    if story.problem.kind == 1 or (story.problem.kind == 3 and story.chance.random() < 0.2):
        kind = INFORMATION_PROVIDED
    story.step(
        phase,
        resolution=story.say(outcome)[:200],
        resolution_type=kind,
        description=story.say(story.problem.cause),
    )
