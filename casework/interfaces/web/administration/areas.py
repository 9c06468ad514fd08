"""Areas: the page that leads to everything an administrator sets up."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.interfaces.web.administration.rights import stands_against
from casework.interfaces.web.showing import show


@dataclass(frozen=True)
class Area:
    """A page of administration: what it is for, and the privilege to read what is on it."""

    name: str
    label: Any
    about: Any
    icon: str
    privilege: str

    @property
    def to(self) -> str:
        """Where it is."""
        return f"/administration/{self.name}"


PARTS: tuple[tuple[Any, tuple[Area, ...]], ...] = (
    (
        gettext_lazy("Cases"),
        (
            Area("settings", gettext_lazy("Settings"),
                 gettext_lazy("Parents and children, resolving, merging, numbers, queues, undo."),
                 "gear", "policy.read"),
            Area("statuses", gettext_lazy("Status reasons"),
                 gettext_lazy("The reasons a case may have in each state."), "flag", "status.read"),
            Area("transitions", gettext_lazy("Status transitions"),
                 gettext_lazy("Which status may follow which; check and replay."), "route",
                 "transition.read"),
            Area("settings/process", gettext_lazy("Process flow"),
                 gettext_lazy("The stages of a case, their fields and their actions."), "chevron",
                 "policy.read"),
            Area("columns", gettext_lazy("Custom columns"),
                 gettext_lazy("Columns of your own on cases, customers and activities."), "columns",
                 "column.read"),
            Area("subjects", gettext_lazy("Subjects"),
                 gettext_lazy("What cases are about, as a tree."), "tree", "subject.read"),
            Area("queues", gettext_lazy("Queues"),
                 gettext_lazy("Where cases wait, and who works on them."), "queue", "queue.read"),
        ),
    ),
    (
        gettext_lazy("People"),
        (
            Area("users", gettext_lazy("Users"),
                 gettext_lazy("Who signs in, with which roles."), "person", "user.read"),
            Area("teams", gettext_lazy("Teams"),
                 gettext_lazy("People who own cases together."), "person", "team.read"),
            Area("units", gettext_lazy("Business units"),
                 gettext_lazy("The parts of the organisation; they say how far rights reach."),
                 "building", "unit.read"),
            Area("roles", gettext_lazy("Roles"),
                 gettext_lazy("What their holders may do, and how far."), "eye", "role.read"),
            Area("tokens", gettext_lazy("Tokens"),
                 gettext_lazy("What programs sign in with."), "link", "token.read"),
        ),
    ),
    (
        gettext_lazy("Past"),
        (
            Area("audit", gettext_lazy("Audit log"),
                 gettext_lazy("Who did what, when and by which way."), "clock", "run.read"),
        ),
    ),
)  # fmt: skip


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """The way from the areas down to a page."""
    return [(_("Administration"), "/administration"), *more]


def areas(request: Any) -> Any:
    """Every area; one that the reader may not see is there and says who may."""
    parts = []
    for label, some in PARTS:
        told = [(one, *stands_against(one.privilege, request.actor)) for one in some]
        parts.append((label, told))
    said = {"title": _("Administration"), "parts": parts}
    return show(request, "administration/areas.html", said)
