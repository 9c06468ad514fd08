"""One case: its page, tab by tab."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.activities.models import Kind
from casework.cases.models import Case, CaseResolution, State
from casework.cases.rules import survivors
from casework.interfaces.calling import find_records
from casework.interfaces.web import case_questions as asked
from casework.interfaces.web import editing, sheets
from casework.interfaces.web.cells import PRIORITIES
from casework.interfaces.web.commands import OF_A_CASE, commands
from casework.interfaces.web.customs import custom_fields
from casework.interfaces.web.drafting import draft_of
from casework.interfaces.web.failing import refused
from casework.interfaces.web.forms import Field
from casework.interfaces.web.past import changes_of
from casework.interfaces.web.preferring import preference_of
from casework.interfaces.web.presence import here
from casework.interfaces.web.process import process_of
from casework.interfaces.web.quick_texts import chosen, texts_for
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.related import (
    activities_of,
    card_of,
    children_of,
    merged_of,
    parent_of,
    resolutions_of,
)
from casework.interfaces.web.sending import new_token
from casework.interfaces.web.showing import initials, show
from casework.interfaces.web.story import file_of, story
from casework.interfaces.web.visiting import looked_at
from casework.interfaces.web.words.reasons import reasons
from casework.kernel.actor import Actor
from casework.kernel.history import Event
from casework.kernel.refusals import Refusal
from casework.kernel.text import storable

TABS: tuple[tuple[str, Any], ...] = (
    ("summary", gettext_lazy("Summary")),
    ("details", gettext_lazy("Details")),
    ("relationships", gettext_lazy("Case relationships")),
    ("activities", gettext_lazy("Activities")),
    ("history", gettext_lazy("History")),
)
STATES = {0: "active", 1: "resolved", 2: "cancelled"}


def case_of(request: Any, number: str) -> Case:
    """The case of an address, with what its page names. Raises NotFound."""
    rows = asked.CALLED(number, actor=request.actor) if storable(number) else ()
    case: Any = next(iter(rows), None)
    if case is None:
        [found] = find_records(Case, [number], request.actor).values()
        [case] = asked.CALLED(found.number, actor=request.actor)
    case.status_label = reasons().get(case.status, str(case.status))
    return case


def page(request: Any, number: str) -> Any:
    """The page of a case; sent back, it saves what was changed in it."""
    try:
        case = case_of(request, number)
    except Refusal as refusal:
        return refused(request, refusal)
    tab = request.POST.get("tab") or request.GET.get("tab", "")
    tab = tab if tab in dict(TABS) else "summary"
    fields = _fields(case, tab, request.actor)
    status, problems = 200, []
    if request.method == "POST":
        there = f"/cases/{case.number}?tab={tab}"
        saved = editing.save(request, sheets.CASE, case, fields, there)
        if isinstance(saved, HttpResponse):
            return saved
        status, problems = saved
    reader = Reader()
    customer = next((str(one.value) for one in fields if one.name == "customer"), "")
    try:
        of_tab = _of_tab(tab, case, customer, request, reader)
    except Refusal as refusal:
        return refused(request, refusal)
    looked_at(request, case)
    said = {
        "case": case,
        "others": here(case, request.user),
        "in_view": urlencode({"noun": "case", "on": case.number, "next": request.path}),
        "tab": tab,
        "tabs": [(name, label, name == tab) for name, label in TABS],
        "fields": fields,
        "problems": problems,
        **_header(case, request, reader),
        **of_tab,
        **_beside(case, request, reader),
    }
    return show(request, "case.html", said, status=status)


def _fields(case: Case, tab: str, actor: Actor) -> list[Field]:
    fields = []
    if tab == "summary":
        fields = editing.fields_of(sheets.CASE, case, sheets.SUMMARY, actor)
    elif tab == "details":
        asked = editing.fields_of(sheets.CASE, case, sheets.DETAILS, actor)
        fields = [*asked, *custom_fields(case, actor)]
    for one in fields:
        one.locked = case.state != State.ACTIVE
    return fields


def _header(case: Case, request: Any, reader: Reader) -> dict[str, Any]:
    owner = case.owner_user or case.owner_team
    name = getattr(owner, "full_name", "") or str(owner)
    end = survivors([case.pk]).get(case.pk) if case.merged_into_id else None
    seen = Case.objects.filter(pk=end).visible_to(request.actor).first() if end else None
    bar = commands(case, OF_A_CASE, request.actor, case.number)
    merge = next((one for one in bar if one.operation == "case.merge"), None)
    return {
        "commands": bar,
        "merge": merge,
        "resolve": next(one for one in bar if one.operation == "case.resolve"),
        "reopen": next(one for one in bar if one.operation == "case.reopen"),
        "is_closed": case.state != State.ACTIVE,
        "state": STATES[case.state],
        "state_label": State(case.state).label,
        "priority_mark": PRIORITIES.get(case.priority, "normal"),
        "owner_name": name,
        "owner_initials": initials(name),
        "owner_kind": "user" if case.owner_user_id else "team",
        "age": reader.age(case.created_at, case.closed_at),
        "created": reader.time(case.created_at),
        "closed": reader.time(case.closed_at),
        "survivor": seen,
        "merged_run": _merge_run(case) if case.merged_into_id else None,
        **process_of(case, bar, request.actor),
    }


def _merge_run(case: Case) -> Any:
    rows = Event.objects.filter(case_id=case.pk, record_id=case.pk, kind="case.merged")
    return rows.order_by("-pk").values_list("run_id", flat=True).first()


def _of_tab(tab: str, case: Case, customer: str, request: Any, reader: Reader) -> dict[str, Any]:
    actor = request.actor
    if tab == "summary":
        oldest = not preference_of(request).newest_first
        told = story(case.pk, request.GET, actor, reader, oldest)
        return {"story": told, "composer": composer(), **_writing(case, customer, request, reader)}
    if tab == "relationships":
        return {
            "parent": parent_of(case, actor),
            "children": children_of(case, actor, reader),
            "merged": merged_of(case, actor, reader),
        }
    if tab == "activities":
        return {"activities": activities_of(case, request, reader)}
    if tab == "history":
        return {"past": changes_of(case, request, reader)}
    return {}


def _writing(case: Case, customer: str, request: Any, reader: Reader) -> dict[str, Any]:
    """What the composer begins with: what was not sent, and the texts that can be put in."""
    texts = texts_for(case, customer, request, reader)
    begun = chosen(texts, request.GET.get("text", ""))
    return {
        "once": new_token(),
        "draft": draft_of(request, case.number),
        "texts": texts,
        "begun": begun,
    }


def composer() -> list[dict[str, Any]]:
    """The kinds of activity that can be written on the page of a case."""
    kinds = (Kind.NOTE, Kind.PHONE_CALL, Kind.TASK, Kind.APPOINTMENT, Kind.EMAIL)
    return [{"kind": str(one), "label": one.label} for one in kinds]


def _beside(case: Case, request: Any, reader: Reader) -> dict[str, Any]:
    """The right column: resolutions, the customer, the queue, files."""
    actor = request.actor
    files = asked.FILES(case.pk, actor=actor)
    waiting = sum(count for (count,) in asked.WAITING(case.pk, actor=actor))
    item = next(iter(asked.ITEM(case.pk, actor=actor)), None)
    return {
        "resolutions": resolutions_of(case, actor, reader),
        "card": card_of(case, actor, reader),
        "files": [file_of(one, reader) for one in files],
        "open_activities": waiting,
        "queue_item": item,
        "queue_since": reader.time(item.entered_at) if item else "",
        "resolutions_label": str(CaseResolution._meta.verbose_name),
        "empty": _("Nothing yet."),
    }


def timeline(request: Any, number: str) -> Any:
    """The timeline of a case alone: another filter, another order, or what comes after it."""
    try:
        [found] = find_records(Case, [number], request.actor).values()
        told = story(found.pk, request.GET, request.actor, Reader())
    except Refusal as refusal:
        return refused(request, refusal)
    more = "story_more.html" if request.GET.get("before") else "story.html"
    said = {"story": told, "case": found, "is_closed": found.state != State.ACTIVE}
    return show(request, more, said)
