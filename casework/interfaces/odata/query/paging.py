"""Pages of a collection: how many rows, in which order, and where the next page lies."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.query.expanding import Expanding
from casework.interfaces.odata.query.options import MOST, Expand, Options, options_of
from casework.interfaces.odata.query.ordering import beyond, read_token, steps_of, token_of
from casework.interfaces.odata.query.reaching import Row, Scope
from casework.interfaces.odata.query.translating import Translating
from casework.interfaces.odata.query.views import as_shown, narrowed, view_of
from casework.interfaces.odata.records import Telling

TOTAL = "@Microsoft.Dynamics.CRM.totalrecordcount"
MOST_COUNTED = 5000  # that @odata.count tells, as Dataverse has it
READABLE = "$@(),'/:;=!*"


@dataclass
class Page:
    """A page of a collection as it is answered: ``members`` stand beside ``value``."""

    context: str
    records: list[dict[str, Any]]
    members: dict[str, Any] = field(default_factory=dict)
    applied: list[str] = field(default_factory=list)  # preferences for Preference-Applied


def page(asked: Asked, entity: Entity, rows: Any) -> Page:
    """The page of ``rows`` that $select, $filter, $orderby, $top, $count, $expand and $skiptoken
    ask. Raises QueryRefused."""
    options = options_of(asked.options)
    view = view_of(asked, entity)
    if view is not None:
        rows, options = narrowed(rows, view, asked), as_shown(options, view, entity)
    translating = Translating(asked.actor, asked.catalogue)
    expanding, scope = Expanding(asked, translating), Scope(Row(entity))
    if options.filter is not None:
        rows = rows.filter(translating.condition(options.filter, scope))
    steps = steps_of(translating, scope, options.order)
    served, after = 0, None
    if "$skiptoken" in asked.options:
        served, after = read_token(asked.options["$skiptoken"], options.order_text, steps)
    size, applied = page_size(asked)
    left = size if options.top is None else max(min(size, options.top - served), 0)
    expanding.check(entity, options)
    extra = {f"@order{n}": step.expression for n, step in enumerate(steps[:-1])}
    extra |= expanding.keys(entity, options.expand)
    columns = expanding.names(entity, options.select)
    telling = Telling(entity, columns, asked, extra=extra)
    beginning = rows if after is None else rows.filter(beyond(steps, after))
    ordered = beginning.order_by(*(step.ordering for step in steps))
    found = telling.read(ordered[: left + 1]) if left else []
    more = len(found) > left
    del found[left:]
    made = Page(context_of(asked, entity, options), telling.told(found), applied=applied)
    expanding.fill(telling, found, made.records, options.expand)
    served += len(found)
    if options.count:
        known = served if after is None and not more and options.top is None else None
        _count(made, asked, rows, known)
    elif TOTAL.removeprefix("@") in asked.annotations:
        made.members |= {TOTAL: -1, f"{TOTAL}limitexceeded": False}
    if more and (options.top is None or served < options.top):
        places = [telling.place[f"@order{n}"] for n in range(len(steps) - 1)]
        last = [*(found[-1][place] for place in places), found[-1][telling.place["pk"]]]
        token = token_of(options.order_text, served, last)
        made.members["@odata.nextLink"] = following(asked, token)
    return made


def page_size(asked: Asked) -> tuple[int, list[str]]:
    """How many rows a page has, and the preference that says so."""
    said = asked.preferences.get("odata.maxpagesize") or asked.preferences.get("maxpagesize")
    if said is None or not (said.isascii() and said.isdecimal() and len(said) < 10):
        return MOST, []
    size = int(said)
    if size < 1:
        return MOST, []
    size = min(size, MOST)
    return size, [f"odata.maxpagesize={size}"]


def _count(made: Page, asked: Asked, rows: Any, known: int | None) -> None:
    number = known if known is not None else rows.order_by()[: MOST_COUNTED + 1].count()
    made.members["@odata.count"] = min(number, MOST_COUNTED)
    if TOTAL.removeprefix("@") in asked.annotations:
        made.members[TOTAL] = min(number, MOST_COUNTED)
        made.members[f"{TOTAL}limitexceeded"] = number > MOST_COUNTED


def following(asked: Asked, token: str) -> str:
    """The address of the page that follows: the same question, but for where it begins."""
    kept = {name: text for name, text in asked.options.items() if name != "$skiptoken"}
    kept["$skiptoken"] = token
    query = urlencode(kept, quote_via=quote, safe=READABLE)
    return f"{asked.base}{quote(asked.path, safe=READABLE)}?{query}"


def one(asked: Asked, entity: Entity, rows: Any) -> tuple[str, dict[str, Any]] | None:
    """The context and the record of the one row, as $select and $expand ask."""
    options = options_of(asked.options)
    expanding = Expanding(asked, Translating(asked.actor, asked.catalogue))
    expanding.check(entity, options)
    columns = expanding.names(entity, options.select)
    telling = Telling(entity, columns, asked, extra=expanding.keys(entity, options.expand))
    found = telling.read(rows[:1])
    if not found:
        return None
    records = telling.told(found)
    expanding.fill(telling, found, records, options.expand)
    return f"{context_of(asked, entity, options)}/$entity", records[0]


def count(asked: Asked, entity: Entity, rows: Any) -> int:
    """How many rows the $filter leaves. Raises QueryRefused."""
    options = options_of(asked.options)
    if options.filter is not None:
        translating = Translating(asked.actor, asked.catalogue)
        rows = rows.filter(translating.condition(options.filter, Scope(Row(entity))))
    return int(rows.order_by().count())


def context_of(asked: Asked, entity: Entity, options: Options) -> str:
    """What the answer is, as clients read it."""
    return f"{asked.base}$metadata#{entity.set_name}{_inside(options.select, options.expand)}"


def _inside(select: Sequence[str] | None, expand: Sequence[Expand]) -> str:
    names = [*(select or ())]
    names += [f"{one.name}{_inside(one.options.select, one.options.expand) or '()'}"
              for one in expand]  # fmt: skip
    return f"({','.join(names)})" if names else ""
