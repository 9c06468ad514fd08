"""Exporting: all rows of a list, as its address says it, as a file for a spreadsheet."""

import csv
import datetime
import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from casework.interfaces.calling import find_records
from casework.interfaces.reading import Asked, listed
from casework.interfaces.web.cells import Column
from casework.interfaces.web.failing import refused
from casework.interfaces.web.grids import ITEMS
from casework.interfaces.web.listing import Question, complete, question
from casework.interfaces.web.lists import LISTS, with_saved
from casework.interfaces.web.matching import matching
from casework.interfaces.web.queue import items_of
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.views import ITEM_VIEWS
from casework.interfaces.web.workbooks import workbook
from casework.kernel.actor import Actor
from casework.kernel.refusals import Refusal
from casework.kernel.shapes import shapes_of
from casework.people.privileges import refuse_export
from casework.queues.models import Queue

MOST = 100_000  # rows
PAGE = "500"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula
MARK = "\ufeff"  # by which spreadsheets know UTF-8
PICTURES = re.compile(r'<i aria-hidden="true">.*?</i>|<b class="flag">.*?</b>')
TAGS = re.compile(r"<[^>]*>")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(request: Any, name: str, kind: str) -> Any:
    """The list of a noun as a file; the address says which rows, as it does on the screen."""
    grid, views = LISTS[name]
    views = with_saved(grid, views, request.actor)
    return exported(request, grid, views, kind, str(grid.title), None)


def export_queue(request: Any, key: UUID, kind: str) -> Any:
    """What waits in a queue as a file."""
    try:
        [found] = find_records(Queue, [key], request.actor).values()
    except Refusal as refusal:
        return refused(request, refusal)
    rows = items_of(found, request.actor)
    views = with_saved(ITEMS, ITEM_VIEWS, request.actor)
    return exported(request, ITEMS, views, kind, found.name, rows)


@dataclass(frozen=True)
class _Export:
    """What is exported, and to whom."""

    asked: Question
    actor: Actor
    reader: Reader
    rows: Any

    def page(self, after: str) -> tuple[list[list[Any]], str]:
        """The values of a page of rows, and where the next one begins."""
        pairs = [*self.asked.asked, ("limit", PAGE), *([("after", after)] if after else [])]
        page = listed(self.asked.grid.model, Asked("", pairs), self.actor, self.rows)
        complete(self.asked.grid, page["items"], self.actor)
        made = [
            [value(one, row, self.reader, self.asked.grid.model) for one in self.asked.columns]
            for row in page["items"]
        ]
        return made, page["next"].rpartition("after=")[2] if page["next"] else ""

    def pages(self) -> Iterator[list[list[Any]]]:
        """Page by page, up to the most that goes into one file."""
        left, after = MOST, ""
        while left > 0:
            made, after = self.page(after)
            yield made[:left]
            left -= len(made)
            if not after:
                return


def exported(
    request: Any, grid: Any, views: Any, kind: str, title: str, rows: Any
) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """A list of a noun as a file (``kind`` csv or xlsx); ``rows`` narrows it to those of a record.

    Refuses with forbidden where one may not take records along, and with invalid-input.
    """
    reader, actor = Reader(), request.actor
    try:
        refuse_export(actor, grid.model.NOUN)
        asked = question(grid, views, dict(request.GET.lists()), actor, reader)
        whole = _Export(asked, actor, reader, rows)
        pages = whole.pages()
        first = next(pages)
        is_cut = _is_cut(whole)
    except Refusal as refusal:
        return refused(request, refusal)
    heads = [one.label for one in asked.columns]
    name = f"{title} - {asked.view.label} {reader.today.isoformat()}"
    if is_cut:
        name += " " + _("(the first {count})").format(count=MOST)
    answer: HttpResponse | StreamingHttpResponse | FileResponse
    if kind == "xlsx":
        every = (row for page in _chained(first, pages) for row in page)
        answer = FileResponse(workbook(title, heads, every), content_type=XLSX)
    else:
        same = _as_now(_chained(first, pages))
        answer = StreamingHttpResponse(_csv(heads, same), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _is_cut(whole: _Export) -> bool:
    found = matching(whole.asked, whole.actor)
    if whole.rows is not None:
        found = found.filter(pk__in=whole.rows.values("pk"))
    return bool(found.order_by().values("pk")[: MOST + 1].count() > MOST)


def _chained(first: Any, others: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from others


def _as_now(pages: Iterator[Any]) -> Iterator[Any]:
    """The pages made in the language and the zone of now, whenever they are asked for."""
    language, zone = translation.get_language() or "en", timezone.get_current_timezone()
    while True:
        with translation.override(language), timezone.override(zone):
            page = next(pages, None)
        if page is None:
            return
        yield page


def _csv(heads: Sequence[str], pages: Iterator[Any]) -> Iterator[bytes]:
    yield (MARK + _lines([heads])).encode()
    for page in pages:
        yield _lines(page).encode()


def _lines(rows: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[_safe(one) for one in row] for row in rows])
    return text.getvalue()


def _safe(one: Any) -> Any:
    if isinstance(one, datetime.datetime):
        return one.isoformat(" ", timespec="minutes")
    if isinstance(one, str) and one.startswith(FORMULA):
        return f"'{one}"
    return one


def value(column: Column, row: dict[str, Any], reader: Reader, model: Any) -> Any:
    """What a cell says, as a value of its own kind; times in the reader's zone."""
    given = row.get(column.name)
    if column.kind == "moment":
        return given.astimezone(reader.zone).replace(tzinfo=None) if given else None
    if column.kind in ("date", "number", "decimal"):
        return given
    shape = shapes_of(model).get(column.name)
    if shape is not None and shape.kind == "text" and not shape.field.choices:
        return given or ""
    return html.unescape(TAGS.sub("", PICTURES.sub("", column.cell(row, reader)))).strip()
