"""Facts: the line of labels and values in the head of a record's page."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import initials
from casework.interfaces.web.words.columns import label_of

Fact = tuple[str, Any]


def person_link(user: Any) -> SafeString | str:
    """A user or a team with a picture, as a link to its page; empty for nobody."""
    if user is None:
        return ""
    name = getattr(user, "full_name", "") or str(user)
    kind, place = ("user", "people") if user.NOUN == "user" else ("team", "teams")
    return format_html(
        '<span class="who who-{}"><i aria-hidden="true">{}</i><a href="/{}/{}">{}</a></span>',
        kind, initials(name), place, user.pk, name,
    )  # fmt: skip


def owner_fact(record: Any) -> Fact:
    """Whom a record belongs to."""
    return label_of(record.NOUN, "owner"), person_link(record.owner_user or record.owner_team)


def made_facts(record: Any, reader: Reader) -> list[Fact]:
    """When a record was made and last changed, and by whom."""
    facts = [(label_of("", "created_at"), reader.time(record.created_at))]
    if record.modified_at and record.modified_at != record.created_at:
        who = record.modified_by.full_name or record.modified_by.username
        at = format_html("{} · {}", reader.time(record.modified_at), who)
        facts.append((label_of("", "modified_at"), at))
    return facts
