"""Transitions: whether the table lets every case be closed, and what it would have refused."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from casework.history.replaying import check, replay
from casework.kernel.actor import Actor
from casework.kernel.refusals import InvalidInput

USUAL_DAYS = "30"


def checked(actor: Actor) -> dict[str, Any]:
    """The statuses from which no case could be closed; none is as it should be."""
    return {"items": [{"code": one.code, "status": one.label} for one in check(actor)]}


def replayed(days: str, actor: Actor) -> dict[str, Any]:
    """What the present table would have refused in the last days, the most frequent step first."""
    said = days or USUAL_DAYS
    if not said.isascii() or not said.isdecimal() or len(said) > 6:
        raise InvalidInput(field="days", problem=_("must be a whole number"))
    made = replay(actor, days=int(said))
    return {"since": made.since, "steps": made.steps, "items": [asdict(s) for s in made.refused]}
