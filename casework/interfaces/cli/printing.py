"""Printing: tables for people, JSON for programs."""

import datetime
import sys
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table
from rich.text import Text

from casework.interfaces.reading import in_json

WIDE = 10_000  # where nobody looks at a screen nothing is cut


class Paper(Console):
    """Standard output or standard error: as wide as the screen, coloured only on one."""

    def __init__(self, *, stderr: bool = False) -> None:
        file = sys.stderr if stderr else sys.stdout
        super().__init__(file=file, highlight=False, width=None if file.isatty() else WIDE)

    def on_broken_pipe(self) -> None:
        """Nobody reads on."""
        raise BrokenPipeError


def clean(text: str) -> str:
    """Text without what a terminal would obey."""
    return "".join(one if one.isprintable() else " " for one in text)


def complain(text: str) -> None:
    """A sentence on standard error."""
    Paper(stderr=True).print(Text(clean(text)), soft_wrap=True)


def say(text: str, style: str = "") -> None:
    """A line on standard output."""
    Paper().print(Text(clean(text), style), soft_wrap=True)


def print_json(value: Any) -> None:
    """A value for programs: indented on a screen, one line elsewhere."""
    print_bytes(in_json(value, indent=sys.stdout.isatty()))


def print_bytes(text: bytes) -> None:
    """JSON that is ready, as it is."""
    sys.stdout.write(text.decode("utf-8", "replace") + "\n")
    sys.stdout.flush()


def print_table(items: Sequence[Any], columns: Sequence[str]) -> None:
    """Rows as a table."""
    if not items:
        complain(_("There are none."))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in columns:
        fixed = name in ("number", "id", "record", "operation") or name.endswith("_at")
        table.add_column(title_of(name), no_wrap=fixed, overflow="fold" if fixed else "ellipsis")
    for item in items:
        table.add_row(*(Text(cell(item, name)) for name in columns))
    Paper().print(table)


def print_record(item: dict[str, Any], key: str) -> None:
    """One record, its name first, a line for each column that holds something."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in {key: item.get(key), **item}.items():
        if value in (None, "", {}, []) or name.endswith(("_code", "_label")):
            continue
        table.add_row(title_of(name), Text(cell(item, name)))
    Paper().print(table)


def title_of(name: str) -> str:
    """A column's name as people read it."""
    return name.replace("_", " ").capitalize()


def cell(item: Any, name: str) -> str:
    """A value as people read it: labels for codes, names for records, UTC to the minute."""
    given = item if isinstance(item, dict) else vars(item)
    if name == "owner":
        return cell(given, "owner_user") or cell(given, "owner_team")
    value = given.get(f"{name}_label") or given.get(name)
    if value is None:
        return ""
    if isinstance(value, dict):
        named = value.get("number") or value.get("name")
        if named or "id" in value:
            return clean(str(named or value["id"]))
        return clean(", ".join(f"{key}: {one}" for key, one in value.items()))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple):
        return clean(", ".join(str(one) for one in value))
    return clean(str(value))
