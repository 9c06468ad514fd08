"""Matching: the rows that a list would show, and how many there are."""

import functools
from typing import Any

from casework.interfaces.reading.filters import condition, grouped, searched, tree_of
from casework.interfaces.web.listing import COUNTED, FILTER, Question
from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared
from casework.kernel.reach import Reach


def _wanted(question: Question, actor: Actor) -> tuple[Any, dict[str, Any]]:
    """What the rows must be, and what they must be annotated with for it."""
    model = question.grid.model
    trees = [tree_of(value) for name, value in question.pairs if name == FILTER]
    plain = [(name, value) for name, value in question.pairs if name != FILTER]
    wanted, annotations = condition(model, plain, actor)
    for tree in trees:
        more, needed = grouped(model, tree, actor)
        wanted, annotations = wanted & more, {**annotations, **needed}
    return wanted, annotations


def matching(question: Question, actor: Actor) -> Any:
    """All rows that a list would show, page by page, as a queryset."""
    model = question.grid.model
    wanted, annotations = _wanted(question, actor)
    rows = model.objects.visible_to(actor).annotate(**annotations).filter(wanted)
    return rows.filter(searched(model, question.search)) if question.search else rows


def counted(question: Question, actor: Actor, rows: Any = None) -> tuple[int, bool]:
    """How many rows there are, and whether there are more than were counted."""
    wanted, annotations = _wanted(question, actor)
    if rows is None and not annotations and not question.search:
        count = _usual(question.grid.model).count(actor=actor, way=(wanted,))
    else:
        found = matching(question, actor)
        if rows is not None:
            found = found.filter(pk__in=rows.values("pk"))
        count = found.order_by().values("pk")[: COUNTED + 1].count()
    return min(count, COUNTED), count > COUNTED


@functools.cache
def _usual(model: Any) -> Prepared:
    def make(wanted: Any, reach: Reach) -> Any:
        rows = model.objects.visible_to(reach).filter(wanted)
        return rows.order_by().values("pk")[: COUNTED + 1]

    return Prepared(make, model)
