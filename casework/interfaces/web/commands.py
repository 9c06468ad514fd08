"""Commands: the bar of a page; each command is there, and one that may not be says why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from casework.interfaces.web.words.operations import command_of
from casework.kernel.actor import Actor
from casework.kernel.available import Availability, available
from casework.kernel.operations import OPERATIONS
from casework.people.why_not import WhyNot, ways_out

OF_A_CASE = (
    "case.resolve", "case.cancel", "case.reopen", "case.assign", "queue_item.add",
    "case.create_child", "case.set_parent", "case.confirm_closed", "case.delete",
)  # fmt: skip
OF_AN_ACTIVITY = (
    "activity.complete", "activity.cancel", "activity.reopen", "activity.assign",
    "queue_item.add_activities", "activity.delete",
)  # fmt: skip
OF_A_CUSTOMER = ("assign", "deactivate", "activate", "delete")
FIRST = ("activity.complete", "case.resolve", "case.reopen")


@dataclass(frozen=True)
class Command:
    """One command: ``to`` opens its dialog; ``why`` is what stands against it, empty where nothing
    does, and ``cure`` what would enable it."""

    operation: str
    label: str
    icon: str
    to: str
    why: str = ""
    cure: str = ""
    first: bool = False

    @property
    def erases(self) -> bool:
        """Whether the page of the record is gone afterwards."""
        return self.operation.endswith(".delete")


def commands(record: Any, names: Iterable[str], actor: Actor, *keys: str) -> list[Command]:
    """The commands on a record, in this order, by the rules that guard the operations.

    Of several records a command may be done where it may be done to one of them: its dialog names
    those that are left out.
    """
    wanted = [OPERATIONS[name] for name in names]
    found = {one.operation.name: one for one in available(record, actor, only=wanted)}
    ways = ways_out(found.values())
    query = urlencode([("on", key) for key in keys])
    return [_command(name, found[name], ways, query) for name in names if name in found]


def _command(name: str, one: Availability, ways: dict[int, WhyNot], query: str) -> Command:
    command = command_of(name)
    why, cure = "", ""
    if one.obstacles and not one.allowed:
        refusal = one.obstacles[0].refusal
        why, cure = refusal.text, cure_of(ways[id(refusal)])
    return Command(
        name, str(command.label), command.icon, f"/do/{name}?{query}", why, cure, name in FIRST
    )


def cure_of(way: WhyNot) -> str:
    """What would enable an operation, in a sentence or two."""
    told = []
    if way.enabled_by:
        names = ", ".join(str(command_of(name).label) for name in way.enabled_by)
        told.append(_("What helps: {operations}.").format(operations=names))
    if way.roles:
        roles = ", ".join(way.roles)
        told.append(_("These roles may: {roles}.").format(roles=roles))
    for choice in way.policies:
        roles = ", ".join(choice.roles)
        text = _("The setting {policy} decides; it is changed by: {roles}.")
        told.append(text.format(policy=choice.policy, roles=roles))
    return " ".join(told)
