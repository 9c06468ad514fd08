"""What must be true of history: complete, in order, and ahead of what comes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.core.files.storage import storages
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from casework.activities.models import Attachment
from casework.cases.models import Case
from casework.cases.numbering import FIRST
from casework.history.doctor.checks import NAMED, Fault, check, of_ids, of_rows
from casework.kernel.counting import sequence_is_behind
from casework.kernel.history import Counter, Event, Run, Undoing, decoded
from casework.kernel.records import RECORDS

BACKUP = _("Something wrote past Casework: restore from a backup, or live with the gap.")
NUMBER = re.compile(r"[A-Za-z0-9]+-(\d{5,12})-[A-Z0-9]{6}")
CHUNK = 2_000


@check("versions", _("Records whose version is not that of their last event"), BACKUP)
def versions(using: str) -> Iterator[Fault]:
    """The last event of a record has the record's version; none has no event."""
    for model in RECORDS.values():
        events = Event.objects.filter(record_id=OuterRef("pk")).order_by("-version")
        last = Subquery(events.values("version")[:1])
        rows = model._base_manager.annotate(last=last)
        yield from of_rows(rows.filter(Q(last=None) | ~Q(last=F("version"))), using)


@check("sequences", _("Records with a gap in their events"), BACKUP)
def sequences(using: str) -> Iterable[Fault]:
    """The events of a record are numbered from one on, without a gap."""
    rows = Event.objects.using(using).order_by().values("record_id")
    rows = rows.annotate(count=Count("pk"), last=Max("version")).exclude(count=F("last"))
    keys = list(rows.values_list("record_id", flat=True))
    return [Fault("event", len(keys), [str(key) for key in keys[:NAMED]])] if keys else []


@check("lost", _("Records that are gone, and no event tells of it"), BACKUP, slow=True)
def lost(using: str) -> Iterator[Fault]:
    """What has events has a row, unless the last of them erased it."""
    last = Event.objects.using(using).filter(record_id=OuterRef("record_id")).order_by("-version")
    for model in RECORDS.values():
        there = model._base_manager.filter(pk=OuterRef("record_id"))
        events = Event.objects.using(using).filter(record_type=model.NOUN).exclude(after=None)
        gone = events.filter(~Exists(there), version=Subquery(last.values("version")[:1]))
        yield from of_ids(
            model, gone.order_by("record_id").values_list("record_id", flat=True), using
        )


@check("values", _("Records that differ from what their events say"), BACKUP, slow=True)
def values(using: str) -> Iterator[Fault]:
    """Each column of a row is what the last event that names it says."""
    for model in RECORDS.values():
        names = [column.attname for column in model.on_record()]
        rows: Any = model._base_manager.using(using).order_by("pk").values("version", *names)
        wrong = []
        for some in _chunks(rows.iterator(chunk_size=CHUNK)):
            told = _told(using, [row["id"] for row in some])
            for row in some:
                said = decoded(model, told.get(row["id"])) or {}
                if any(row[name] != value for name, value in said.items() if name in row):
                    wrong.append(row["id"])
        yield from of_ids(model, wrong, using)


def _told(using: str, keys: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """What the events of records say of their columns by now."""
    told: dict[UUID, dict[str, Any]] = defaultdict(dict)
    events = Event.objects.using(using).filter(record_id__among=keys).order_by("version")
    for key, after in events.values_list("record_id", "after"):
        told[key] |= after or {}
    return told


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows:
        some.append(row)
        if len(some) == CHUNK:
            yield some
            some = []
    if some:
        yield some


@check("undoings", _("Runs that are taken back twice"), BACKUP)
def undoings(using: str) -> Iterable[Fault]:
    """A run is taken back by one undoing at most."""
    standing = Undoing.objects.using(using).filter(stands=True).order_by().values("run")
    twice = standing.annotate(count=Count("pk")).filter(count__gt=1)
    return of_ids(Run, twice.values_list("run", flat=True), using)


@check("numbers", _("The counter of case numbers is behind"))
def numbers(using: str) -> Iterable[Fault]:
    """The next number is beyond every number in use."""
    found = Counter.objects.using(using).filter(name="case").values_list("value", flat=True)
    given, highest = (found.first() or 0) + FIRST, highest_number(using)
    return [Fault("case", highest - given, [str(highest)])] if highest > given else []


def highest_number(using: str) -> int:
    """The highest number that a case bears, as our own are made."""
    rows = Case.objects.using(using).values_list("number", flat=True).order_by()
    made = (NUMBER.fullmatch(number) for number in rows.iterator(chunk_size=10_000))
    return max((int(one[1]) for one in made if one), default=0)


@check("identity", _("The next number of an event is taken already"))
def identity(using: str) -> Iterable[Fault]:
    """New events come after all that are there."""
    behind = [model for model in (Event, Undoing) if sequence_is_behind(model, using)]
    return [Fault(model._meta.model_name or "", 1) for model in behind]


@check("files", _("Attachments whose file is missing"), _("Restore the files from a backup."),
       slow=True)  # fmt: skip
def files(using: str) -> Iterable[Fault]:
    """Every attachment has its bytes in the storage."""
    storage = storages["attachments"]
    rows = Attachment.objects.using(using).order_by("pk").values_list("pk", "key")
    missing = [pk for pk, key in rows.iterator(chunk_size=CHUNK) if not storage.exists(key)]
    return of_ids(Attachment, missing, using)
