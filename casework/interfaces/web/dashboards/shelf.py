"""Shelf: the dashboards that a person may open: those that ship, one's own and shared ones."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Q

from casework.interfaces.web.dashboards.definitions import (
    ALL_CHARTS,
    CATALOGUE,
    MULTI,
    SHIPPED,
    SINGLE,
    TILES,
    Dashboard,
    Stream,
    default_of,
)
from casework.interfaces.web.dashboards.tables import TABLES
from casework.kernel.actor import Actor
from casework.people.models import RoleGrant
from casework.queues.models import Queue, QueueItem
from casework.workplace.models import Dashboard as Kept
from casework.workplace.models import View

KINDS = {Kept.Kinds.MULTI_STREAM: MULTI, Kept.Kinds.SINGLE_STREAM: SINGLE,
         Kept.Kinds.TILES: TILES}  # fmt: skip


def dashboards_of(actor: Actor) -> list[Dashboard]:
    """The dashboards that a person may choose among, by name; what is on them is not looked up."""
    rows = Kept.objects.visible_to(actor).order_by("name", "pk")
    kept = [
        Dashboard(str(key), name, KINDS[Kept.Kinds(kind)], (), (), owner=owner)
        for key, name, kind, owner in rows.values_list("pk", "name", "kind", "owner_user")[:100]
    ]
    return [*SHIPPED, *kept]


def dashboard_called(name: str, actor: Actor) -> Dashboard | None:
    """The dashboard of this name or id, if the person may open it."""
    for one in SHIPPED:
        if one.name == name:
            return one
    row = kept_called(name, actor)
    return _built(row, actor) if row else None


def kept_called(name: str, actor: Actor) -> Kept | None:
    """The saved dashboard of this id, if the person may see it."""
    key = _uuid(name)
    return Kept.objects.visible_to(actor).filter(pk=key).first() if key else None


def first_of(actor: Actor, preferred: str) -> Dashboard:
    """What opens first: what one chose, else what one's role begins with, else what ships."""
    if preferred and (board := dashboard_called(preferred, actor)):
        return board
    held = RoleGrant.objects.filter(Q(user=actor.user) | Q(team__in=actor.teams))
    rows = Kept.objects.visible_to(actor).filter(default_for_role__in=held.values("role"))
    row = rows.order_by("pk").first()
    if row is not None:
        return _built(row, actor)
    return next(one for one in SHIPPED if one.name == default_of(actor))


def _built(row: Kept, actor: Actor) -> Dashboard:
    layout = row.layout
    said = layout.get("streams", [])
    views = _found(View.objects.filter(is_active=True), [one.get("view") for one in said], actor)
    queues = _found(Queue.objects.filter(is_active=True), [one.get("queue") for one in said], actor)
    streams = []
    for place, one in enumerate(said):
        made = _stream(one, views, queues)
        if made is not None:
            label = one.get("title") or made.label
            streams.append(replace(made, name=f"s{place}", label=label))
    known = [one for one in layout.get("charts", []) if one in (*ALL_CHARTS, "case_type")]
    return Dashboard(
        str(row.pk), row.name, KINDS[Kept.Kinds(row.kind)], tuple(streams),
        tuple(dict.fromkeys(known)), frame=layout.get("timeframe", ""), owner=row.owner_user_id,
    )  # fmt: skip


def _stream(said: dict[str, str], views: dict[str, Any], queues: dict[str, Any]) -> Stream | None:
    """What a layout names; nothing where it is gone or may not be seen."""
    if queue := queues.get(_plain(said.get("queue"))):
        rows = QueueItem.objects.filter(queue=queue.pk)
        return Stream("", queue.name, "queue_item", "all", rows=lambda actor: rows)
    if view := views.get(_plain(said.get("view"))):
        if view.table not in TABLES:
            return None
        tree = (("filter", json.dumps(view.filter)),) if view.filter else ()
        return Stream("", view.name, view.table, "all", tree, view.sort)
    return CATALOGUE.get(said.get("view", ""))


def _found(rows: Any, names: list[str | None], actor: Actor) -> dict[str, Any]:
    keys = {key for one in names if one and (key := _uuid(one))}
    return {str(one.pk): one for one in rows.filter(pk__in=keys).visible_to(actor)} if keys else {}


def _plain(text: str | None) -> str:
    key = _uuid(text) if text else None
    return str(key) if key else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
