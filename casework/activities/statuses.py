"""The status codes an activity may have: by its kind and its state (spec 2.4)."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.activities.models import OPEN, STATUSES, Activity, ActivityState, Kind
from casework.kernel.operations import Rule
from casework.kernel.refusals import InvalidInput, Refusal

RECEIVED = {Kind.PHONE_CALL: 4, Kind.EMAIL: 4}


class ActivityNotOpen(Refusal):
    """Changing or ending an activity that is completed or cancelled."""

    code = "activity-not-open"
    enabled_by = ("activity.reopen",)
    message = gettext_lazy("{records} is completed or cancelled. Reopen it first.")


class ActivityNotClosed(Refusal):
    """Reopening what is open, or a note, which is never to be done."""

    code = "activity-not-closed"
    enabled_by = ("activity.complete", "activity.cancel")
    message = gettext_lazy("{records} is open or a note: there is nothing to reopen.")


class WrongStatus(InvalidInput):
    """A status code that activities of this kind do not have in this state."""

    code = "wrong-status"


IS_OPEN = Rule("open", lambda ask: OPEN, ActivityNotOpen)
IS_CLOSED = Rule("closed", lambda ask: ~OPEN & ~Q(kind=Kind.NOTE), ActivityNotClosed)

# What queues ask of an activity that is to wait in one; they reach it through the relation.
Activity.QUEUEING = (IS_OPEN,)


def open_state(kind: str) -> ActivityState:
    """The state of what is planned: an appointment is scheduled, all else is open."""
    return ActivityState.SCHEDULED if kind == Kind.APPOINTMENT else ActivityState.OPEN


def default_status(kind: str, state: int, *, is_incoming: bool = False) -> int:
    """The code of ``kind`` in ``state``; what came in and is completed is Received."""
    if is_incoming and state == ActivityState.COMPLETED and kind in RECEIVED:
        return RECEIVED[Kind(kind)]
    return STATUSES[kind][state][0]


def state_of_status(kind: str, status: Any, states: tuple[int, ...], row: UUID) -> int:
    """The one of ``states`` that the wanted status belongs to.

    Raises WrongStatus listing the codes there are for this kind.
    """
    for state in states:
        if not isinstance(status, bool) and status in STATUSES[kind].get(state, ()):
            return state
    known = [code for state in states for code in STATUSES[kind].get(state, ())]
    raise WrongStatus(
        field="status",
        problem=_("{code} is not one of {known} for {kind}").format(
            code=status, known=", ".join(map(str, known)) or _("none"), kind=Kind(kind).label
        ),
        targets=[row],
    )
