"""Repair: put right what the doctor found on cases, on record like everything else."""

from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from casework.cases.models import CLOSED, Case, CaseResolution, State
from casework.kernel.by_record import ByRecord
from casework.kernel.columns import fitting
from casework.kernel.history import Event
from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User
from casework.queues.models import QueueItem, QueueItemState

CLOSED_WITHOUT_TIME = CLOSED & Q(closed_at=None)
ACTIVE_WITH_TIME = Q(state=State.ACTIVE, closed_at__isnull=False)
OF_ANOTHER_UNIT = Q(owner_user__isnull=False) & ~Q(unit=F("owner_user__unit")) | Q(
    owner_team__isnull=False
) & ~Q(unit=F("owner_team__unit"))
WITHOUT_RESOLUTION = Q(state=State.RESOLVED) & ~Exists(
    CaseResolution.objects.filter(resolved_case=OuterRef("pk"), withdrawn_at=None)
)
WAITING_THOUGH_CLOSED = ~Q(case__state=State.ACTIVE) & QueueItem.WAITING


@operation("case.repair", on=Case)
def repair(work: Work, cases: WorkingSet) -> None:
    """Put right what contradicts itself on cases, as the doctor finds it.

    A closed case gets the time it was closed at, from its events; an active one none. A resolved
    case without a resolution gets one that says so. What waits in a queue on a closed case leaves
    it. The unit follows the owner. The folded title is made anew. What is right stays untouched.
    """
    rows = cases.rows.using(work.using)
    _set(work, rows.filter(CLOSED_WITHOUT_TIME), closed_at=_closed_at())
    _set(work, rows.filter(ACTIVE_WITH_TIME), closed_at=None)
    _set(work, rows.filter(OF_ANOTHER_UNIT), unit=_unit_of_owner())
    titles = {key: title for key, title in rows.values_list("pk", "title") if title.strip()}
    wrong = {key: titles[key] for key in misfolded(rows) if key in titles}
    work.change(WorkingSet(Case, wrong), "case.repaired", title=ByRecord(wrong))
    _record_resolutions(work, rows.filter(WITHOUT_RESOLUTION))
    waiting = QueueItem.objects.filter(WAITING_THOUGH_CLOSED, case__among=cases)
    work.change(work.gather(waiting), "queue_item.left", state=QueueItemState.INACTIVE)


def misfolded(rows: QuerySet[Any]) -> list[UUID]:
    """Records whose folded name or title is not that of it: they are no longer found by it."""
    name, (source, make) = next(iter(rows.model.DERIVED.items()))
    column: Any = rows.model._meta.get_field(name)
    longest = column.max_length
    each = rows.order_by("pk").values_list("pk", source, name).iterator(chunk_size=5_000)
    return [key for key, text, folded in each if make(text)[:longest] != folded]


def _set(work: Work, rows: QuerySet[Any], **columns: Any) -> None:
    found = WorkingSet(Case, rows.values_list("pk", flat=True))
    work.change(found, "case.repaired", **columns)


def _closed_at() -> Any:
    """When it was closed as its last closing recorded it, in the system it came from if it was
    imported; only where no event tells, when it was changed last."""
    events = Event.objects.filter(record_id=OuterRef("pk"), after__state__gt=0)
    when = Coalesce("happened_at", "run__at", output_field=DateTimeField())
    last = events.annotate(when=when).order_by("-version").values("when")[:1]
    return Coalesce(Subquery(last), F("modified_at"))


def _unit_of_owner() -> Any:
    users = User.objects.filter(pk=OuterRef("owner_user"))
    teams = Team.objects.filter(pk=OuterRef("owner_team"))
    return Coalesce(Subquery(users.values("unit")[:1]), Subquery(teams.values("unit")[:1]))


def _record_resolutions(work: Work, rows: QuerySet[Any]) -> None:
    text = _("Added by the doctor: how the case was resolved is not on record.")
    work.add_for_each(
        WorkingSet(Case, rows.values_list("pk", flat=True)),
        CaseResolution,
        "resolution.repaired",
        case=F("pk"),
        resolved_case=F("pk"),
        subject=fitting(CaseResolution, "subject", text),
        resolution_type=F("status"),
        resolved_at=Coalesce(F("closed_at"), F("modified_at")),
        resolved_by=Coalesce(F("modified_by"), F("created_by"), work.by()),
    )
