"""Record: a page for the records of every noun that has no page of its own."""

from typing import Any
from uuid import UUID

from casework.cases.models import StatusReason
from casework.interfaces.calling import find_records, noun_called
from casework.interfaces.reading import Asked, record, story
from casework.interfaces.web.administration.areas import crumbs
from casework.interfaces.web.administration.parts import PARTS_OF
from casework.interfaces.web.cells import html, plain_columns
from casework.interfaces.web.commands import Command, commands
from casework.interfaces.web.failing import missing, refused
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show
from casework.interfaces.web.story import INTERFACES
from casework.interfaces.web.wording import SILENT, Wording
from casework.interfaces.web.words.administration import PLACES_OF
from casework.interfaces.web.words.columns import label_of
from casework.interfaces.web.words.events import sentence_of
from casework.interfaces.web.words.operations import NOUNS
from casework.interfaces.web.words.reasons import in_words
from casework.kernel.operations import OPERATIONS
from casework.kernel.records import RECORDS
from casework.kernel.refusals import Forbidden, Refusal

PAGE = "50"  # events of the history on a page
ENDS, BEGINS = ("deactivate", "retire", "revoke"), ("activate", "restore")
# asked for elsewhere on the page
ELSEWHERE = frozenset(
    {"role.set_privilege", "role.remove_privilege", "role.grant", "role.take", "team.add_members",
     "team.remove_members", "queue.add_members", "queue.remove_members"}
)  # fmt: skip


def page(request: Any, plural: str, key: UUID) -> Any:
    """A record: what it says, what belongs to it, what may be done to it, and its history."""
    model = RECORDS.get(noun_called(plural) or "")
    if model is None or plural not in PLACES_OF:
        return missing(request, LookupError(plural))
    actor = request.actor
    if not actor.holds(f"{model.NOUN}.read"):
        return refused(request, Forbidden(privilege=f"{model.NOUN}.read"))
    try:
        [found] = find_records(model, [key], actor).values()
        history = _history(found, request)
    except Refusal as refusal:
        return refused(request, refusal)
    if isinstance(found, StatusReason):
        in_words([found])
    reader = Reader()
    values, _version = record(model, found.pk, actor)
    columns = plain_columns(model)
    fields = [
        (columns[name].label, html(columns[name].cell(values, reader)))
        for name in columns
        if name not in ("path", "modified_at", "modified_by")
    ]
    parts = [part(found, actor) for part in PARTS_OF.get(model.NOUN, ())]
    label, place = PLACES_OF[plural]
    said = {
        "title": getattr(found, "full_name", "") or str(found),
        "noun": NOUNS[model.NOUN],
        "noun_name": model.NOUN,
        "record": found,
        "is_off": not _in_use(found),
        "crumbs": crumbs((label, place)),
        "commands": commands_on(found, actor),
        "fields": fields,
        "parts": parts,
        "history": history,
    }
    return show(request, "administration/record.html", said)


def commands_on(found: Any, actor: Any) -> list[Command]:
    """What may be done to a record, with the reasons against the rest.

    Of ending and beginning again only the one that would change something.
    """
    names = [
        one.name
        for one in OPERATIONS.values()
        if one.model is type(found) and not one.creates and one.name not in ELSEWHERE
    ]
    without = BEGINS if _in_use(found) else ENDS
    order = sorted(
        (one for one in names if one.partition(".")[2] not in without),
        key=lambda one: (not one.endswith(".edit"), one.endswith(".delete"), one),
    )
    return commands(found, order, actor, str(found.pk))


def _in_use(found: Any) -> bool:
    if hasattr(found, "revoked_at"):
        return found.revoked_at is None
    return bool(getattr(found, "is_active", True))


def _history(found: Any, request: Any) -> dict[str, Any]:
    """A page of what was changed about a record."""
    pairs = [("limit", PAGE)]
    if before := request.GET.get("before", ""):
        pairs.append(("before", before))
    asked = Asked(request.path, pairs)
    told = story(type(found), "history", str(found.pk), asked, request.actor)
    reader = Reader()
    values = [
        (one.record_type, one.column, value)
        for one in told["items"]
        for value in (one.before, one.after)
    ]
    wording = Wording(values, request.actor, reader)
    rows = [
        {
            "at": reader.time(one.at),
            "who": one.who,
            "interface": INTERFACES.get(one.interface, one.interface),
            "event": sentence_of(one.event),
            "column": label_of(one.record_type, one.column),
            "before": wording.of(one.record_type, one.column, one.before),
            "after": wording.of(one.record_type, one.column, one.after),
        }
        for one in told["items"]
        if one.column.removesuffix("_id") not in SILENT
    ]
    return {"rows": rows, "next": told["next"]}
