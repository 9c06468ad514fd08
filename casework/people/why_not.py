"""Why not: what stands against an operation, what would clear the way, and who could."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from casework.kernel.available import Availability
from casework.kernel.policies import POLICIES, chosen
from casework.kernel.prepared import Prepared
from casework.kernel.refusals import Forbidden
from casework.people.models import RolePrivilege

CHANGES_POLICIES = "policy.change"


@dataclass(frozen=True)
class Choice:
    """A policy that stands behind a rule, its value now, and the roles that may change it."""

    policy: str
    value: Any
    roles: list[str]


@dataclass(frozen=True)
class WhyNot:
    """One obstacle with its ways out: ``enabled_by`` operations, policies, roles that may."""

    enabled_by: list[str]
    policies: list[Choice]
    roles: list[str]


def ways_out(availabilities: Iterable[Availability]) -> dict[int, WhyNot]:
    """For each obstacle (by the identity of its refusal) what would enable the operation.

    Two statements for any number of them.
    """
    refusals = [each.refusal for one in availabilities for each in one.obstacles]
    privileges = {r.facts["privilege"] for r in refusals if isinstance(r, Forbidden)}
    roles = _roles({*privileges, CHANGES_POLICIES}) if refusals else {}
    now = chosen() if any(r.policies for r in refusals) else {}
    return {
        id(r): WhyNot(
            list(r.enabled_by),
            [_choice(name, now, roles) for name in r.policies],
            roles.get(r.facts["privilege"], []) if isinstance(r, Forbidden) else [],
        )
        for r in refusals
    }


def _choice(name: str, now: dict[type[Any], Any], roles: dict[str, list[str]]) -> Choice:
    group, _dot, policy = name.partition(".")
    return Choice(name, getattr(now[POLICIES[group]], policy), roles[CHANGES_POLICIES])


def _roles(privileges: set[str]) -> dict[str, list[str]]:
    """The active roles that hold each privilege, by name."""
    held: dict[str, list[str]] = {one: [] for one in privileges}
    for name, privilege in HOLDING(way=tuple(sorted({*privileges, "*"}))):
        for one in privileges if privilege == "*" else (privilege,):
            if name not in held[one]:
                held[one].append(name)
    return held


def _holding(*privileges: str) -> Any:
    rows = RolePrivilege.objects.filter(privilege__in=privileges, role__is_active=True)
    return rows.order_by("role__name").values_list("role__name", "privilege")


HOLDING = Prepared(_holding)
