"""Listing: a page of a grid, as its address says it; everything about a list is in its address."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework.interfaces.reading import Asked, listed
from casework.interfaces.reading.filters import tree_of
from casework.interfaces.web.cells import Column, html
from casework.interfaces.web.full_names import with_full_names
from casework.interfaces.web.grids import Grid
from casework.interfaces.web.layouts import widths_of
from casework.interfaces.web.own_columns import with_own
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.templatetags.hub import icon
from casework.interfaces.web.views import Pairs, View, view_called
from casework.kernel.actor import Actor

# what an address says of the page and not of the rows
SAID = frozenset(
    {"view", "sort", "q", "after", "limit", "columns", "widths", "density", "did", "peek", "on",
     "menu"}
)  # fmt: skip
FILTER = "filter"  # in an address: a tree of conditions joined by all and any
COUNTED = 10_000  # rows; beyond it is said that there are more


class Address:
    """An address of a list, and the addresses that differ from it in one thing."""

    def __init__(self, path: str, given: dict[str, list[str]]) -> None:
        self.path, self.given = path, given

    def one(self, name: str) -> str:
        """The value of a name; empty where it is not there."""
        return (self.given.get(name) or [""])[-1]

    def with_(self, **changes: str) -> str:
        """The same list but for these; what is empty is left out."""
        pairs = [
            (name, value)
            for name, values in self.given.items()
            for value in values
            if name not in changes and name not in ("did", "peek", "on", "menu")
        ]
        pairs += [(name, value) for name, value in changes.items() if value]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path


@dataclass(frozen=True)
class Question:
    """What is asked of a list: whose rows, filtered how, in which order and columns."""

    grid: Grid
    view: View
    pairs: Pairs
    columns: list[Column]
    sort: str
    search: str
    own: Pairs
    widths: dict[str, int] = field(default_factory=dict)

    @property
    def asked(self) -> Pairs:
        """The same as REST would be asked."""
        names = ["id", *(name for one in self.columns for name in one.reads)]
        key = self.grid.model.KEY
        more = [key] if key not in names and key != "id" else []
        told = [*self.pairs, ("sort", self.sort), ("fields", ",".join([*names, *more]))]
        return [*told, ("q", self.search)] if self.search else told


def question(
    grid: Grid, views: tuple[View, ...], given: dict[str, list[str]], actor: Actor, reader: Reader
) -> Question:
    """What an address asks of a list."""

    def one(name: str) -> str:
        return (given.get(name) or [""])[-1]

    grid = with_own(grid)
    view = view_called(views, one("view"))
    own = [(name, value) for name, values in given.items() if name not in SAID for value in values]
    names = [name for name in one("columns").split(",") if name]
    columns = grid.chosen(names or list(view.columns))
    sized = widths_of(one("widths")) if "widths" in given else dict(view.widths)
    return Question(
        grid,
        view,
        _joined([*view.filter(actor, reader), *own]),
        columns,
        one("sort") or view.sort,
        one("q").strip(),
        own,
        {each.name: sized[each.name] for each in columns if each.name in sized},
    )


def _joined(pairs: Pairs) -> Pairs:
    """Trees of a view and of its address as one: a list takes one."""
    trees = [value for name, value in pairs if name == FILTER]
    if len(trees) < 2:
        return pairs
    both = json.dumps({"all": [tree_of(one) for one in trees]})
    return [*((n, v) for n, v in pairs if n != FILTER), (FILTER, both)]


@dataclass(frozen=True)
class Table:
    """The rows of one page of a list, ready to be shown."""

    heads: list[dict[str, Any]]
    body: SafeString
    rows: int
    more: str
    first: str
    keys: list[str] = field(default_factory=list)


def table(
    question: Question, address: Address, actor: Actor, reader: Reader, rows: Any = None
) -> Table:
    """One page of a list; ``rows`` narrows it to those below a record."""
    pairs = [*question.asked, ("limit", address.one("limit") or "50")]
    if after := address.one("after"):
        pairs.append(("after", after))
    page = listed(question.grid.model, Asked("", pairs), actor, rows)
    complete(question.grid, page["items"], actor)
    more = ""
    if page["next"]:
        more = address.with_(after=page["next"].rpartition("after=")[2])
    body = html("".join(_row(question, row, reader) for row in page["items"]))
    first = address.with_(after="") if address.one("after") else ""
    keys = [_key(question.grid, row) for row in page["items"]]
    return Table(_heads(question, address), body, len(keys), more, first, keys)


def complete(grid: Grid, items: list[dict[str, Any]], actor: Actor) -> None:
    """Put into rows what lists show and REST does not tell."""
    with_full_names(items)
    if grid.more is not None:
        grid.more(items, actor)


def _heads(question: Question, address: Address) -> list[dict[str, Any]]:
    by, down = question.sort.lstrip("-"), question.sort.startswith("-")
    made = []
    for one in question.columns:
        here = bool(one.sort) and one.sort == by
        order = ("descending" if down else "ascending") if here else ""
        to = one.sort and address.with_(sort=("" if down or not here else "-") + one.sort, after="")
        width = question.widths.get(one.name)
        made.append(
            {"label": one.label, "to": to, "order": order, "name": one.name, "width": width}
        )
    return made


def _key(grid: Grid, row: dict[str, Any]) -> str:
    return str(row["number"] if grid.model.NOUN == "case" else row["id"])


def _row(question: Question, row: dict[str, Any], reader: Reader) -> str:
    key = _key(question.grid, row)
    name = row.get(question.grid.model.KEY) or key
    told = escape(_("Select {name}").format(name=name))
    box = f'<input type="checkbox" name="on" value="{escape(key)}" aria-label="{told}">'

    def sized(one: Column) -> str:
        return " sized" if one.name in question.widths else ""

    tds = "".join(
        f'<td class="c-{one.name} k-{one.kind}{sized(one)}">{one.cell(row, reader)}</td>'
        for one in question.columns
    )
    peek = look = ""
    if question.grid.model.NOUN == "case":
        to, label = f"/peek/{escape(key)}", escape(_("Peek at {name}").format(name=name))
        peek = f' data-peek="{to}"'
        look = f'<a class="peek" href="{to}" data-dialog aria-label="{label}">{icon("eye")}</a>'
    return f'<tr data-key="{escape(key)}"{peek}><td class="pick">{box}{look}</td>{tds}</tr>'
