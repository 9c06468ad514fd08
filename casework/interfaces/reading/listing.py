"""Listing: pages of a noun and single records, through ``visible_to``."""

import functools
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.cases.rules import survivors
from casework.interfaces.reading import paging
from casework.interfaces.reading.asking import Asked
from casework.interfaces.reading.filters import condition, grouped, searched, tree_of
from casework.interfaces.reading.telling import chosen, columns, told
from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared
from casework.kernel.reach import Reach
from casework.kernel.refusals import InvalidInput
from casework.kernel.shapes import Shape, shapes_of

SAID = frozenset({"sort", "limit", "after", "fields", "q", "as_of", "sight", "count", "filter"})


def listed(model: Any, asked: Asked, actor: Actor, rows: Any = None) -> dict[str, Any]:
    """A page of the rows of a noun that the actor may see, in any state unless filtered.

    ``items``, as ``next`` the address of the following page, and ``count`` of all pages where it
    is asked for. ``rows`` narrows it to those of a record. Refuses with invalid-input.
    """
    filters = [(name, value) for name, value in asked.pairs if name not in SAID]
    wanted, annotations = condition(model, filters, actor)
    if tree := asked.one("filter"):
        joined, needed = grouped(model, tree_of(tree), actor)
        wanted, annotations = wanted & joined, {**annotations, **needed}
    order = paging.order_of(model, asked.one("sort"))
    limit = paging.limit_of(asked.one("limit"))
    shapes = chosen(model, fields_of(model, asked.one("fields")), whole=False)
    names = tuple(dict.fromkeys([*columns(shapes), *order.columns]))
    annotations |= order.annotations
    if rows is None and not annotations and not any(map(asked.one, ("q", "after", "count"))):
        found = _usual(model)(actor=actor, way=(wanted, order.steps, names, limit))
        return _page(found, order, limit, shapes, asked, actor)
    start = model.objects.visible_to(actor) if rows is None else rows.visible_to(actor)
    start = start.annotate(**annotations).filter(wanted)
    if text := asked.one("q").strip():
        start = start.filter(searched(model, text))
    counted = {"count": start.count()} if _wants_count(asked.one("count")) else {}
    if said := asked.one("after"):
        start = start.filter(paging.after(order, said))
    found = list(_ordered(start, order.steps, names, limit))
    return {**_page(found, order, limit, shapes, asked, actor), **counted}


def _ordered(rows: Any, steps: tuple[paging.Step, ...], names: tuple[str, ...], limit: int) -> Any:
    return rows.order_by(*(step.ordering for step in steps)).values(*names)[: limit + 1]


@functools.cache
def _usual(model: Any) -> Prepared:
    def make(wanted: Any, steps: Any, names: Any, limit: int, reach: Reach) -> Any:
        return _ordered(model.objects.visible_to(reach).filter(wanted), steps, names, limit)

    return Prepared(make, model)


def _page(
    found: list[Any], order: paging.Order, limit: int, shapes: Any, asked: Asked, actor: Actor
) -> dict[str, Any]:
    page = found[:limit]
    more = None
    if len(found) > limit:
        more = asked.following("after", paging.cursor(order, page[-1]))
    return {"items": told(page, shapes, actor), "next": more}


def _wants_count(said: str) -> bool:
    if said not in ("", "true", "false"):
        raise InvalidInput(field="count", problem=_("must be true or false"))
    return said == "true"


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


def record(model: Any, pk: Any, actor: Actor, fields: str = "") -> tuple[dict[str, Any], int]:
    """One record as plain values, and its version; ``fields`` chooses columns."""
    shapes: Sequence[Shape] = chosen(model, fields_of(model, fields), whole=True)
    names = dict.fromkeys([*columns(shapes), *(["version"] if model.VERSIONED else [])])
    # found through visible_to already, or made by the actor just now
    row = model._base_manager.filter(pk=pk).values(*names, *_more(model)).get()
    [made] = told([row], shapes, actor)
    if model is Case:
        made["survivor"] = _survivor(actor, pk) if row["merged_into_id"] else None
    return made, row.get("version", 1)


def _more(model: Any) -> list[str]:
    return ["merged_into_id"] if model is Case else []


def _survivor(actor: Actor, pk: Any) -> dict[str, Any]:
    """Where a merged case goes on: the end of its chain; nameless when the actor may not see it."""
    end = survivors([pk])[pk]
    seen = Case.objects.visible_to(actor).filter(pk=end)
    return {"id": end, "number": seen.values_list("number", flat=True).first()}
