"""Concerning: what others did that concerns somebody, from the events; the bell rings of it."""

import datetime
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Min, QuerySet
from django.db.models.fields.json import KeyTextTransform

from casework.activities.models import Activity, Mention
from casework.cases.models import Case, State
from casework.history.seeing import WHO, checked_limit, names_of
from casework.kernel import writing
from casework.kernel.actor import Actor
from casework.kernel.history import Event, Run

ASSIGNED, REOPENED, MERGED, CHANGED = "assigned", "reopened", "merged", "changed"
ACTIVITY, MENTIONED, DUE = "activity", "mentioned", "due"
KINDS = (ASSIGNED, REOPENED, MERGED, CHANGED, ACTIVITY, MENTIONED, DUE)
OF_EVENT = {"case.reopened": REOPENED, "case.merged": MERGED}
MOST = 100
EVENTS = 5  # of one run on one case, that are one thing to know
LATELY = 4_000  # events among which enough is found for those who own much
# Runs that overlap are stamped in one order and numbered in another.
OVERLAP = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Concern:
    """One thing that concerns somebody.

    ``kind`` is one of KINDS; ``record`` the case, or the activity where it is about one; ``by`` who
    did it, empty where a day has come; ``at`` is in UTC.
    """

    kind: str
    record: Any
    by: str
    at: datetime.datetime
    by_user: UUID | None = None


def concerning(actor: Actor, since: datetime.datetime, limit: int = 30) -> list[Concern]:
    """What others did since then that concerns the actor, newest first, 1 to 100 of it.

    Cases that became the actor's, those of the actor that somebody else changed, reopened, merged
    or wrote on, and texts that name the actor; also, whenever their day was, active cases to follow
    up by now. A text that names the actor is told once. Only what the actor may see is told. The
    same number of queries for any history, or one more. Raises InvalidInput.
    """
    checked_limit(limit, MOST)
    named = _mentions(actor, since, limit)
    texts = {one.record.pk for one in named}
    done = [one for one in _of_events(actor, since, limit) if one.record.pk not in texts]
    found = [*named, *done, *_due(actor, limit)]
    found.sort(key=lambda one: one.at, reverse=True)
    shown = found[:limit]
    names = names_of(one.by_user for one in shown)
    return [
        Concern(one.kind, one.record, names.get(one.by_user, ""), one.at, one.by_user)
        for one in shown
    ]


def _of_events(actor: Actor, since: datetime.datetime, limit: int) -> Iterable[Concern]:
    floor, last = _bounds(since)
    if floor is None:
        return []
    rows = _events(actor, since, max(floor, last - LATELY), limit)
    if len(rows) < limit * EVENTS and floor < last - LATELY:
        rows = _events(actor, since, floor, limit)
    told: dict[tuple[Any, UUID], tuple[str, Any]] = {}
    for row in rows:
        kind = _kind(row, actor)
        place = (row["run_id"], row["case_id"])
        if place not in told or KINDS.index(kind) < KINDS.index(told[place][0]):
            told[place] = (kind, row)
    some = list(told.values())[:limit]
    cases = Case.objects.in_bulk({row["case_id"] for _kind_, row in some})
    about = {row["record_id"] for kind, row in some if kind == ACTIVITY}
    seen = Activity.objects.visible_to(actor).filter(pk__in=about).select_related("case")
    activities = {one.pk: one for one in seen}
    return [
        Concern(
            kind,
            activities.get(row["record_id"], cases[row["case_id"]]),
            "",
            row["run__at"],
            row["who"],
        )
        for kind, row in some
        if row["case_id"] in cases
    ]


def _events(actor: Actor, since: datetime.datetime, floor: int, limit: int) -> list[Any]:
    """The last of what others did on the actor's cases, from the event of this number on."""
    mine = Case.objects.visible_to(actor).filter(owner_user=actor.user)
    rows: Any = Event.objects.filter(
        case_id__in=mine.values("pk"),
        record_type__in=(Case.NOUN, Activity.NOUN),
        pk__gte=floor,
        run__at__gt=since,
    )
    rows = rows.annotate(who=WHO).exclude(who=actor.user)
    # The order hinders the planner from walking all events backwards in search of a few.
    last = rows.order_by((F("pk") + 0).desc()).values("pk")[: limit * EVENTS]
    told: Any = Event.objects.filter(pk__in=last)
    told = told.annotate(who=WHO, owner=KeyTextTransform("owner_user_id", "after"))
    columns = ("run_id", "case_id", "record_type", "record_id", "kind", "owner", "who", "run__at")
    return list(told.order_by("-pk").values(*columns))


def _bounds(since: datetime.datetime) -> tuple[int | None, int]:
    """A number below those of all events since then (None where there are none), and the last."""
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    runs: QuerySet[Run] = Run.objects.filter(at__gte=since - OVERLAP).order_by("at")
    first = runs.values_list("pk", flat=True).first()
    if first is None:
        return None, last
    return Event.objects.filter(run=first).aggregate(lowest=Min("pk"))["lowest"] or 0, last


def _kind(row: dict[str, Any], actor: Actor) -> str:
    if row["record_type"] == Activity.NOUN:
        return ACTIVITY
    if row["kind"] in ("case.assigned", "case.opened"):
        # SQLite says "null" where there is none, and writes an id without its dashes.
        owner = (row["owner"] or "").replace("-", "")
        return ASSIGNED if owner == actor.user.hex else CHANGED
    return OF_EVENT.get(row["kind"], CHANGED)


def _mentions(actor: Actor, since: datetime.datetime, limit: int) -> list[Concern]:
    rows: Any = Mention.objects
    rows = rows.filter(user=actor.user, created_at__gt=since).exclude(created_by=actor.user)
    rows = rows.filter(activity__in=Activity.objects.visible_to(actor).values("pk"))
    rows = rows.select_related("activity__case").order_by("-created_at")
    return [
        Concern(MENTIONED, one.activity, "", one.created_at, one.created_by_id)
        for one in rows[:limit]
    ]


def _due(actor: Actor, limit: int) -> Iterable[Concern]:
    zone = zoneinfo.ZoneInfo(actor.time_zone)
    today = writing.now().astimezone(zone).date()
    mine = Case.objects.visible_to(actor).filter(owner_user=actor.user, state=State.ACTIVE)
    rows = mine.filter(follow_up_by__lte=today).order_by("-follow_up_by", "-pk")
    return [Concern(DUE, one, "", _morning(one.follow_up_by, zone)) for one in rows[:limit]]


def _morning(day: Any, zone: datetime.tzinfo) -> datetime.datetime:
    begun = datetime.datetime.combine(day, datetime.time.min, zone)
    return begun.astimezone(datetime.UTC)
