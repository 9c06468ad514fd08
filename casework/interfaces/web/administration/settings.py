"""Settings: every policy under a heading that people look for, as a form."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from casework.interfaces.web.administration.areas import crumbs
from casework.interfaces.web.administration.changing import Change, Step, change, errors_of
from casework.interfaces.web.administration.policy_fields import (
    PolicyField,
    changed,
    field_of,
    policies_of,
    told,
)
from casework.interfaces.web.administration.rights import stands_against
from casework.interfaces.web.failing import missing, refused
from casework.interfaces.web.showing import show
from casework.interfaces.web.words.topics import OTHER, TOPICS, Topic
from casework.kernel.policies import POLICIES, chosen
from casework.kernel.refusals import Forbidden, InvalidInput

READ, CHANGE = "policy.read", "policy.change"


def topics() -> list[Topic]:
    """The headings, and one for policies that are under none."""
    placed = {policy for topic in TOPICS for policy in topic.policies}
    every = [policy for group in POLICIES for policy in policies_of(group)]
    others = tuple(policy for policy in every if policy not in placed)
    made = [Topic(OTHER.name, OTHER.label, OTHER.about, others)] if others else []
    return [*TOPICS, *made]


def settings(request: Any) -> Any:
    """All headings, with what is set below each."""
    if not request.actor.holds(READ):
        return refused(request, Forbidden(privilege=READ))
    now = chosen()
    shown = [
        {
            "topic": topic,
            "to": f"/administration/settings/{topic.name}",
            "fields": [field_of(policy, now) for policy in topic.policies],
        }
        for topic in topics()
    ]
    said = {"title": _("Settings"), "crumbs": crumbs(), "shown": shown}
    return show(request, "administration/settings.html", said)


def topic_page(request: Any, name: str) -> Any:
    """The settings below one heading; sent back, what was changed is shown, then saved."""
    if not request.actor.holds(READ):
        return refused(request, Forbidden(privilege=READ))
    topic = next((one for one in topics() if one.name == name), None)
    if topic is None:
        return missing(request, LookupError(name))
    now = chosen()
    fields = [field_of(policy, now) for policy in topic.policies]
    why, cure = stands_against(CHANGE, request.actor)
    made: Change | None = None
    if request.method == "POST":
        answer = _changing(request, fields)
        if isinstance(answer, HttpResponse):
            return answer
        made = answer
    said = {
        "title": topic.label,
        "topic": topic,
        "crumbs": crumbs((_("Settings"), "/administration/settings")),
        "fields": fields,
        "change": made,
        "why": why,
        "cure": cure,
    }
    return show(request, "administration/topic.html", said, made.status if made else 200)


def _changing(request: Any, fields: list[PolicyField]) -> Change | HttpResponse:
    before = {one.name: one.value for one in fields}
    differing = [one for one in fields if changed(one, request.POST)]
    groups: dict[str, dict[str, Any]] = {}
    for one in differing:
        group, _dot, name = one.name.partition(".")
        groups.setdefault(group, {})[name] = one.value
    rows = [{"name": group, "values": values} for group, values in groups.items()]
    lines = [(one.label, told(one, before[one.name]), told(one, one.value)) for one in differing]
    steps = [Step(CHANGE, rows=rows)] if rows else []
    made = change(request, steps, lines, request.path)
    if isinstance(made, Change) and made.refusal is not None:
        _beside(made, made.refusal, fields)
    return made


def _beside(made: Change, refusal: InvalidInput, fields: list[PolicyField]) -> None:
    """Put what is wrong beside the policies it is about."""
    for error in errors_of(refusal):
        last = error["field"].rpartition(".")[2]
        found = next((one for one in fields if one.name.partition(".")[2] == last), None)
        if found is None:
            made.problems.append(f"{error['field']}: {error['problem']}")
        else:
            found.problem = error["problem"]
