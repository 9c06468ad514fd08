"""Noticing: what was just done, with the way to take it back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import ngettext

from casework.history.lasting import undoable
from casework.interfaces.web.words.operations import command_of
from casework.kernel.history import Event, Run, Undoing

DID = "did"  # in the address after an operation: the id of its run


@dataclass(frozen=True)
class Notice:
    """``text`` says what was done; ``run`` leads to it, ``may_undo`` whether it can be undone."""

    text: str
    run: UUID
    may_undo: bool


def notice_of(request: Any) -> Notice | None:
    """The notice of the run that the address names, if it is the reader's own."""
    try:
        key = UUID(request.GET.get(DID, ""))
    except ValueError:
        return None
    run = Run.objects.filter(pk=key, actor=request.actor.user).first()
    if run is None:
        return None
    undone = Undoing.objects.filter(run=run, stands=True).exists()
    text = _told(run)
    may = run.operation in undoable() and not undone and request.actor.holds("run.undo")
    return Notice(text, run.pk, may)


def _told(run: Run) -> str:
    """What was done, and to how many records of its noun where there are several."""
    text = str(command_of(run.operation).done or run.operation)
    noun = run.operation.partition(".")[0]
    kinds = Event.objects.filter(run=run, record_type=noun).order_by().values("kind")
    many = max((one["many"] for one in kinds.annotate(many=Count("pk"))), default=0)
    if many < 2:
        return text
    told = ngettext("{done}: {count} record", "{done}: {count} records", many)
    return told.format(done=text, count=many)
