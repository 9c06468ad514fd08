"""Reading: lists and single records of every noun, through ``visible_to``."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.cases.rules import survivors
from casework.interfaces.calling import find
from casework.interfaces.rest import paging
from casework.interfaces.rest.answers import answer, etag, fresh
from casework.interfaces.rest.filters import condition, searched
from casework.interfaces.rest.shapes import Shape, chosen, columns, shapes_of, told
from casework.kernel.actor import Actor
from casework.kernel.refusals import InvalidInput

SAID = frozenset({"sort", "limit", "after", "fields", "q"})


def listed(request: Any, model: Any, rows: Any = None) -> Any:
    """A page of the rows of a noun that the actor may see, in any state unless filtered.

    ``rows`` narrows it to those of a record. Refuses with invalid-input.
    """
    given = request.GET
    actor: Actor = request.auth
    start = model.objects.visible_to(actor) if rows is None else rows.visible_to(actor)
    filters = [(k, v) for k in given if k not in SAID for v in given.getlist(k)]
    wanted, annotations = condition(model, filters, actor)
    order = paging.order_of(model, _one(given, "sort"))
    limit = paging.limit_of(_one(given, "limit"))
    start = start.annotate(**annotations, **order.annotations).filter(wanted)
    if text := _one(given, "q").strip():
        start = start.filter(searched(model, text))
    if said := _one(given, "after"):
        start = start.filter(paging.after(order, said))
    shapes = chosen(model, fields_of(model, _one(given, "fields")), whole=False)
    names = dict.fromkeys([*columns(shapes), *order.columns])
    found = list(
        start.order_by(*(step.ordering for step in order.steps)).values(*names)[: limit + 1]
    )
    page = found[:limit]
    more = None
    if len(found) > limit:
        kept = [(k, v) for k in given if k != "after" for v in given.getlist(k)]
        more = f"{request.path}?{urlencode([*kept, ('after', paging.cursor(order, page[-1]))])}"
    return answer({"items": told(page, shapes, actor), "next": more})


def _one(given: Any, name: str) -> str:
    values = given.getlist(name)
    if len(values) > 1:
        raise InvalidInput(field=name, problem=_("is there twice"))
    return values[0] if values else ""


def fields_of(model: Any, said: str) -> list[str] | None:
    """The columns asked for, in their order. Raises InvalidInput naming those there are."""
    if not said:
        return None
    names = list(dict.fromkeys(one.strip() for one in said.split(",") if one.strip()))
    known = shapes_of(model)
    for name in names:
        if name not in known:
            shown = name[:50].encode("ascii", "replace").decode().replace("\0", "?")
            problem = _("{name} is no column; there are: {known}").format(
                name=shown, known=", ".join(known)
            )
            raise InvalidInput(field="fields", problem=problem)
    return names


def shown(request: Any, model: Any, key: str) -> Any:
    """One record with its ETag; 304 when the reader has this version already."""
    [pk] = find(model, [key], request.auth)
    made = record(request, model, pk)
    if fresh(request, made[1]):
        return answer(None, 304, ETag=etag(made[1]))
    return answer(made[0], ETag=etag(made[1]))


def record(request: Any, model: Any, pk: Any) -> tuple[dict[str, Any], int]:
    """One record as JSON, and its version."""
    shapes: Sequence[Shape] = chosen(
        model, fields_of(model, _one(request.GET, "fields")), whole=True
    )
    names = dict.fromkeys([*columns(shapes), "version"])
    # found through visible_to already, or made by the actor just now
    row = model._base_manager.filter(pk=pk).values(*names, *_more(model)).get()
    [made] = told([row], shapes, request.auth)
    if model is Case:
        made["survivor"] = _survivor(request.auth, pk) if row["merged_into_id"] else None
    return made, row["version"]


def _more(model: Any) -> list[str]:
    return ["merged_into_id"] if model is Case else []


def _survivor(actor: Actor, pk: Any) -> dict[str, Any]:
    """Where a merged case goes on: the end of its chain; nameless when the actor may not see it."""
    end = survivors([pk])[pk]
    seen = Case.objects.visible_to(actor).filter(pk=end)
    return {"id": end, "number": seen.values_list("number", flat=True).first()}
