"""Preferences: how one wishes to see and do things."""

from dataclasses import dataclass, fields
from typing import Any, Literal

from django.utils.translation import gettext as _

from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.operations import creation
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.workplace.checking import check_columns, check_size, check_widths
from casework.workplace.models import Preference, View

WAYS = ("bell", "email")
ENTRIES, LONGEST = 200, 60  # of a table of names, and characters of a name or a key
JSON_COLUMNS = ("shortcuts", "columns", "notify_by")


@dataclass(kw_only=True)
class PreferenceChange(NewRow):
    """What one wishes otherwise; what is not given stays.

    ``shortcuts`` gives names their keys; ``after_operation`` is where one is afterwards;
    ``default_view`` and ``default_dashboard`` are ids, or names of those that ship; ``columns``
    gives tables their ``columns`` and ``widths`` (null forgets those of a table); ``notify_by``
    gives what happens the ways by which one is told: bell, email.
    """

    theme: Literal["system", "light", "dark", "contrast"] | Unset = UNSET
    density: Literal["comfortable", "compact"] | Unset = UNSET
    shortcuts_on: bool | Unset = UNSET
    shortcuts: dict[str, Any] | Unset = UNSET
    after_operation: Literal["stay", "next", "list"] | Unset = UNSET
    default_view: str | Unset = UNSET
    default_dashboard: str | Unset = UNSET
    newest_first: bool | Unset = UNSET
    columns: dict[str, Any] | Unset = UNSET
    notify_by: dict[str, Any] | Unset = UNSET


NAMES = [one.name for one in fields(PreferenceChange) if one.name != "id"]


@creation("preference.change", makes=Preference, row=PreferenceChange)
def change(work: Work, rows: list[PreferenceChange]) -> WorkingSet:
    """Choose how things look and work for oneself. Everybody may, and nobody for others.

    Refuses with invalid-input naming what does not fit, such as one key for two shortcuts.
    """
    wanted: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    for row in rows:
        given = {name: value for name in NAMES if (value := getattr(row, name)) is not UNSET}
        try:
            _check(given)
        except InvalidInput as refusal:
            refusal.targets = {row.id}
            raise
        columns.update(given.get("columns", {}))
        wanted.update(given)
    mine = work.gather(_of(work.actor.user))
    if "columns" in wanted:
        present = next(iter(work.facts(mine, "columns").values()), None)
        merged = {**(present.columns if present else {}), **columns}
        wanted["columns"] = {table: one for table, one in merged.items() if one is not None}
    if mine:
        work.change(work.differing(mine, wanted), "preference.changed", **wanted)
        return mine
    new = {"id": rows[0].id, "user": work.actor.user, **wanted}
    return work.add(Preference, [new], "preference.changed")


def _of(user: Any) -> Any:
    rows: Any = Preference.objects
    return rows.filter(user=user)


def _check(given: dict[str, Any]) -> None:
    for name in JSON_COLUMNS:
        if name in given:
            if not isinstance(given[name], dict):
                problem = _("must be an object with names and values")
                raise InvalidInput(field=name, problem=problem)
            check_size(name, given[name])
            _check_names(name, given[name])
    _check_keys(given.get("shortcuts", {}))
    for table, one in given.get("columns", {}).items():
        _check_table(table, one)
    for ways in given.get("notify_by", {}).values():
        if not isinstance(ways, list) or any(way not in WAYS for way in ways):
            problem = _("each is a list of {known}").format(known=", ".join(WAYS))
            raise InvalidInput(field="notify_by", problem=problem)


def _check_names(field: str, given: dict[str, Any]) -> None:
    if len(given) > ENTRIES or any(not 0 < len(name) <= LONGEST for name in given):
        problem = _("has up to {most} names of at most {length} characters").format(
            most=ENTRIES, length=LONGEST
        )
        raise InvalidInput(field=field, problem=problem)


def _check_keys(shortcuts: dict[str, Any]) -> None:
    taken: dict[str, str] = {}
    for name, key in shortcuts.items():
        if not isinstance(key, str) or not 0 < len(key) <= LONGEST:
            problem = _("{name} needs a key, a text of at most {length} characters")
            raise InvalidInput(field="shortcuts", problem=problem.format(name=name, length=LONGEST))
        if (other := taken.setdefault(key, name)) != name:
            problem = _("{key} is the key of both {name} and {other}: choose another for one")
            raise InvalidInput(
                field="shortcuts", problem=problem.format(key=key, name=name, other=other)
            )


def _check_table(table: str, one: Any) -> None:
    if table not in View.TABLES:
        known = ", ".join(View.TABLES)
        raise InvalidInput(field="columns", problem=_("is not one of {known}").format(known=known))
    if one is None:
        return
    if not isinstance(one, dict) or one.keys() - {"columns", "widths"}:
        raise InvalidInput(
            field="columns", problem=_("has columns and widths for each table, and nothing else")
        )
    check_columns(RECORDS[table], one.get("columns", []))
    check_widths(RECORDS[table], one.get("widths", {}))
