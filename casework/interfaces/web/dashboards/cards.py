"""Cards: a row of a stream as markup, with its description and its actions."""

from typing import Any
from urllib.parse import quote

from django.utils.html import conditional_escape as escape
from django.utils.translation import gettext as _

from casework.interfaces.web.dashboards.tables import CLOSED, TABLES, Card, Table
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.words.operations import command_of


def card_of(table: Table, row: dict[str, Any], reader: Reader, here: str) -> str:
    """A row of a stream as a card; ``here`` is where its actions come back to."""
    card = table.card(row, reader)
    key, name = escape(card.key), escape(card.name)
    pick = escape(_("Select {name}").format(name=card.name))
    facts = "".join(f"<span>{one}</span>" for one in card.facts if one)
    return (
        f'<li class="stream-card line-{card.line}" data-card="{key}"'
        f"{' data-active' if card.active else ''}>"
        f'<input class="card-pick" type="checkbox" name="on" value="{key}" aria-label="{pick}">'
        f'<div class="card-body"><p class="card-title">{card.title}</p>'
        f'<div class="card-facts">{facts}{_description(card)}</div></div>'
        f"{_quick(table, card, name, here)}</li>"
    )


def _description(card: Card) -> str:
    if not card.text:
        return ""
    label = escape(_("Description"))
    return f"<details><summary>{label}</summary><p>{escape(card.text)}</p></details>"


def _quick(table: Table, card: Card, name: Any, here: str) -> str:
    operations = table.quick if card.active else CLOSED if table is TABLES["case"] else ()
    if not operations:
        return ""
    back = escape(quote(here, safe=""))
    links = "".join(
        f'<a href="/do/{one}?on={escape(quote(card.key, safe=""))}&amp;next={back}" data-dialog>'
        f"{escape(command_of(one).label)}</a>"
        for one in operations
    )
    label = escape(_("Actions for {name}").format(name=name))
    return (
        f'<details class="menu card-menu"><summary class="icon-button" aria-label="{label}">…'
        f'</summary><div class="menu-list">{links}</div></details>'
    )
