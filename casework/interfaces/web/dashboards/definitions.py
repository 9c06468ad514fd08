"""Definitions: what a dashboard is made of, and the dashboards that ship."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from casework.interfaces.web.views import ACTIVITY_VIEWS, CASE_VIEWS, Pairs, View
from casework.kernel.actor import Actor, Depth
from casework.queues.models import QueueItem, QueueMembership

MULTI, SINGLE, TILES = "multi", "single", "tiles"


@dataclass(frozen=True)
class Stream:
    """One view, or one queue, of one table as a list of cards.

    ``more`` are filters beyond those of the view; ``rows`` narrows it to those of a record or of a
    person; ``sort`` is its order before anybody chooses another.
    """

    name: str
    label: Any
    noun: str
    view: str
    more: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    rows: Callable[[Actor], Any] | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same stream under another name."""
        return self.noun, self.view, self.more, self.rows

    @property
    def saved(self) -> bool:
        """Whether somebody saved it: what it filters by may be gone by now."""
        return any(name == "filter" for name, _value in self.more)

    @property
    def pairs(self) -> Pairs:
        """The filters beyond those of the view, as lists take them."""
        return list(self.more)


@dataclass(frozen=True)
class Dashboard:
    """A page of streams, tiles and charts.

    ``kind`` multi shows every stream (tier 1); single shows the first one beside charts that are
    always on, and the others as tiles (tier 2); tiles shows only the count of each. ``view`` is
    the list of cases that charts count; ``frame`` the time frame before anybody chooses another.
    One that ships has no ``owner``.
    """

    name: str
    label: Any
    kind: str
    streams: tuple[Stream, ...]
    charts: tuple[str, ...]
    view: str = "active"
    charts_shown: bool = True
    frame: str = ""
    owner: UUID | None = None

    @property
    def base(self) -> tuple[str, Pairs]:
        """What charts count, as a view and filters: what the one stream shows, or ``view``."""
        if self.kind == SINGLE and self.streams and self.streams[0].noun == "case":
            return self.streams[0].view, self.streams[0].pairs
        return self.view, []

    def stream(self, name: str) -> Stream | None:
        """The stream of this name."""
        return next((one for one in self.streams if one.name == name), None)


def _of_my_queues(actor: Actor) -> Any:
    mine = QueueMembership.objects.filter(user=actor.user)
    return QueueItem.objects.filter(queue__in=mine.values("queue"))


MINE = Stream("mine", _("My Active Cases"), "case", "my-active")
ACTIVE = Stream("active", _("Active Cases"), "case", "active")
TEAMS = Stream("teams", _("My Team's Active Cases"), "case", "my-teams")
UNASSIGNED = Stream("unassigned", _("Unassigned Cases"), "case", "unassigned")
OVERDUE = Stream("overdue", _("Overdue Follow-ups"), "case", "overdue", sort="follow_up_by")
ESCALATED = Stream("escalated", _("Escalated Cases"), "case", "active", (("is_escalated", "true"),))
WAITING = Stream("waiting", _("Waiting in My Queues"), "queue_item", "waiting", rows=_of_my_queues)
TO_DO = Stream("activities", _("My Open Activities"), "activity", "my-open", sort="due_at")

ALL_CHARTS = ("status", "priority", "owner", "origin", "subject", "age", "flow")
SHIPPED = (
    Dashboard(
        "agent", _("Agent dashboard"), MULTI, (MINE, UNASSIGNED, OVERDUE, WAITING, TO_DO),
        ("status", "priority", "age", "origin", "subject", "flow"), charts_shown=False,
    ),
    Dashboard(
        "supervisor", _("Supervisor dashboard"), MULTI, (ACTIVE, TEAMS, UNASSIGNED, ESCALATED),
        ALL_CHARTS,
    ),
    Dashboard(
        "tier-2", _("Tier 2 dashboard"), SINGLE, (ESCALATED, MINE, OVERDUE),
        ("priority", "status", "age", "subject"),
    ),
)  # fmt: skip


def _of_view(noun: str, view: View) -> Stream:
    return Stream(view.name, view.label, noun, view.name, sort="" if noun == "case" else view.sort)


# every stream that ships, by the name that layouts keep
CATALOGUE: dict[str, Stream] = {
    **{f"case:{one.name}": _of_view("case", one) for one in CASE_VIEWS},
    "case:overdue": OVERDUE,
    "case:escalated": ESCALATED,
    **{f"activity:{one.name}": _of_view("activity", one) for one in ACTIVITY_VIEWS},
    "queue_item:waiting": WAITING,
    "queue_item:mine": Stream("worked-on", _("Queue Items I Work on"), "queue_item", "mine"),
}


def reference_of(stream: Stream) -> str:
    """The name by which a layout keeps a stream that ships; empty for others."""
    known = (name for name, one in CATALOGUE.items() if one.key == stream.key)
    return next(known, "")


def default_of(actor: Actor) -> str:
    """The dashboard that opens first: the supervisor's for who hands out work beyond one unit."""
    leads = any(one.depth >= Depth.UNITS_BELOW for one in actor.grants_of("case.assign"))
    return "supervisor" if leads else "agent"
