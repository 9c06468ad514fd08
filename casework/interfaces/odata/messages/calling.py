"""Calling: from the address of a function or action to what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.interfaces.odata import errors
from casework.interfaces.odata.addressing import Address
from casework.interfaces.odata.answering import Answer, of_error
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.finding import located
from casework.interfaces.odata.messages.given import arguments


@dataclass(frozen=True)
class Call:
    """A message that was called: ``entity`` and ``key`` are what it is bound to, if anything."""

    asked: Asked
    name: str
    given: dict[str, Any]
    entity: Any = None
    key: Any = None

    @property
    def pk(self) -> UUID:
        """The record it is bound to, found within the caller's sight."""
        return located(self.asked, self.entity, self.key)

    def told(self, members: dict[str, Any]) -> Answer:
        """Its result."""
        context = f"{self.asked.base}$metadata#Microsoft.Dynamics.CRM.{self.name}Response"
        return Answer(200, {"@odata.context": context, **members})


@dataclass(frozen=True)
class Message:
    """One function or action.

    ``bound_to`` are the tables it is called on; with ``many`` on a whole set and not on a record;
    none where it stands alone. ``parameters`` are names with types as ``$metadata`` tells them,
    those that may be left out with a ``?`` behind; ``result`` likewise.
    """

    run: Callable[[Call], Answer]
    function: bool = False
    bound_to: tuple[str, ...] = ()
    many: bool = False
    parameters: tuple[tuple[str, str], ...] = ()
    result: tuple[tuple[str, str], ...] = ()

    def bound(self, entity: Entity | None, *, on_record: bool) -> bool:
        """Whether it is called on this."""
        if entity is None:
            return not self.bound_to and not self.many
        fits = entity.name in self.bound_to or (self.many and not self.bound_to)
        return fits and self.many is not on_record


MESSAGES: dict[str, Message] = {}


def called(asked: Asked, address: Address) -> Answer:
    """Call the function or action of an address.

    Refuses with 0x8006088a what is none, with 405 an action by GET and a function by POST.
    """
    message = MESSAGES.get(address.name)
    fits = message and message.bound(address.entity, on_record=address.key is not None)
    if message is None or not fits:
        raise errors.unknown_segment(address.name)
    method = "GET" if message.function else "POST"
    if asked.method != method:
        refused = of_error(errors.not_allowed(asked.method, [method]), asked)
        refused.headers["Allow"] = method
        return refused
    given = arguments(address.inside, asked.options) if message.function else asked.json
    return message.run(Call(asked, address.name, given, address.entity, address.key))
