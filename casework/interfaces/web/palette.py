"""Palette: everything one can go to or do, found by a few letters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.cases.models import Case
from casework.customers.models import Account, Contact
from casework.interfaces.calling import look_up
from casework.interfaces.reading.filters import searched
from casework.interfaces.web.commands import OF_A_CASE, OF_A_CUSTOMER, OF_AN_ACTIVITY, commands
from casework.interfaces.web.foretelling import where
from casework.interfaces.web.grids import ITEMS
from casework.interfaces.web.lists import LISTS
from casework.interfaces.web.showing import SITE_MAP, show
from casework.interfaces.web.words.operations import NOUNS, command_of
from casework.kernel.actor import Actor
from casework.kernel.records import RECORDS
from casework.kernel.refusals import Refusal
from casework.kernel.text import fold

AT_ONCE = 50  # records in view whose commands are told
LONGEST = 100  # characters looked for
FOUND = 5  # records of each noun
NEW = ("case.open", "account.create", "contact.create")
MORE_PAGES: tuple[tuple[Any, str, str], ...] = ()
IN_VIEW: dict[str, tuple[str, ...]] = {
    "case": (*OF_A_CASE, "case.merge"),
    "activity": OF_AN_ACTIVITY,
    "account": tuple(f"account.{verb}" for verb in OF_A_CUSTOMER),
    "contact": tuple(f"contact.{verb}" for verb in OF_A_CUSTOMER),
    "queue_item": ITEMS.bulk,
}


@dataclass(frozen=True)
class Entry:
    """One line: where it leads, or what stands against it; ``opens`` a dialog over the page."""

    label: str
    to: str
    icon: str = ""
    why: str = ""
    opens: bool = False
    note: str = ""
    place: int = 0


@dataclass(frozen=True)
class Group:
    """Lines of one kind."""

    title: str
    entries: list[Entry]


def palette(request: Any) -> Any:
    """What fits the letters: commands on what is in view, views, pages, and records.

    As a list to be put into the dialog, or as a page for who works without scripts.
    """
    words = request.GET.get("q", "").strip()[:LONGEST]
    parts = fold(words).split()
    groups = [
        Group(title, _fitting(entries, parts))
        for title, entries in (
            (_("Commands"), _commands(request)),
            (_("New"), _new()),
            (_("Pages"), _pages()),
            (_("Views"), _views()),
        )
    ]
    if words:
        groups.append(Group(_("Records"), list(_records(words, request.actor))))
        everywhere = Entry(
            _("Search for {words}").format(words=words), f"/search?{urlencode({'q': words})}",
            "search",
        )  # fmt: skip
        groups.append(Group(_("Search"), [everywhere]))
    shown = _numbered(one for one in groups if one.entries)
    count = sum(len(one.entries) for one in shown)
    said = {
        "title": _("Command palette"),
        "words": words,
        "groups": shown,
        "kept": [(n, v) for n, vs in request.GET.lists() for v in vs if n != "q"],
        "told": ngettext("{count} result", "{count} results", count).format(count=count),
    }
    return show(request, "palette_list.html" if request.htmx else "palette.html", said)


def _numbered(groups: Iterable[Group]) -> list[Group]:
    count, made = 0, []
    for one in groups:
        numbered = [replace(entry, place=count + n) for n, entry in enumerate(one.entries)]
        made.append(Group(one.title, numbered))
        count += len(numbered)
    return made


def _fitting(entries: Iterable[Entry], parts: list[str]) -> list[Entry]:
    """Those in which every part begins a word, first those that begin with the first part."""
    found = []
    for one in entries:
        said = fold(f"{one.label} {one.note}")
        if all(f" {part}" in f" {said}" for part in parts):
            found.append((not (parts and said.startswith(parts[0])), one))
    return [one for _rank, one in sorted(found, key=lambda pair: pair[0])]


def _commands(request: Any) -> list[Entry]:
    """The operations on the open record, or on the selected rows, each with its reason if not."""
    noun, given = request.GET.get("noun", ""), request.GET.getlist("on")
    names = IN_VIEW.get(noun)
    if not names:
        return []
    back = request.GET.get("next", "")
    more = f"&{urlencode({'next': back})}" if back.startswith("/") else ""
    if every := request.GET.get("all"):
        query = urlencode({"all": every}) + more
        return [_entry_of(name, f"/do/{name}?{query}") for name in names]
    found = look_up(RECORDS[noun], given[:AT_ONCE], request.actor, whole=True)
    records = [one for one in found.values() if not isinstance(one, Refusal)]
    if not records:
        return []
    note = str(records[0]) if len(records) == 1 else _selected(noun, len(records))
    keys = [one.number if noun == "case" else str(one.pk) for one in records]
    made = []
    for one in commands(records, names, request.actor, *keys):
        to, why = one.to + more, f"{one.why} {one.cure}".strip()
        if one.operation == "case.merge" and len(records) == 1:
            to = f"/merge/{keys[0]}"
        made.append(Entry(one.label, "" if why else to, one.icon, why, not why, note))
    return made


def _selected(noun: str, count: int) -> str:
    told = ngettext("{count} selected row", "{count} selected rows", count)
    return f"{NOUNS[noun]}: {told.format(count=count)}"


def _entry_of(operation: str, to: str) -> Entry:
    command = command_of(operation)
    return Entry(str(command.label), to, command.icon, opens=True)


def _new() -> list[Entry]:
    return [_entry_of(name, f"/do/{name}") for name in NEW]


def _pages() -> Iterator[Entry]:
    for _name, label, to, icon in SITE_MAP:
        yield Entry(str(label), to, icon)
    yield Entry(_("Your settings"), "/me", "gear")
    for label, to, icon in MORE_PAGES:
        yield Entry(str(label), to, icon)


def _views() -> Iterator[Entry]:
    for grid, views in LISTS.values():
        for one in views:
            yield Entry(str(one.label), f"{grid.place}?view={one.name}", "", note=str(grid.title))


def _records(words: str, actor: Actor) -> Iterator[Entry]:
    """The first records that hold the words; a case by its number comes before all."""
    for model, icon, by in (
        (Case, "case", "-created_at"),
        (Account, "building", "name_key"),
        (Contact, "person", "name_key"),
    ):
        try:
            rows = model.objects.visible_to(actor).filter(searched(model, words))
        except Refusal:
            return
        for one in rows.order_by(by)[:FOUND]:
            name = f"{one.number} {one.title}" if isinstance(one, Case) else str(one)
            yield Entry(name, where(one), icon, note=str(NOUNS[model.NOUN]))
