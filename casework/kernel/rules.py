"""Rules: named conditions on rows. The guard, the button and the list filter are one thing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from casework.kernel.actor import Actor
from casework.kernel.refusals import Forbidden, Refusal
from casework.kernel.work import Work


@dataclass
class Ask:
    """What a rule may know: who asks, with which arguments, under which policies."""

    work: Work
    params: Mapping[str, Any]
    forbidden: type[Refusal] = Forbidden

    @property
    def actor(self) -> Actor:
        return self.work.actor

    def policy(self, group: Any) -> Any:
        return self.work.policy(group)


@dataclass(frozen=True)
class Rule:
    """A named condition on rows, with the refusal of those on which it does not hold.

    ``condition`` gets an Ask and answers a Q over the operation's noun, or None where the rule has
    nothing to say under these policies and arguments.
    """

    name: str
    condition: Callable[[Ask], Q | None]
    refusal: type[Refusal]
    explain: Callable[[Ask, list[UUID]], dict[str, Any]] | None = None

    def facts(self, ask: Ask, ids: list[UUID]) -> dict[str, Any]:
        """What the sentence of the refusal wants to know beyond the records."""
        return self.explain(ask, ids) if self.explain else {}
