"""Records: the page of one account, contact, person or team, and what all such pages share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from casework.interfaces.calling import find_records
from casework.interfaces.web import editing
from casework.interfaces.web.commands import Command, commands
from casework.interfaces.web.customs import custom_fields
from casework.interfaces.web.failing import refused
from casework.interfaces.web.forms import Field
from casework.interfaces.web.listing import Table
from casework.interfaces.web.past import changes_of
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show
from casework.interfaces.web.words.operations import NOUNS
from casework.kernel.refusals import Refusal

TABS: tuple[tuple[str, Any], ...] = (("summary", _("Summary")), ("history", _("History")))


@dataclass(frozen=True)
class Part:
    """A list below a record: its title, its rows, where all of them are, and what makes one."""

    name: str
    title: Any
    table: Table
    more: str = ""
    new: str = ""


@dataclass(frozen=True)
class Page:
    """What the page of a noun shows: its columns as a form, its commands, what lies below it."""

    model: Any
    related: tuple[str, ...]
    bar: Callable[[Any], tuple[str, ...]]
    told: Callable[[Any, Any, Reader], dict[str, Any]]
    sheet: editing.Sheet | None = None
    names: Callable[[Any], tuple[str, ...]] = lambda record: ()
    locked: Callable[[Any, Field], bool] = lambda record, field: False
    template: str = "record.html"


def page(request: Any, key: UUID, shown: Page) -> Any:
    """The page of a record; sent back, it saves what was changed in it."""
    try:
        [found] = find_records(shown.model, [key], request.actor).values()
    except Refusal as refusal:
        return refused(request, refusal)
    record = shown.model.objects.select_related(*shown.related).get(pk=found.pk)
    tab = "history" if request.GET.get("tab") == "history" else "summary"
    bar, fields, locked = _form(record, shown, request, tab)
    status, problems = 200, []
    if request.method == "POST" and shown.sheet and not locked:
        saved = editing.save(request, shown.sheet, record, fields, request.path)
        if isinstance(saved, HttpResponse):
            return saved
        status, problems = saved
    reader = Reader()
    said = {
        "record": record,
        "in_view": urlencode(
            {"noun": shown.model.NOUN, "on": str(record.pk), "next": request.path}
        ),
        "noun": shown.model.NOUN,
        "noun_label": NOUNS[shown.model.NOUN],
        "title": str(record),
        "commands": bar,
        "fields": fields,
        "locked": locked,
        "saves": any(not one.locked for one in fields),
        "problems": problems,
        "tab": tab,
        "tabs": [(name, label, name == tab) for name, label in TABS],
        **shown.told(record, request, reader),
    }
    if tab == "history":
        said["past"] = changes_of(record, request, reader)
    return show(request, shown.template, said, status=status)


def _form(
    record: Any, shown: Page, request: Any, tab: str
) -> tuple[Sequence[Command], list[Field], str]:
    """The commands, the fields, and why nothing may be changed (empty where something may)."""
    if shown.sheet is None:
        return [], [], ""
    wanted = (*shown.bar(record), shown.sheet.edit)
    *bar, edit = commands(record, wanted, request.actor, str(record.pk))
    if tab == "history" and request.method != "POST":
        return bar, [], ""
    asked = editing.fields_of(shown.sheet, record, shown.names(record), request.actor)
    fields = [*asked, *custom_fields(record, request.actor)]
    for one in fields:
        one.locked = bool(edit.why) or shown.locked(record, one)
    return bar, fields, f"{edit.why} {edit.cure}".strip()
