"""Names: what the nouns are called outside."""

PLURALS = {
    "case": "cases",
    "resolution": "resolutions",
    "activity": "activities",
    "attachment": "attachments",
    "queue": "queues",
    "queue_item": "queue-items",
    "queue_membership": "queue-memberships",
    "account": "accounts",
    "contact": "contacts",
    "user": "users",
    "team": "teams",
    "membership": "memberships",
    "unit": "units",
    "role": "roles",
    "privilege": "privileges",
    "grant": "grants",
    "token": "tokens",
    "subject": "subjects",
    "status": "statuses",
    "transition": "transitions",
    "column": "columns",
    "policy": "policies",
    "view": "views",
    "preference": "preferences",
    "dashboard": "dashboards",
    "quick_text": "quick-texts",
    "run": "runs",
}
_NOUNS = {plural: noun for noun, plural in PLURALS.items()}


def noun_called(name: str) -> str | None:
    """The noun of a plural or of the noun itself, with - or _ between words; None when unknown."""
    for one in (name, name.replace("_", "-"), name.replace("-", "_")):
        if one in _NOUNS:
            return _NOUNS[one]
        if one in PLURALS:
            return one
    return None
