"""View editing: the conditions of a saved view as rows and groups, its columns and its order."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from casework.interfaces.calling import find_records
from casework.interfaces.web.failing import refused
from casework.interfaces.web.filtering import WORDS, fields_of
from casework.interfaces.web.grids import Grid
from casework.interfaces.web.layouts import choices, moved, widths_said
from casework.interfaces.web.own_columns import with_own
from casework.interfaces.web.saved_views import GRIDS
from casework.interfaces.web.showing import show
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import InvalidInput, Refusal
from casework.workplace.models import View

Tree = dict[str, Any]
ROOT = "0"
DEEPEST = 5


def page(request: Any, key: UUID) -> Any:
    """The page of a saved view; each press of a button but Save changes only what is shown."""
    try:
        [view] = find_records(View, [key], request.actor).values()
    except Refusal as refusal:
        return refused(request, refusal)
    grid = with_own(GRIDS[view.table][0])
    tree = view.filter or {"all": []}
    said = {"name": view.name, "sort": view.sort, "columns": view.columns, "widths": view.widths}
    problem, status = "", 200
    if request.method == "POST":
        post = request.POST
        tree = changed(read(post, ROOT), post.get("act", ""))
        names = moved(post.getlist("column"), post.get("act", ""))
        names = [one.name for one in grid.chosen(names)] if names else []
        said = {"name": post.get("name", ""), "sort": post.get("sort", ""),
                "columns": names, "widths": widths_said(post, names)}  # fmt: skip
        if post.get("act") == "save":
            try:
                OPERATIONS["view.edit"](view, by=request.actor, filter=tree, **said)
            except InvalidInput as refusal:
                problem, status = refusal.text, refusal.status
            except Refusal as refusal:
                return refused(request, refusal)
            else:
                return HttpResponseRedirect(f"{grid.place}?view={view.pk}", status=303)
    fields = fields_of(grid)
    shown = [one.name for one in grid.chosen(said["columns"])]
    return show(request, "view_edit.html", {
        **said, "title": _("Edit view"), "view": view, "place": grid.place, "problem": problem,
        "root": node(tree, ROOT, fields), "fields": fields,
        "sorts": _sorts(grid),
        "columns": choices(grid.columns(), shown, said["widths"]), "columns_in": "view-form",
        "mine": view.owner_user_id == request.user.pk,
    }, status=status)  # fmt: skip


def read(post: Any, path: str) -> Tree:
    """The part of a tree that a form says under a path."""
    if post.get(f"kind.{path}") == "leaf":
        operator, value = post.get(f"operator.{path}", "eq"), post.get(f"value.{path}", "").strip()
        if operator in ("null", "not_null"):
            operator, value = "null", "true" if operator == "null" else "false"
        return {"column": post.get(f"column.{path}", ""), "operator": operator, "value": value}
    word = "any" if post.get(f"word.{path}") == "any" else "all"
    parts: list[Tree] = []
    while path.count(".") < DEEPEST and f"kind.{path}.{len(parts)}" in post:
        parts.append(read(post, f"{path}.{len(parts)}"))
    return {word: parts}


def changed(tree: Tree, act: str) -> Tree:
    """The tree after the press of a button: ``add``, ``group`` or ``remove`` and a path."""
    verb, _colon, path = act.partition(":")
    steps = [int(one) for one in path.split(".")[1:] if one.isdecimal()]
    if verb == "remove" and steps:
        parts = _parts(tree, steps[:-1])
        if steps[-1] < len(parts):
            del parts[steps[-1]]
    elif verb in ("add", "group"):
        new: Tree = {"column": "", "operator": "eq", "value": ""}
        _parts(tree, steps).append(new if verb == "add" else {"any": [new]})
    return tree


def _parts(tree: Tree, steps: list[int]) -> list[Tree]:
    for step in steps:
        parts = next(iter(tree.values()))
        if not isinstance(parts, list) or step >= len(parts):
            return []
        tree = parts[step]
    found = next(iter(tree.values()))
    return found if isinstance(found, list) and "column" not in tree else []


def node(tree: Tree, path: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    """A part of a tree as its template shows it."""
    if "column" in tree:
        value = tree.get("value", "")
        operator = tree.get("operator", "eq")
        if operator == "null":
            operator, value = ("null" if str(value).lower() == "true" else "not_null"), ""
        field = next((one for one in fields if one["name"] == tree["column"]), fields[0])
        known = field["operators"].split()
        operators = [(one, WORDS[one]) for one in known if one in WORDS]
        if "null" in known:
            operators.append(("not_null", _("is not empty")))
        said = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        return {"path": path, "is_leaf": True, "column": tree["column"] or field["name"],
                "operator": operator, "operators": operators, "value": said,
                "choices": field["choices"]}  # fmt: skip
    [(word, parts)] = tree.items()
    shown = [node(one, f"{path}.{n}", fields) for n, one in enumerate(parts)]
    deep = path.count(".") >= DEEPEST - 1
    return {"path": path, "word": word, "parts": shown, "is_root": path == ROOT, "deep": deep}


def _sorts(grid: Grid) -> list[tuple[str, str]]:
    made = []
    for one in grid.columns().values():
        if one.sort:
            made += [(one.sort, f"{one.label} ↑"), (f"-{one.sort}", f"{one.label} ↓")]
    return sorted(made, key=lambda pair: pair[1])
