"""Views: saved lists of one's own, shared with others where one wishes."""

from dataclasses import dataclass, field
from typing import Any

from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.columns import fitting
from casework.kernel.operations import creation, operation
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team
from casework.workplace.checking import check_columns, check_size, check_sort, check_widths
from casework.workplace.models import View
from casework.workplace.sharing import SharedWith, each, share_with
from casework.workplace.trees import check

JSON_COLUMNS = ("filter", "columns", "widths")


@dataclass(kw_only=True)
class NewView(NewRow):
    """A view to be made.

    ``table`` is case, activity, account, contact or queue_item; ``filter`` joins comparisons by all
    and any, empty for every record; ``columns`` are shown from left to right, the usual ones when
    empty; ``widths`` are pixels by column, which else is as wide as its content; ``sort`` is as
    lists take it: -created_at,title.
    """

    name: str
    table: str
    filter: dict[str, Any] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    widths: dict[str, Any] = field(default_factory=dict)
    sort: str = ""


@creation("view.create", makes=View, row=NewView)
def create(work: Work, rows: list[NewView]) -> WorkingSet:
    """Save lists under a name, for oneself; view.share lets others see them.

    Refuses with forbidden, and with invalid-input naming a column or an operator that is not
    there, and those that are.
    """
    owner = work.actor.on_behalf_of or work.actor.user
    names = ("id", "name", "table", "filter", "columns", "widths", "sort")
    made = []
    for row in rows:
        try:
            fitting(View, "table", row.table)
            _check(row.table, {name: getattr(row, name) for name in ("sort", *JSON_COLUMNS)})
        except InvalidInput as refusal:
            refusal.targets = {row.id}
            raise
        made.append({"owner_user": owner, **{name: getattr(row, name) for name in names}})
    return work.add(View, made, "view.created")


@operation("view.edit", on=View)
def edit(
    work: Work,
    views: WorkingSet,
    *,
    name: str | Unset = UNSET,
    filter: dict[str, Any] | Unset = UNSET,
    columns: list[str] | Unset = UNSET,
    widths: dict[str, Any] | Unset = UNSET,
    sort: str | Unset = UNSET,
    is_active: bool | Unset = UNSET,
) -> None:
    """Change saved lists; what is not given stays. The table stays for ever.

    An inactive view is kept and not offered. Refuses with forbidden, and with invalid-input naming
    a column or an operator that is not there.
    """
    given = {
        "name": name, "filter": filter, "columns": columns, "widths": widths, "sort": sort,
        "is_active": is_active,
    }  # fmt: skip
    changes: dict[str, Any] = {key: value for key, value in given.items() if value is not UNSET}
    wanted = {one: each(given[one], views) for one in ("sort", *JSON_COLUMNS)}
    if any(wanted.values()):
        for key, row in work.facts(views, "table").items():
            try:
                _check(row.table, {n: some[key] for n, some in wanted.items() if key in some})
            except InvalidInput as refusal:
                refusal.targets = {key}
                raise
    work.change(work.differing(views, changes), "view.edited", **changes)


@operation("view.share", on=View)
def share(
    work: Work, views: WorkingSet, *, shared_with: SharedWith, team: Team | None = None
) -> None:
    """Let nobody, a team or everyone see saved lists beside their owner, who alone changes them.

    What a list shows is still what its reader may see. Refuses with forbidden, not-found, and with
    invalid-input for a team that is missing, not asked for, or deactivated.
    """
    share_with(work, views, shared_with, team, "view.shared")


@operation("view.delete", on=View)
def delete(work: Work, views: WorkingSet) -> None:
    """Erase saved lists; the records they show stay. Refuses with forbidden."""
    work.delete(views, "view.deleted")


def _check(table: str, given: dict[str, Any]) -> None:
    model = RECORDS[table]
    for name in JSON_COLUMNS:
        if name in given:
            check_size(name, given[name])
    if "filter" in given:
        check(model, given["filter"])
    if "columns" in given:
        check_columns(model, given["columns"])
    if "widths" in given:
        check_widths(model, given["widths"], "widths")
    if "sort" in given:
        check_sort(model, fitting(View, "sort", given["sort"]))
