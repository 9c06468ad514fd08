"""Story: the timeline of a case as it is shown, entry by entry."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.activities.models import ActivityState, Attachment, Kind
from casework.history.timeline import EVENT, KINDS, RESOLUTION, Entry, timeline
from casework.interfaces.web.cells import due
from casework.interfaces.web.reader import Reader, iso
from casework.interfaces.web.showing import initials
from casework.interfaces.web.wording import SILENT, Told, Wording
from casework.interfaces.web.words.columns import label_of
from casework.interfaces.web.words.events import sentence_of
from casework.kernel.actor import Actor
from casework.kernel.history import Event
from casework.kernel.prepared import Prepared
from casework.kernel.records import RECORDS

PAGE = 20
OPEN_STATES = (ActivityState.OPEN, ActivityState.SCHEDULED)
FILTERS: tuple[tuple[str, Any], ...] = (
    ("", gettext_lazy("Everything")),
    ("activities", gettext_lazy("Activities")),
    ("note", gettext_lazy("Notes")),
    (RESOLUTION, gettext_lazy("Resolutions")),
    (EVENT, gettext_lazy("Events")),
)
EDITED = ("case.edited", "activity.edited", "case.assigned", "case.parent_set", "case.merged")
INTERFACES: dict[str, Any] = {
    "web": gettext_lazy("in the browser"),
    "rest": gettext_lazy("by a program"),
    "odata": gettext_lazy("by a Dataverse client"),
    "shell": gettext_lazy("in the shell"),
    "import": gettext_lazy("by import"),
    "system": gettext_lazy("by the system"),
}


@dataclass(frozen=True)
class Shown:
    """One entry of a story, ready to be shown."""

    kind: str
    label: str
    who: str
    initials: str
    at: str
    iso: str
    title: str
    text: str
    record: Any
    state: str
    is_open: bool
    due: str
    minutes: str
    merged_from: str
    interface: str
    changes: list[tuple[str, str, str]]
    files: list[dict[str, Any]]


@dataclass(frozen=True)
class Story:
    """A page of a story; ``more`` is where it goes on."""

    entries: list[Shown]
    more: str
    filters: list[tuple[str, str, bool]]
    kinds: str
    oldest: bool
    search: str


def story(case: Any, given: Any, actor: Actor, reader: Reader, oldest: bool = False) -> Story:
    """The story of a case as a reader asked for it: kinds, words, order."""
    kinds, search = given.get("kinds", ""), given.get("find", "").strip().casefold()
    order = given.get("order", "oldest" if oldest else "newest")
    page = timeline(
        case, actor, kinds=_kinds(kinds), before=given.get("before") or None,
        limit=50 if search or order == "oldest" else PAGE,
    )  # fmt: skip
    told = [
        (one.record_type, name, value)
        for one in page.entries
        for side in (one.before, one.after)
        for name, value in (side or {}).items()
    ]
    told += [("resolution", "resolution_type", one.status) for one in page.entries
             if one.kind == RESOLUTION]  # fmt: skip
    wording = Wording(told, actor, reader)
    files = _files(page.entries, actor, reader)
    shown = [_shown(one, wording, reader, files) for one in page.entries]
    if search:
        shown = [one for one in shown if search in f"{one.title} {one.text} {one.who}".casefold()]
    if order == "oldest":
        shown.reverse()
    filters = [(name, str(label), name == kinds) for name, label in FILTERS]
    return Story(shown, page.next or "", filters, kinds, order == "oldest", search)


def _kinds(said: str) -> list[str] | None:
    if said == "activities":
        return [str(one) for one in Kind.values]
    return [said] if said in KINDS else None


def _files(entries: list[Entry], actor: Actor, reader: Reader) -> dict[Any, list[dict[str, Any]]]:
    ids = [one.record for one in entries if one.record_type == "activity" and one.kind != EVENT]
    made: dict[Any, list[dict[str, Any]]] = {}
    for one in FILES(frozenset(ids), actor=actor) if ids else ():
        made.setdefault(one.activity_id, []).append(file_of(one, reader))
    return made


FILES = Prepared(
    lambda ids, reach: (
        Attachment.objects.filter(activity__among=ids).visible_to(reach).order_by("pk")
    ),
    Attachment,
)


def file_of(one: Any, reader: Reader) -> dict[str, Any]:
    """An attachment as it is shown."""
    return {"id": one.pk, "name": one.file_name, "size": reader.size(one.size)}


def _shown(one: Entry, wording: Wording, reader: Reader, files: Any) -> Shown:
    is_activity = one.kind not in (EVENT, RESOLUTION)
    title, text, label = one.subject, one.description, _label(one)
    if one.kind == RESOLUTION:
        title = f"{wording.of('resolution', 'resolution_type', one.status)}: {one.subject}"
    if one.kind == EVENT:
        title, text = sentence_of(one.event), ""
    if text and title.strip() == text.strip():
        text = ""
    state = str(ActivityState(one.state).label) if is_activity and one.state is not None else ""
    return Shown(
        kind=one.kind,
        label=label,
        who=one.who,
        initials=initials(one.who),
        at=reader.moment(one.at),
        iso=iso(one.at),
        title=title,
        text=text,
        record=one.record,
        state=state if one.kind != Kind.NOTE else "",
        is_open=is_activity and one.state in OPEN_STATES,
        due=due(one.due_at, reader) if is_activity and one.state in OPEN_STATES else "",
        minutes=reader.duration(one.minutes),
        merged_from=one.merged_from or "",
        interface=str(INTERFACES.get(one.interface, "")),
        changes=_changes(one, wording),
        files=files.get(one.record, []) if is_activity else [],
    )


def _label(one: Entry) -> str:
    if one.kind == EVENT:
        return _("Event")
    return _("Resolution") if one.kind == RESOLUTION else str(Kind(one.kind).label)


def _changes(one: Entry, wording: Wording) -> list[tuple[str, str, str]]:
    if one.kind != EVENT or one.before is None or one.after is None:
        return []
    return [
        (
            label_of(one.record_type, name),
            wording.of(one.record_type, name, one.before.get(name)),
            wording.of(one.record_type, name, after),
        )
        for name, after in one.after.items()
        if name not in SILENT and one.before.get(name) != after
    ]


def told_values(events: list[Event]) -> list[Told]:
    """The values in events, for their wording."""
    return [
        (one.record_type, name, value)
        for one in events
        if one.record_type in RECORDS
        for side in (one.before, one.after)
        for name, value in (side or {}).items()
    ]
