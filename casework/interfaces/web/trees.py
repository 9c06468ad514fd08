"""Trees: rows that lie below one another, as nested lists and as paths to choose from."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.safestring import SafeString

from casework.interfaces.web.cells import html

DEEPEST = 50  # levels; deeper ones are shown side by side
Row = tuple[Any, Any, str]  # key, key of the parent, name


def below(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """The rows below each key by name; one whose parent is not among them is at the top."""
    found = list(rows)
    keys = {key for key, _parent, _name in found}
    made: dict[Any, list[Row]] = {}
    for row in sorted(found, key=lambda one: one[2].casefold()):
        made.setdefault(row[1] if row[1] in keys else None, []).append(row)
    return made


def paths(rows: Iterable[Row]) -> list[tuple[Any, str]]:
    """Every key with the names from the top down to it, in the order of the tree."""
    tree = below(rows)

    def under(parent: Any, names: tuple[str, ...]) -> list[tuple[Any, str]]:
        made: list[tuple[Any, str]] = []
        for key, _parent, name in tree.get(parent, ()):
            here = (*names, name)
            made.append((key, " / ".join(here)))
            if len(here) < DEEPEST:
                made += under(key, here)
        return made

    return under(None, ())


def nested(rows: Iterable[Row], cell: Callable[[Row], str]) -> SafeString:
    """The rows as lists in lists, each as ``cell`` shows it."""
    tree = below(rows)

    def under(parent: Any, level: int) -> str:
        some = tree.get(parent, ())
        if not some or level > DEEPEST:
            return ""
        items = "".join(f"<li>{cell(row)}{under(row[0], level + 1)}</li>" for row in some)
        return f'<ul class="tree">{items}</ul>'

    return html(under(None, 1))
