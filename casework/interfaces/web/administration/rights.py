"""Rights: whether one may make or change something here, and who may where one may not."""

from casework.interfaces.web.commands import Command, cure_of
from casework.interfaces.web.words.operations import command_of
from casework.kernel.actor import Actor
from casework.kernel.available import PRIVILEGE, Availability, Obstacle
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import Forbidden
from casework.people.why_not import ways_out


def creating(operation: str, actor: Actor, query: str = "") -> Command:
    """The command that makes a record, or that changes what has no record of its own."""
    command = command_of(operation)
    why, cure = stands_against(operation, actor)
    to = f"/do/{operation}?{query}" if query else f"/do/{operation}?"
    return Command(operation, str(command.label), command.icon or "plus", to, why, cure, True)


def stands_against(privilege: str, actor: Actor) -> tuple[str, str]:
    """Why a privilege is not the actor's, and which roles have it; two empty texts where it is."""
    if actor.holds(privilege):
        return "", ""
    refusal = Forbidden(privilege=privilege)
    operation = next(iter(OPERATIONS.values()))
    found = Availability(operation, (), (Obstacle(PRIVILEGE, refusal, ()),))
    return refusal.text, cure_of(ways_out([found])[id(refusal)])
