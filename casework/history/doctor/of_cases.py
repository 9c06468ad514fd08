"""What must be true of cases and of what lies on them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from casework.activities.models import Activity, Attachment
from casework.cases.models import MERGED, Case, CaseResolution, State, Status, StatusReason
from casework.cases.repair import (
    ACTIVE_WITH_TIME,
    CLOSED_WITHOUT_TIME,
    OF_ANOTHER_UNIT,
    WAITING_THOUGH_CLOSED,
    WITHOUT_RESOLUTION,
    misfolded,
)
from casework.history.doctor.checks import Fault, check, of_ids, of_rows
from casework.queues.models import QueueItem

UNDO = _("Find the run that did it (casework case history) and take it back, or set it right.")


@check("resolutions", _("Resolved cases without a resolution"))
def resolutions(using: str) -> Iterable[Fault]:
    """Every resolved case has a resolution that counts (S4)."""
    return of_rows(Case.objects.filter(WITHOUT_RESOLUTION), using)


@check("closing-times", _("Closed cases without the time of closing, or active ones with one"))
def closing_times(using: str) -> Iterable[Fault]:
    """A case has a time of closing just when it is closed."""
    return of_rows(Case.objects.filter(CLOSED_WITHOUT_TIME | ACTIVE_WITH_TIME), using)


@check("units", _("Cases in another business unit than their owner"))
def units(using: str) -> Iterable[Fault]:
    """A record's unit is its owner's."""
    return of_rows(Case.objects.filter(OF_ANOTHER_UNIT), using)


@check("waiting", _("Closed cases that still wait in a queue"))
def waiting(using: str) -> Iterable[Fault]:
    """Nothing waits on a closed case."""
    items = QueueItem.objects.using(using).filter(WAITING_THOUGH_CLOSED)
    return of_ids(Case, items.order_by("case").values_list("case", flat=True), using)


@check("titles", _("Cases that are not found by their title"), slow=True)
def titles(using: str) -> Iterable[Fault]:
    """The folded title is that of the title."""
    return of_ids(Case, misfolded(Case.objects.using(using)), using)


@check("states", _("Cases whose status belongs to another state"), UNDO)
def states(using: str) -> Iterable[Fault]:
    """A status belongs to the state of its case (spec 2.2)."""
    reasons = StatusReason.objects.filter(code=OuterRef("status"), state=OuterRef("state"))
    return of_rows(Case.objects.filter(~Exists(reasons)), using)


@check("merged", _("Merged cases that are not cancelled as merged, or still have something"), UNDO)
def merged(using: str) -> Iterable[Fault]:
    """A merged case is Cancelled, Merged, and everything of it lies on the survivor (M4, M5)."""
    wrong = ~Q(state=State.CANCELLED, status=Status.MERGED)
    for model in (Activity, Attachment, CaseResolution):
        rows: Any = model._base_manager
        wrong |= Q(Exists(rows.filter(case=OuterRef("pk"))))
    return of_rows(Case.objects.filter(MERGED & wrong), using)


@check("places", _("Activities that wait in a queue under another case than their own"), UNDO)
def places(using: str) -> Iterable[Fault]:
    """What waits for an activity is told under the activity's case."""
    stray = QueueItem.objects.filter(QueueItem.WAITING, activity__isnull=False)
    return of_rows(stray.exclude(activity__case=F("case")), using)
