"""The bell: what others did that concerns the reader, and how much of it is new."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.history.concerning import DUE, Concern, concerning
from casework.interfaces.web.places import where
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show
from casework.interfaces.web.words.concerns import ICONS, sentence
from casework.workplace.bell import bell_seen_at, see_bell

LATELY = datetime.timedelta(days=14)
MOST = 100
NEW_AT_MOST = 20  # beyond it is said that there are more


def page(request: Any) -> Any:
    """What concerned the reader lately, the newest first; seen from now on."""
    reader = Reader()
    seen = bell_seen_at(request.user) or reader.now - LATELY
    since = min(seen, reader.now - LATELY)
    found = concerning(request.actor, since, MOST)
    said = {
        "title": _("What concerns you"),
        "concerns": [_shown(one, seen, reader) for one in found],
        "empty": _("Nothing that concerns you has happened lately."),
    }
    if request.method == "GET":
        see_bell(request.user)
    return show(request, "bell.html", said)


def count(request: Any) -> Any:
    """How much is new, for the bell in the top bar."""
    seen = bell_seen_at(request.user) or timezone.now() - LATELY
    found = concerning(request.actor, seen, NEW_AT_MOST)
    new = sum(1 for one in found if one.kind != DUE)
    told = ngettext("{count} new notification", "{count} new notifications", new)
    shown = f"{new}+" if new >= NEW_AT_MOST else str(new)
    said = {"new": new, "shown": shown, "told": told.format(count=shown)}
    return show(request, "bell_count.html", said)


def _shown(one: Concern, seen: datetime.datetime, reader: Reader) -> dict[str, Any]:
    record = one.record
    case = record if record.NOUN == "case" else record.case
    return {
        "icon": ICONS[one.kind],
        "text": sentence(one.kind, one.by),
        "case": f"{case.number} {case.title}",
        "about": "" if record is case else str(record),
        "to": where(case) if record is case else f"{where(case)}#timeline",
        "at": reader.date(one.at.astimezone(reader.zone)) if one.kind == DUE
        else reader.time(one.at),
        "is_new": one.kind != DUE and one.at > seen,
    }  # fmt: skip
