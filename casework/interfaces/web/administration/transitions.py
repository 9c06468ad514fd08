"""Transitions: which status may follow which, as a table to tick, with its graph and checks."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from casework.cases.models import State, StatusReason, Transition
from casework.cases.policies import CasePolicy
from casework.cases.transitions import dead_ends
from casework.history.replaying import replay
from casework.interfaces.reading import checked, replayed
from casework.interfaces.web.administration.areas import crumbs
from casework.interfaces.web.administration.changing import Change, Step, change
from casework.interfaces.web.administration.graph import graph
from casework.interfaces.web.administration.rights import stands_against
from casework.interfaces.web.failing import refused
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show
from casework.interfaces.web.words.reasons import in_words
from casework.kernel.policies import chosen
from casework.kernel.refusals import Forbidden, InvalidInput, Refusal

READ, ALLOW, FORBID = "transition.read", "transition.allow", "transition.forbid"
POLICY = "policy.change"
HERE = "/administration/transitions"
USUAL_DAYS = 30
Pair = tuple[int, int]


def transitions(request: Any) -> Any:
    """The table; sent back, what differs from what was shown is allowed and forbidden."""
    actor = request.actor
    if not actor.holds(READ):
        return refused(request, Forbidden(privilege=READ))
    kept = StatusReason.objects.visible_to(actor).order_by("state", "position", "code")
    rows = in_words(kept)
    present = set(Transition.objects.visible_to(actor).values_list("from_code", "to_code"))
    enforced = chosen()[CasePolicy].enforce_transitions
    ticked, wished = present, enforced
    made: Change | None = None
    if request.method == "POST":
        ticked, wished = pairs(request.POST.getlist("allow")), "enforce" in request.POST
        answer = _changing(request, rows, ticked, wished)
        if isinstance(answer, HttpResponse):
            return answer
        made = answer
    names = {one.code: str(one) for one in rows}
    stuck = (
        _stuck(ticked)
        if made is not None
        else [{**one, "status": _(one["status"])} for one in checked(actor)["items"]]
    )
    said = {
        "title": _("Status transitions"),
        "crumbs": crumbs((_("Status reasons"), "/administration/statuses")),
        "heads": rows,
        "table": _table(rows, ticked, present),
        "was": " ".join(sorted(f"{a}-{b}" for a, b in present)),
        "enforced": enforced,
        "wished": wished,
        "change": made,
        "tried": _tried(actor, ticked, names) if made is not None and made.lines else None,
        "graph": graph(rows, ticked, {one["code"] for one in stuck}),
        "dead_ends": stuck,
        "days": request.GET.get("days", str(USUAL_DAYS)),
        "replay": _replay(request, names),
        "against": [_against(one, actor) for one in (ALLOW, FORBID, POLICY)],
        "undo": _undo_of(request),
    }
    said["why"] = next((one for one in said["against"] if one["why"]), None)
    return show(request, "administration/transitions.html", said, made.status if made else 200)


def _stuck(ticked: set[Pair]) -> list[dict[str, Any]]:
    """The statuses from which the table as ticked would let no case be closed."""
    return [{"code": one.code, "status": _(one.label)} for one in dead_ends(allowed=ticked)]


def pairs(given: list[str]) -> set[Pair]:
    """Steps as a form says them: ``1-5``; what is none is passed over."""
    made = set()
    for one in given:
        before, _dash, after = one.partition("-")
        if before.isdecimal() and after.isdecimal() and len(one) < 24:
            made.add((int(before), int(after)))
    return made


def _changing(
    request: Any, rows: list[StatusReason], ticked: set[Pair], wished: bool
) -> Change | HttpResponse:
    """Only what was ticked or taken away since the form was shown: others' changes stay."""
    was = pairs(request.POST.get("was", "").split())
    was_enforced = request.POST.get("enforce:was") == "true"
    new, gone = sorted(ticked - was), was - ticked
    found = Transition.objects.visible_to(request.actor).filter(
        from_code__in={a for a, _b in gone}, to_code__in={b for _a, b in gone}
    )
    known = {(one.from_code, one.to_code): one.pk for one in found}
    keys = [known[pair] for pair in sorted(gone) if pair in known]
    steps = []
    if new:
        steps.append(Step(ALLOW, rows=[{"from_code": a, "to_code": b} for a, b in new]))
    if wished != was_enforced:
        row = {"name": "case", "values": {"enforce_transitions": wished}}
        steps.append(Step(POLICY, rows=[row]))
    if keys:  # last, for what is allowed with it may be what keeps it from being a dead end
        steps.append(Step(FORBID, keys=keys, after_others=bool(steps)))
    names = {one.code: str(one) for one in rows}
    allowed, not_allowed = _("allowed"), _("not allowed")
    lines = [(_step(pair, names), not_allowed, allowed) for pair in new]
    lines += [(_step(pair, names), allowed, not_allowed) for pair in sorted(gone) if pair in known]
    if wished != was_enforced:
        yes_no = {True: _("Yes"), False: _("No")}
        lines.append((_("Enforce transitions"), yes_no[was_enforced], yes_no[wished]))
    return change(request, steps, lines, HERE)


def _step(pair: Pair, names: dict[int, str]) -> str:
    return " → ".join(names.get(code, str(code)) for code in pair)


def _table(rows: list[StatusReason], ticked: set[Pair], present: set[Pair]) -> list[dict[str, Any]]:
    return [
        {
            "status": one,
            "state": State(one.state).label,
            "cells": [
                {
                    "value": f"{one.code}-{other.code}",
                    "on": (one.code, other.code) in ticked,
                    "differs": ((one.code, other.code) in ticked)
                    != ((one.code, other.code) in present),
                    "itself": one.code == other.code,
                    "label": _("{status} may be followed by {other}").format(
                        status=one, other=other
                    ),
                }
                for other in rows
            ],
        }
        for one in rows
    ]


def _tried(actor: Any, ticked: set[Pair], names: dict[int, str]) -> dict[str, Any]:
    """What the table as ticked would have refused of late."""
    made = replay(actor, days=USUAL_DAYS, allowed=ticked)
    count = sum(one.count for one in made.refused)
    return {"steps": made.steps, "refused": count, "days": USUAL_DAYS}


def _replay(request: Any, names: dict[int, str]) -> dict[str, Any] | None:
    if "days" not in request.GET:
        return None
    try:
        made = replayed(request.GET["days"], request.actor)
    except Refusal as refusal:
        problem = refusal.facts["problem"] if isinstance(refusal, InvalidInput) else refusal.text
        return {"problem": str(problem)}
    return {
        "since": Reader().time(made["since"]),
        "steps": made["steps"],
        "refused": sum(one["count"] for one in made["items"]),
        "items": [
            {**one, "step": _step((one["from_code"], one["to_code"]), names)}
            for one in made["items"]
        ],
    }


def _against(privilege: str, actor: Any) -> dict[str, str]:
    why, cure = stands_against(privilege, actor)
    return {"privilege": privilege, "why": why, "cure": cure}


def _undo_of(request: Any) -> str:
    """Where to take back all runs of the change that was just made, where it was several."""
    runs = [one for one in request.GET.get("also", "").split(",") if one]
    if not runs or not request.GET.get("did"):
        return ""
    pairs_ = [("on", one) for one in (*runs, request.GET["did"])]
    return "/do/run.undo?" + urlencode([*pairs_, ("next", HERE)])
