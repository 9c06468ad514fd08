"""The rules of taking back: what may be taken back at all, and for how long."""

import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.history.lasting import PAST, reason, undoable
from casework.history.policies import UndoPolicy
from casework.kernel.history import Run, Undoing
from casework.kernel.refusals import Refusal
from casework.kernel.rules import Ask, Rule


class AlreadyUndone(Refusal):
    """Taking back what is taken back."""

    code = "already-undone"
    enabled_by = ("run.undo",)
    message = gettext_lazy("This was taken back already. To do it again, take back the undoing.")


class TooLate(Refusal):
    """Taking back what lies longer ago than the policy allows."""

    code = "too-late"
    policies = ("undo.window_days",)
    message = gettext_lazy(
        "This can be taken back for {days} days and no longer. An administrator may change the "
        "policy undo.window_days."
    )


class NotUndoable(Refusal):
    """Taking back what stays, whatever was done."""

    code = "not-undoable"
    message = gettext_lazy("{operation} is not taken back: {reason}.")


def _within_window(ask: Ask) -> Q:
    days = ask.policy(UndoPolicy).window_days
    return Q(at__gte=ask.work.at - datetime.timedelta(days=min(days, 100_000)))


def _days(ask: Ask, ids: list[UUID]) -> dict[str, Any]:
    return {"days": ask.policy(UndoPolicy).window_days}


def _why_not(ask: Ask, ids: list[UUID]) -> dict[str, Any]:
    run = Run.objects.using(ask.work.using).get(pk=ids[0])
    told = PAST if run.interface == "import" else reason(run.operation)
    return {"operation": run.operation, "reason": told or _("it made the installation")}


NOT_TAKEN_BACK = Rule(
    "not taken back",
    lambda ask: ~Q(Exists(Undoing.objects.filter(run=OuterRef("pk"), stands=True))),
    AlreadyUndone,
)
UNDOABLE = Rule(
    "undoable",
    lambda ask: Q(operation__in=undoable()) & ~Q(interface="import"),
    NotUndoable,
    _why_not,
)
WITHIN_WINDOW = Rule("within the window", _within_window, TooLate, _days)
RULES = (UNDOABLE, NOT_TAKEN_BACK, WITHIN_WINDOW)
