"""Filtering: the filters of a list as chips to take away and a form to add one."""

from typing import Any

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.interfaces.calling import look_up
from casework.interfaces.web.grids import Grid
from casework.interfaces.web.layouts import WIDTH, moved, widths_said, written
from casework.interfaces.web.listing import FILTER, Address, Question
from casework.interfaces.web.own_columns import PREFIX
from casework.interfaces.web.words.columns import label_of
from casework.interfaces.web.words.reasons import reasons
from casework.kernel.actor import Actor
from casework.kernel.refusals import Refusal
from casework.kernel.shapes import OPERATORS, shapes_of, words

WORDS: dict[str, Any] = {
    "eq": gettext_lazy("is"),
    "ne": gettext_lazy("is not"),
    "in": gettext_lazy("is one of"),
    "lt": gettext_lazy("before or below"),
    "lte": gettext_lazy("at most"),
    "gt": gettext_lazy("after or above"),
    "gte": gettext_lazy("at least"),
    "contains": gettext_lazy("contains"),
    "null": gettext_lazy("is empty"),
}
NEVER = ("id", "version", "custom")


def fields_of(grid: Grid) -> list[dict[str, Any]]:
    """The columns that a list may be filtered by, with their operators and choices."""
    made = []
    for name, shape in shapes_of(grid.model).items():
        if name in NEVER or shape.kind == "json":
            continue
        choices: list[tuple[str, str]] = []
        if shape.kind in ("state", "code"):
            labels = dict(shape.field.flatchoices)
            choices = [(str(w), str(labels[code])) for code, w in words(shape.field).items()]
        made.append(
            {
                "name": name,
                "label": label_of(grid.model.NOUN, name),
                "kind": shape.kind,
                "operators": " ".join(OPERATORS[shape.kind]),
                "choices": choices,
            }
        )
    made += [
        {"name": name, "label": grid.labels[name], "kind": kind, "choices": grid.choices[name],
         "operators": " ".join(OPERATORS[kind])}
        for name, kind in grid.kinds.items() if kind != "record"
    ]  # fmt: skip
    return sorted(made, key=lambda one: one["label"])


def chips(asked: Question, address: Address, actor: Actor) -> list[dict[str, str]]:
    """The filters that were added to a view, each with the address without it."""
    made = []
    for name, value in asked.own:
        if name == FILTER:
            gone = address.with_(**{name: "", "after": ""})
            made.append({"text": _("More conditions"), "without": gone})
            continue
        start = PREFIX if name.startswith(PREFIX) else ""
        bare, _dot, operator = name.removeprefix(start).partition(".")
        words_ = WORDS.get(operator or "eq", operator)
        label = asked.grid.label(start + bare)
        if operator == "null":
            text = f"{label} {WORDS['null'] if value == 'true' else _('is not empty')}"
        else:
            text = f"{label} {words_} {_shown(asked, start + bare, value, actor)}"
        made.append({"text": text, "without": address.with_(**{name: "", "after": ""})})
    return made


def _shown(asked: Question, name: str, value: str, actor: Actor) -> str:
    shape = shapes_of(asked.grid.model).get(name)
    if shape is None:
        yes_no = {"true": _("Yes"), "false": _("No")}
        return yes_no.get(value, value) if asked.grid.kinds.get(name) == "yes_no" else value
    if shape.kind == "status" and value.isdecimal() and len(value) < 10:
        return reasons(code=int(value)).get(int(value), value)
    if shape.kind in ("state", "code"):
        labels = dict(shape.field.flatchoices)
        known = {w: labels[code] for code, w in words(shape.field).items()}
        return ", ".join(str(known.get(one, one)) for one in value.split(","))
    if shape.kind == "record" and value != "me":
        return _called(shape.model, value.split(","), actor)
    return value


def _called(model: Any, keys: list[str], actor: Actor) -> str:
    """What records are called; those that are not found stay as they were written."""
    found = look_up(model, keys, actor, whole=True)
    named = [key if isinstance(one, Refusal) else one for key, one in found.items()]
    return ", ".join(map(str, named))


def filtered(request: Any) -> Any:
    """From the form that adds a filter, or chooses columns, to the address that says it."""
    given = {
        name: values
        for name, values in request.GET.lists()
        if name not in ("add", "column", "operator", "value", "after", "act")
        and not name.startswith(WIDTH)
    }
    if request.GET["add"] == "columns":
        act = request.GET.get("act", "")
        names = moved(request.GET.getlist("column"), act)
        said = {"columns": ",".join(names), "widths": written(widths_said(request.GET, names))}
        if act:
            said |= {"menu": "columns"}
        return HttpResponseRedirect(Address(request.path, given).with_(**said))
    column, operator = request.GET.get("column", ""), request.GET.get("operator", "eq")
    value = request.GET.get("value", "").strip()
    if operator == "not_null":
        operator, value = "null", "false"
    elif operator == "null":
        value = "true"
    name = column if operator == "eq" else f"{column}.{operator}"
    return HttpResponseRedirect(
        Address(request.path, given).with_(**{name: value} if column else {})
    )
