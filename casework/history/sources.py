"""Sources of a timeline: activities, resolutions and events, each asked for a page of it."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from casework.activities.models import Activity
from casework.cases.models import Case, CaseResolution
from casework.history.seeing import events_of
from casework.kernel.prepared import Prepared

# These tell of themselves while they exist and count; their events would say it twice.
TELLING = (
    Q(record_type__in=("activity", "resolution")) & ~Q(after=None) & ~Q(kind__endswith=".withdrawn")
)


def _activities(case: UUID, *more: Any) -> QuerySet[Any]:
    *place, kinds, limit, actor = more
    rows = Activity.objects.filter(case=case, kind__in=kinds).visible_to(actor)
    return _page(rows.annotate(moment=Coalesce("ended_at", "created_at")), place, limit)


def _resolutions(case: UUID, *more: Any) -> QuerySet[Any]:
    *place, _kinds, limit, actor = more
    rows = CaseResolution.objects.filter(case=case).visible_to(actor)
    return _page(rows.annotate(moment=Coalesce("resolved_at", "created_at")), place, limit)


def _events(case: UUID, *more: Any) -> QuerySet[Any]:
    *place, nouns, limit = more
    return _page(events_of(case, nouns).exclude(TELLING), place, limit)


def _page(rows: QuerySet[Any], place: list[Any], limit: int) -> QuerySet[Any]:
    if place:
        at, *same = place
        older = Q(moment__lt=at)
        if same:
            older |= Q(**dict(zip(("moment", "pk__lt"), same, strict=False)))
        rows = rows.filter(older)
    return rows.order_by("-moment", "-pk")[: limit + 1]


ACTIVITIES = Prepared(_activities, Activity)
RESOLUTIONS = Prepared(_resolutions, CaseResolution)
EVENTS = Prepared(_events)
NUMBERS = Prepared(
    lambda keys, actor: (
        Case.objects.filter(pk__among=keys).visible_to(actor).values_list("pk", "number")
    ),
    Case,
)
