"""The actor: who asks, by which interface, with which privileges."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from uuid import UUID


class Depth(IntEnum):
    """How far a privilege reaches from the person who holds it."""

    OWN = 1
    UNIT = 2
    UNITS_BELOW = 3
    ORGANISATION = 4


@dataclass(frozen=True)
class Grant:
    """One privilege at one depth, held directly or through a team."""

    privilege: str
    depth: Depth
    unit_path: str
    team: UUID | None = None


@dataclass
class Actor:
    """Who asks.

    ``interface`` is one of web, rest, odata, shell, import, system. Only the web is a person at a
    screen: the settings for closed records (S11, S12) tell people from programs by it.
    ``happened_at`` and ``on_behalf_of`` are for importers: when and by whom a thing was done in
    the system it comes from (answers 3). ``everybody`` are the privileges that whoever signs in
    holds on what is his own, without a role; ``time_zone`` is where the actor's days begin.
    """

    user: UUID
    name: str
    interface: str
    unit: UUID
    unit_path: str
    teams: frozenset[UUID] = frozenset()
    grants: tuple[Grant, ...] = ()
    request_id: str = ""
    happened_at: datetime | None = None
    on_behalf_of: UUID | None = None
    scopes: frozenset[str] | None = None
    everybody: frozenset[str] = frozenset()
    time_zone: str = "UTC"
    by_privilege: dict[str, list[Grant]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_privilege = {}
        for grant in self.grants:
            self.by_privilege.setdefault(grant.privilege, []).append(grant)
        for privilege in self.everybody:
            mine = Grant(privilege, Depth.OWN, self.unit_path)
            self.by_privilege.setdefault(privilege, []).append(mine)

    @property
    def is_person(self) -> bool:
        """A person at a screen, not a program."""
        return self.interface == "web"

    def grants_of(self, privilege: str) -> list[Grant]:
        """What this actor holds of a privilege; a token's scopes narrow it."""
        if self.scopes is not None and not self._in_scope(privilege):
            return []
        return [*self.by_privilege.get(privilege, ()), *self.by_privilege.get("*", ())]

    def holds(self, privilege: str) -> bool:
        """Whether the privilege is held at any depth."""
        return bool(self.grants_of(privilege))

    def _in_scope(self, privilege: str) -> bool:
        scopes = self.scopes or frozenset()
        noun, _, verb = privilege.partition(".")
        return bool({"*", privilege, f"{noun}.*"} & scopes or (verb == "read" and "read" in scopes))
