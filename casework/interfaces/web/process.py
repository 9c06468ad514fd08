"""Process: the stages of a case as an administrator set them, their fields and actions (S13)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from casework.cases.choices import Stage
from casework.cases.models import Case, State
from casework.cases.policies import ProcessPolicy
from casework.interfaces.calling import find_records
from casework.interfaces.web import editing, sheets
from casework.interfaces.web.commands import Command
from casework.interfaces.web.customs import PREFIX, custom_fields
from casework.interfaces.web.failing import failed, refused
from casework.interfaces.web.forms import Field
from casework.interfaces.web.showing import show
from casework.interfaces.web.words.reasons import reasons
from casework.kernel.actor import Actor
from casework.kernel.policies import chosen
from casework.kernel.refusals import Refusal

SHOWN = ("account", "contact", "primary_contact", "subject")


def process_of(case: Case, bar: Iterable[Command], actor: Actor) -> dict[str, Any]:
    """The process bar of a case: its stages, the fields of the present one, and its actions.

    ``bar`` are the commands of the page, among which the actions are.
    """
    policy: ProcessPolicy = chosen()[ProcessPolicy]
    names = policy.actions.get(str(case.stage), ())
    is_closed = case.state != State.ACTIVE
    return {
        "stages": [
            {
                "value": value,
                "label": policy.labels.get(str(value)) or label,
                "here": value == case.stage,
                "past": value < case.stage,
            }
            for value, label in Stage.choices
        ],
        "stage_actions": [] if is_closed else [one for one in bar if one.operation in names],
        "stage_fields": [] if is_closed else fields_of(case, policy, actor),
    }


def fields_of(case: Case, policy: ProcessPolicy, actor: Actor) -> list[Field]:
    """The questions of the stage a case is in; a column that is retired is passed over."""
    names = policy.fields.get(str(case.stage), [])
    plain = tuple(one for one in names if not one.startswith(PREFIX))
    made = {one.name: one for one in editing.fields_of(sheets.CASE, case, plain, actor)}
    if customs := [one.removeprefix(PREFIX) for one in names if one.startswith(PREFIX)]:
        made |= {one.name: one for one in custom_fields(case, actor, customs)}
    return [made[name] for name in names if name in made]


def stage_fields(request: Any, number: str) -> Any:
    """The fields of a case's stage as a page of their own; sent back, it saves what was changed."""
    try:
        [found] = find_records(Case, [number], request.actor).values()
    except Refusal as refusal:
        return refused(request, refusal)
    case = Case.objects.select_related(*SHOWN).get(pk=found.pk)
    labels = reasons(code=case.status)
    case.status_label = labels.get(case.status, str(case.status))  # type: ignore[attr-defined]
    policy: ProcessPolicy = chosen()[ProcessPolicy]
    if case.state != State.ACTIVE:
        return failed(request, 409, _("Not saved"), _("A closed case is read-only. Reopen it."))
    fields, status, problems = fields_of(case, policy, request.actor), 200, []
    if request.method == "POST":
        there = f"/cases/{case.number}"
        saved = editing.save(request, sheets.CASE, case, fields, there)
        if isinstance(saved, HttpResponse):
            return saved
        status, problems = saved
    stage = policy.labels.get(str(case.stage)) or Stage(case.stage).label
    said = {"title": stage, "case": case, "fields": fields, "problems": problems}
    return show(request, "process.html", said, status=status)
