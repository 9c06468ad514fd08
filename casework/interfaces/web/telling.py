"""Telling: what a dialog says: what is wrong, what would happen, what helps."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from casework.cases.policies import DialogPolicy
from casework.interfaces.web.asking import Asked
from casework.interfaces.web.customs import of_customs
from casework.interfaces.web.foretelling import Foretold
from casework.interfaces.web.forms import Field, problems_into
from casework.interfaces.web.words.operations import command_of
from casework.kernel.operations import OPERATIONS
from casework.kernel.policies import chosen as policies
from casework.kernel.refusals import InvalidInput, Refusal

ACTIVITIES_OPEN = "activities-open"


@dataclass
class Told:
    """What a dialog tells: its problems, and what would happen."""

    fields: list[Field]
    problems: list[str] = field(default_factory=list)
    ways: list[dict[str, Any]] = field(default_factory=list)
    foretold: Foretold | None = None
    changed: bool = False
    warning: Refusal | None = None
    status: int = 200


def explain(told: Told, refusal: Refusal) -> None:
    """Put a refusal into a dialog: beside the fields it is about, or above them all."""
    told.status = refusal.status
    if isinstance(refusal, InvalidInput):
        errors = refusal.facts.get("errors") or [
            {"field": refusal.facts["field"], "problem": str(refusal.facts["problem"])}
        ]
        told.problems += problems_into(told.fields, of_customs(told.fields, errors))
        if not told.problems:
            told.problems.append(_("Something is still to be put right; see the fields."))
        return
    told.problems.append(refusal.text)
    told.ways = [
        {"operation": name, "label": command_of(name).label, "on": _in_the_way(refusal, name)}
        for name in refusal.enabled_by
        if name in OPERATIONS and not OPERATIONS[name].creates
    ]


def _in_the_way(refusal: Refusal, operation: str) -> list[str]:
    """What stands in the way and the operation would clear; empty where it is the record asked."""
    noun = operation.partition(".")[0]
    held = [one for one in refusal.records if noun == one.NOUN]
    return [one.number if noun == "case" else str(one.pk) for one in held]


def open_activities(asked: Asked, warning: Refusal) -> dict[str, Any]:
    """The number in the warning, and where its link leads (S6a, S20)."""
    first = asked.chosen.records[0]
    tab = policies()[DialogPolicy].open_activities_tab
    return {"open_count": warning.count, "activities_at": f"/cases/{first.number}?tab={tab}"}
