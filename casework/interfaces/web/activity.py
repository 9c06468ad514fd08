"""One activity: its page, its files, and its place in a queue."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from casework.activities.edit import ALWAYS
from casework.activities.models import Activity, ActivityState, Attachment, Kind
from casework.cases.models import Case, State
from casework.interfaces.calling import call, find_records
from casework.interfaces.web import commands, records, sheets
from casework.interfaces.web.cells import due
from casework.interfaces.web.customs import PREFIX
from casework.interfaces.web.facts import Fact, made_facts, owner_fact
from casework.interfaces.web.failing import failed, refused
from casework.interfaces.web.forms import Field
from casework.interfaces.web.noticing import DID
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.story import OPEN_STATES, file_of
from casework.interfaces.web.words.columns import label_of
from casework.interfaces.web.words.statuses import activity_status
from casework.kernel.operations import OPERATIONS, Result
from casework.kernel.refusals import Refusal
from casework.queues.models import Queue, QueueItem

RELATED = ("case", "owner_user", "owner_team", "created_by", "modified_by")
STATES = {ActivityState.OPEN: "open", ActivityState.SCHEDULED: "scheduled",
          ActivityState.COMPLETED: "completed", ActivityState.CANCELLED: "cancelled"}  # fmt: skip


def page(request: Any, key: UUID) -> Any:
    """The page of an activity."""
    return records.page(request, key, OF_AN_ACTIVITY)


def attach(request: Any, key: UUID) -> Any:
    """Put files on an activity."""
    try:
        [found] = find_records(Activity, [key], request.actor).values()
    except Refusal as refusal:
        return refused(request, refusal)
    there, run = f"/activities/{found.pk}", None
    for file in request.FILES.getlist("files"):
        given = {
            "case": str(found.case_id), "activity": str(found.pk), "file_name": file.name or "",
            "media_type": file.content_type or "", "content": file.read(),
        }  # fmt: skip
        try:
            result = call(OPERATIONS["attachment.attach"], [], given, by=request.actor)
        except Refusal as refusal:
            return failed(request, refusal.status, _("Not attached"), refusal.text)
        run = result.run if isinstance(result, Result) else None
    return HttpResponseRedirect(f"{there}?{DID}={run}" if run else there, status=303)


def _locked(activity: Activity, field: Field) -> bool:
    """What was done stays as it was done; the operation says what may be corrected."""
    if activity.state in OPEN_STATES or field.name in ALWAYS or field.name.startswith(PREFIX):
        return False
    return not (activity.kind == Kind.NOTE and field.name == "subject")


def _told(one: Activity, request: Any, reader: Reader) -> dict[str, Any]:
    files = Attachment.objects.filter(activity=one.pk).visible_to(request.actor).order_by("pk")
    queues = Queue.objects.visible_to(request.actor)
    items = QueueItem.objects.filter(QueueItem.WAITING, activity=one.pk, queue__in=queues)
    item = items.visible_to(request.actor).select_related("queue").first()
    case = Case.objects.filter(pk=one.case_id).visible_to(request.actor).first()
    return {
        "kind": one.kind,
        "noun_label": Kind(one.kind).label,
        "state": STATES[ActivityState(one.state)],
        "state_label": _state(one),
        "facts": _facts(one, case, reader),
        "banner": _closed(one),
        "case": case,
        "case_is_closed": case is not None and case.state != State.ACTIVE,
        "files": [file_of(file, reader) for file in files],
        "queue_item": item,
        "queue_since": reader.time(item.entered_at) if item else "",
        "is_activity": True,
    }


def _state(one: Activity) -> str:
    state, status = ActivityState(one.state).label, activity_status(one.kind, one.status)
    return str(state) if str(state) == status else f"{state} · {status}"


def _closed(one: Activity) -> str:
    if one.state in OPEN_STATES or one.kind == Kind.NOTE:
        return ""
    return _("Completed or cancelled: only the text may be corrected. Reopen it to change more.")


def _facts(one: Activity, case: Any, reader: Reader) -> list[Fact]:
    where: Any = _("not visible to you")
    if case is not None:
        where = format_html('<a href="/cases/{}">{}</a> {}', case.number, case.number, case.title)
    facts: list[Fact] = [(label_of("activity", "case"), where)]
    if one.due_at:
        is_open = one.state in OPEN_STATES
        told = due(one.due_at, reader) if is_open else reader.time(one.due_at)
        facts.append((label_of("activity", "due_at"), told))
    if one.ended_at and one.kind != Kind.NOTE:
        facts.append((label_of("activity", "ended_at"), reader.time(one.ended_at)))
    if one.minutes:
        facts.append((label_of("activity", "minutes"), reader.duration(one.minutes)))
    return [*facts, owner_fact(one), *made_facts(one, reader)]


OF_AN_ACTIVITY = records.Page(
    Activity, RELATED, lambda record: commands.OF_AN_ACTIVITY, _told, sheets.ACTIVITY,
    lambda record: sheets.OF_AN_ACTIVITY[record.kind], _locked,
)  # fmt: skip
