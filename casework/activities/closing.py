"""What becomes of open activities when their case closes."""

from typing import Any

from django.db.models import Case, Value, When
from django.utils.translation import gettext

from casework.activities.models import OPEN, STATUSES, Activity, ActivityState, Kind
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


def cancelled_status() -> Any:
    """The code "cancelled" of each kind, as an expression (spec 2.4)."""
    column = Activity._meta.get_field("status")
    return Case(
        *[
            When(kind=kind, then=Value(codes[ActivityState.CANCELLED][0]))
            for kind, codes in STATUSES.items()
            if ActivityState.CANCELLED in codes
        ],
        default=Value(3),
        output_field=column,
    )


def cancel_open(work: Work, cases: WorkingSet) -> WorkingSet:
    """Cancel what is open of these cases' activities, with the closing (S6b, S21)."""
    still_open = work.gather(Activity.objects.filter(OPEN, case__among=cases))
    drafts = still_open.rows.using(work.using).filter(kind=Kind.EMAIL)
    if still_open and (count := drafts.count()):
        text = gettext("{count} e-mails that were not sent are cancelled with it.")
        work.advise("open-draft", text.format(count=count))
    work.change(
        still_open,
        "activity.cancelled",
        state=ActivityState.CANCELLED,
        status=cancelled_status(),
        ended_at=work.happened("case_id"),
    )
    return still_open
