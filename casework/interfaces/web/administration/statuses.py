"""Status reasons: those of each state, in the order in which pickers list them."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import State, StatusReason, Transition
from casework.interfaces.web.administration.areas import crumbs
from casework.interfaces.web.administration.rights import creating, stands_against
from casework.interfaces.web.commands import cure_of
from casework.interfaces.web.failing import refused
from casework.interfaces.web.showing import show
from casework.interfaces.web.words.operations import command_of
from casework.interfaces.web.words.reasons import in_words
from casework.kernel.available import available
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import Forbidden
from casework.people.why_not import ways_out

READ = "status.read"
NAMES = ("status.edit", "status.deactivate", "status.activate")


def statuses(request: Any) -> Any:
    """The status reasons of each state, with what may be done to each."""
    actor = request.actor
    if not actor.holds(READ):
        return refused(request, Forbidden(privilege=READ))
    kept = StatusReason.objects.visible_to(actor).order_by("state", "position", "code")
    rows = in_words(kept)
    steps = list(Transition.objects.visible_to(actor).values_list("from_code", "to_code"))
    ways_on, ways_in = Counter(a for a, _b in steps), Counter(b for _a, b in steps)
    commands = _commands(rows, actor)
    states = [
        {
            "label": state.label,
            "new": creating("status.create", actor, f"state={state.value}"),
            "rows": [
                {
                    "status": one,
                    "on": ways_on[one.code],
                    "in": ways_in[one.code],
                    "commands": commands[one.pk],
                }
                for one in rows
                if one.state == state
            ],
        }
        for state in State
    ]
    why, cure = stands_against("status.create", actor)
    said = {
        "title": _("Status reasons"),
        "crumbs": crumbs(),
        "states": states,
        "why": why,
        "cure": cure,
    }
    return show(request, "administration/statuses.html", said)


def _commands(rows: list[StatusReason], actor: Any) -> dict[Any, list[dict[str, Any]]]:
    """What may be done to each status, with the reasons against the rest: asked once for all."""
    found = available(rows, actor, only=[OPERATIONS[name] for name in NAMES]) if rows else []
    ways = ways_out(found)
    against = {
        (one.operation.name, key): obstacle.refusal
        for one in found
        for obstacle in one.obstacles
        for key in obstacle.at_fault
    }
    made: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        names = ("status.edit", "status.deactivate" if row.is_active else "status.activate")
        made[row.pk] = [_command(name, row, against.get((name, row.pk)), ways) for name in names]
    return made


def _command(name: str, row: StatusReason, refusal: Any, ways: Any) -> dict[str, Any]:
    return {
        "operation": f"{name}-{row.code}",
        "label": command_of(name).label,
        "to": f"/do/{name}?on={row.pk}&next=/administration/statuses",
        "why": type(refusal)([row], **refusal.facts).text if refusal else "",
        "cure": cure_of(ways[id(refusal)]) if refusal else "",
    }
