"""Layouts: in which order the columns of a list stand, and how wide each of them is."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from casework.interfaces.web.cells import Column
from casework.workplace.checking import NARROWEST, WIDEST
from casework.workplace.models import Preference

WIDTH = "width."  # and the name of a column: how wide it is to be, in a form
NARROW, WIDE = 96, 352  # pixels


def widths_of(text: str) -> dict[str, int]:
    """Widths in pixels as an address says them (``title:352,owner:96``); others are left out."""
    made = {}
    for one in text.split(","):
        name, _colon, width = one.rpartition(":")
        if name and width.isascii() and width.isdecimal() and len(width) < 6:
            made[name] = min(max(int(width), NARROWEST), WIDEST)
    return made


def written(widths: Mapping[str, int]) -> str:
    """Widths as an address says them."""
    return ",".join(f"{name}:{width}" for name, width in widths.items())


def widths_said(given: Any, names: Iterable[str]) -> dict[str, int]:
    """The widths that a form says for the columns of these names."""
    said = [f"{name}:{given[WIDTH + name]}" for name in names if given.get(WIDTH + name)]
    return widths_of(",".join(said))


def moved(names: list[str], act: str) -> list[str]:
    """The columns after the press of a button: ``up`` or ``down`` and a name."""
    verb, _colon, name = act.partition(":")
    made = [one for one in names if one]
    if name not in made or verb not in ("up", "down"):
        return made
    here = made.index(name)
    there = max(here - 1, 0) if verb == "up" else min(here + 1, len(made) - 1)
    made[here], made[there] = made[there], made[here]
    return made


def choices(
    known: Mapping[str, Column], chosen: list[str], widths: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Every column to be chosen: those that are, in their order, then the others by their names."""
    rest = sorted((one for one in known if one not in chosen), key=lambda one: known[one].label)
    return [
        {"name": name, "label": known[name].label, "on": name in chosen,
         "widths": _widths(widths.get(name))}
        for name in [*(one for one in chosen if one in known), *rest]
    ]  # fmt: skip


def _widths(now: int | None) -> list[tuple[str, str, bool]]:
    """What may be chosen as a width: value, label and whether it is so now."""
    made = [
        ("", _("Normal"), now is None),
        (str(NARROW), _("Narrow"), now == NARROW),
        (str(WIDE), _("Wide"), now == WIDE),
    ]
    if now not in (None, NARROW, WIDE):
        made.append((str(now), f"{now} px", True))
    return made


def usual(preference: Preference, noun: str) -> dict[str, list[str]]:
    """What one's own columns of a table would be in an address; nothing where none are kept."""
    kept = preference.columns.get(noun) or {}
    said = {"columns": ",".join(kept.get("columns", ())), "widths": written(kept.get("widths", {}))}
    return {name: [text] for name, text in said.items() if text}
