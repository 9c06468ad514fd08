"""Pages: what a list was asked, and how it is told."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import typer
from django.utils.translation import gettext as _

from casework.interfaces import reading
from casework.interfaces.cli.printing import complain, print_json, print_table
from casework.kernel.refusals import InvalidInput
from casework.kernel.shapes import shapes_of

WIDTH = 7
COLUMNS = {
    "case": ("number", "title", "state", "status", "priority", "owner", "created_at"),
    "activity": ("id", "kind", "subject", "state", "case", "minutes", "due_at"),
    "resolution": (
        "subject",
        "case",
        "resolution_type",
        "total_minutes",
        "billable_minutes",
        "resolved_at",
        "withdrawn_at",
    ),
    "run": ("id", "at", "operation", "actor", "interface"),
    "check": ("code", "status"),
    "replay": ("from_code", "to_code", "count", "cases"),
    "timeline": ("at", "kind", "who", "subject", "event"),
    "history": ("at", "who", "record_type", "column", "before", "after"),
    "available": ("operation", "available", "detail"),
}
UNTOLD = {"version", "created_by", "modified_at", "modified_by", "custom", "id", "unit"}


def print_list(
    ctx: typer.Context,
    model: Any,
    path: str,
    pairs: list[tuple[str, str]],
    said: dict[str, str],
    fields: str,
    actor: Any,
    below: tuple[str, str] | None = None,
) -> None:
    """A page of the records of a noun, filtered by NAME=VALUE, as a table or in JSON; ``below`` a
    list of a case and its key."""
    columns = [one.strip() for one in fields.split(",") if one.strip()] or columns_of(model)
    names = ["owner_user,owner_team" if one == "owner" else one for one in columns]
    shown = fields or ("" if ctx.obj["json"] else ",".join(names))
    pairs = [*pairs, *((k, v) for k, v in {**said, "fields": shown}.items() if v)]
    asked = reading.Asked(path, pairs)
    rows = None
    if below:
        name, key = below
        rows = reading.rows_below(name, reading.case_above(key, asked, actor))
    with reading.past(model, asked, actor) as told:
        page = {**reading.listed(model, asked, actor, rows), **told}
    print_page(ctx, page, columns, "after")


def columns_of(model: Any) -> list[str]:
    """The columns people see of a list unless they ask for others."""
    if model.NOUN in COLUMNS:
        return list(COLUMNS[model.NOUN])
    key = model.KEY
    shapes = [one for one in shapes_of(model).values() if one.kind != "json" and not one.long]
    names = [one.name for one in shapes if one.name not in {*UNTOLD, key}]
    if {"owner_user", "owner_team"} <= set(names):
        names = [*(one for one in names if not one.startswith("owner_")), "owner"]
    dated = "created_at" in names and len(names) > WIDTH
    return [key, *(one for one in names if not dated or one != "created_at")][:WIDTH]


def print_page(ctx: typer.Context, page: dict[str, Any], columns: Any, name: str) -> None:
    """A page as a table, with where it goes on; or as the object that REST answers."""
    if ctx.obj["json"]:
        print_json(page)
        return
    print_table(page["items"], columns)
    if "count" in page:
        complain(_("There are {count}.").format(count=page["count"]))
    if following := page.get("next"):
        told = _("There is more: --{name} {place}")
        complain(told.format(name=name, place=cursor(following, name)))


def pair(text: str) -> tuple[str, str]:
    """NAME=VALUE as a name and a value; raises InvalidInput showing how it is written."""
    found = re.fullmatch(r"([^=]+?)\s*=\s*(.*)", text, re.DOTALL)
    if not found:
        raise InvalidInput(field="--filter", problem=_("write NAME=VALUE, as in state=active"))
    return found[1], found[2]


def cursor(said: str, name: str) -> str:
    """Where a page goes on: the cursor itself, or a whole ``next``."""
    if said.startswith("/"):
        return parse_qs(urlsplit(said).query).get(name, [""])[0]
    return said
