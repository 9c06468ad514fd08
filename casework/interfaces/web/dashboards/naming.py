"""Naming: what the slices of charts are called: one query for each noun, not for each slice."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.cases.models import Subject
from casework.interfaces.web.dashboards.facets import NOTHING, Facet
from casework.interfaces.web.words.reasons import reasons
from casework.kernel.actor import Actor
from casework.people.models import Team, User


class Names:
    """The names of statuses, subjects, users and teams that the actor may see."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.statuses: dict[str, str] = {}
        self.names: dict[str, str] = {}

    def read(self, keys: Iterable[tuple[Facet, str]]) -> None:
        """Look up what these slices are called."""
        pairs = {(facet.kind, key) for facet, key in keys}
        self.statuses = {str(code): label for code, label in reasons().items()}
        for model, column, wanted in (
            (Subject, "title", {key for kind, key in pairs if kind == "record"}),
            (User, "full_name", _below("user:", pairs)),
            (Team, "name", _below("team:", pairs)),
        ):
            self._read(model, column, wanted)

    def _read(self, model: Any, column: str, wanted: set[str]) -> None:
        ids = {key for one in wanted if (key := _uuid(one))}
        if not ids:
            return
        rows = model.objects.visible_to(self.actor).filter(pk__in=ids)
        self.names |= {str(key): name for key, name in rows.values_list("pk", column)}

    def label(self, facet: Facet, key: str) -> str:
        """What a slice is called."""
        if key == NOTHING:
            return pgettext("value", "None")
        if facet.kind == "status":
            return self.statuses.get(key, key)
        if facet.kind in ("record", "owner"):
            bare = key.partition(":")[2] if facet.kind == "owner" else key
            return self.names.get(bare) or _("not visible to you")
        return dict(facet.known()).get(key, key)


def _below(prefix: str, pairs: set[tuple[str, str]]) -> set[str]:
    return {
        key.removeprefix(prefix)
        for kind, key in pairs
        if kind == "owner" and key.startswith(prefix)
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
