"""Reach: what of an actor decides on some privileges, and nothing else of them."""

from dataclasses import dataclass
from uuid import UUID

from casework.kernel.actor import Actor, Depth, Grant

WHOLE = (Grant("*", Depth.ORGANISATION, ""),)


@dataclass(frozen=True)
class Reach:
    """Stands for an actor where a condition is made; equal for those who reach the same.

    Who asks is known only where the answer depends on it: a condition that wants more of an actor
    than is compared here is refused with LookupError, so none holds what another may not see.
    """

    privileges: tuple[tuple[str, tuple[Grant, ...]], ...]
    asker: tuple[UUID, frozenset[UUID]] | None

    def grants_of(self, privilege: str) -> tuple[Grant, ...]:
        """What is held of a privilege, one of those compared."""
        for name, grants in self.privileges:
            if name == privilege:
                return grants
        raise LookupError(f"{privilege} is not among what is compared of an actor")

    @property
    def user(self) -> UUID:
        """Who asks."""
        return self._asker[0]

    @property
    def teams(self) -> frozenset[UUID]:
        """The teams of who asks."""
        return self._asker[1]

    @property
    def _asker(self) -> tuple[UUID, frozenset[UUID]]:
        if self.asker is None:
            raise LookupError("who asks is not among what is compared of an actor")
        return self.asker


def reach(actor: Actor, privileges: tuple[str, ...]) -> Reach:
    """What decides on these privileges of an actor."""
    held = tuple((one, _grants(actor, one)) for one in privileges)
    differs = any(grants and grants is not WHOLE for _name, grants in held)
    return Reach(held, (actor.user, actor.teams) if differs else None)


def _grants(actor: Actor, privilege: str) -> tuple[Grant, ...]:
    grants = tuple(actor.grants_of(privilege))
    return WHOLE if any(one.depth == Depth.ORGANISATION for one in grants) else grants
