"""Dashboards: lists and charts side by side, one's own or those of a role."""

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from casework.kernel.access import EVERYONE
from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.by_record import ByRecord
from casework.kernel.columns import fitting
from casework.kernel.operations import creation, operation
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Role, Team
from casework.workplace.layouts import check_layout
from casework.workplace.models import Dashboard
from casework.workplace.sharing import SharedWith, each, share_with

FOR_OTHERS = "role.edit"  # what everybody of a role begins with is for those who keep the roles


@dataclass(kw_only=True)
class NewDashboard(NewRow):
    """A dashboard to be made.

    ``kind`` tiles shows of each stream only its count. ``layout`` has ``streams`` (each a
    ``view``, by id or the name of one that ships, or a ``queue`` by id, and perhaps a ``title``),
    ``charts`` by name, and a ``timeframe`` such as this-month.
    """

    name: str
    kind: Literal["multi_stream", "single_stream", "tiles"] = "multi_stream"
    layout: dict[str, Any] = field(default_factory=dict)


@creation("dashboard.create", makes=Dashboard, row=NewDashboard)
def create(work: Work, rows: list[NewDashboard]) -> WorkingSet:
    """Put lists and charts side by side, for oneself; dashboard.share lets others see them.

    Refuses with forbidden, and with invalid-input for a layout that cannot be shown.
    """
    owner = work.actor.on_behalf_of or work.actor.user
    made = []
    for row in rows:
        try:
            check_layout(fitting(Dashboard, "kind", row.kind), row.layout)
        except InvalidInput as refusal:
            refusal.targets = {row.id}
            raise
        values = {name: getattr(row, name) for name in ("id", "name", "kind", "layout")}
        made.append({"owner_user": owner, **values})
    return work.add(Dashboard, made, "dashboard.created")


@operation("dashboard.edit", on=Dashboard)
def edit(
    work: Work,
    dashboards: WorkingSet,
    *,
    name: str | Unset = UNSET,
    kind: Literal["multi_stream", "single_stream", "tiles"] | Unset = UNSET,
    layout: dict[str, Any] | Unset = UNSET,
) -> None:
    """Change dashboards; what is not given stays.

    Refuses with forbidden, and with invalid-input for a layout that cannot be shown.
    """
    given = {"name": name, "kind": kind, "layout": layout}
    columns: dict[str, Any] = {key: one for key, one in given.items() if one is not UNSET}
    kinds, layouts = each(kind, dashboards), each(layout, dashboards)
    if kinds or layouts:
        for key, row in work.facts(dashboards, "kind", "layout").items():
            try:
                check_layout(kinds.get(key, row.kind), layouts.get(key, row.layout))
            except InvalidInput as refusal:
                refusal.targets = {key}
                raise
    work.change(work.differing(dashboards, columns), "dashboard.edited", **columns)


@operation("dashboard.share", on=Dashboard)
def share(
    work: Work,
    dashboards: WorkingSet,
    *,
    shared_with: SharedWith,
    team: Team | None = None,
    default_for_role: Role | None = None,
) -> None:
    """Let nobody, a team or everyone see dashboards beside their owner, who alone changes them.

    ``default_for_role`` makes it the one with which everybody of a role begins, in the place of
    the one before; it goes with everyone, and needs role.edit. Without it no role begins with it.
    Refuses with forbidden, not-found,
    and with invalid-input for a team or a role that does not go with it.
    """
    sharing = share_with(work, dashboards, shared_with, team, "dashboard.shared")
    _begin_with(work, dashboards, sharing, each(default_for_role, dashboards))


@operation("dashboard.delete", on=Dashboard)
def delete(work: Work, dashboards: WorkingSet) -> None:
    """Erase dashboards; the views on them stay. Refuses with forbidden."""
    work.delete(dashboards, "dashboard.deleted")


def _begin_with(
    work: Work, dashboards: WorkingSet, sharing: dict[UUID, str], given: dict[UUID, Any]
) -> None:
    wanted = {key: given.get(key) for key in sharing}
    roles: dict[UUID, UUID] = {}
    for key, role in wanted.items():
        if role is None:
            continue
        if sharing[key] != EVERYONE:
            problem = _("goes with a dashboard that is shared with everyone")
            raise InvalidInput(field="default_for_role", problem=problem, targets=[key])
        if not work.actor.holds(FOR_OTHERS):
            raise Forbidden(privilege=FOR_OTHERS, targets=[key])
        if roles.setdefault(role, key) != key:
            problem = _("begins with one dashboard: choose one of them")
            raise InvalidInput(field="default_for_role", problem=problem, targets=[key])
    if roles:
        held = work.hold(Role, roles, lambda missing: [roles[one] for one in missing])
        boards: Any = Dashboard.objects
        before = boards.filter(default_for_role__among=held)
        replaced = work.gather(before.exclude(pk__among=dashboards))
        work.change(replaced, "dashboard.replaced", default_for_role=None)
    columns = {"default_for_role": ByRecord(wanted)}
    work.change(work.differing(dashboards, columns), "dashboard.shared", **columns)
