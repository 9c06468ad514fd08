"""Places: where the page of a record is."""

from typing import Any

PLACES = {
    "case": "/cases/",
    "account": "/accounts/",
    "contact": "/contacts/",
    "queue": "/queues/",
    "user": "/administration/users/",
    "team": "/administration/teams/",
    "unit": "/administration/units/",
    "role": "/administration/roles/",
    "subject": "/administration/subjects/",
    "status": "/administration/statuses/",
    "column": "/administration/columns/",
    "token": "/administration/tokens/",
}


def where(record: Any) -> str:
    """The page of a record; empty where it has none."""
    noun = record.NOUN
    if noun == "case":
        return f"/cases/{record.number}"
    if noun == "activity":
        return f"/activities/{record.pk}"
    return f"{PLACES[noun]}{record.pk}" if noun in PLACES else ""
