"""Pictures: what an import left in the database, ids and the time of the run apart."""

from collections import Counter
from typing import Any

from casework.importing.facts import facts
from casework.importing.models import ImportedRecord
from casework.models import Case, CaseResolution, Contact, Event, Queue, Subject, Team, User


def picture() -> dict[str, Any]:
    """Everything an import makes, so that two imports can be compared."""
    cases = Case.objects.order_by("number").values_list(
        "number", "title", "state", "status", "stage", "priority", "origin", "created_at",
        "closed_at", "confirmed_at", "confirmed_by__username", "owner_user__username",
        "owner_team__name", "subject__title", "contact__full_name", "account__name",
        "parent__number", "custom", "version",
    )  # fmt: skip
    resolutions = CaseResolution.objects.order_by("case__number", "id").values_list(
        "case__number", "subject", "description", "resolved_at", "resolved_by__username"
    )
    events = Event.objects.order_by("case_id", "id").values_list(
        "case_id", "kind", "happened_at", "on_behalf_of_id"
    )
    people = dict(User.objects.values_list("pk", "username"))
    numbers = dict(Case.objects.values_list("pk", "number"))
    story = Counter(
        (numbers.get(case), kind, at, people.get(who)) for case, kind, at, who in events if case
    )
    return {
        "facts": facts(),
        "cases": list(cases),
        "resolutions": list(resolutions),
        "story": story,
        "names": {
            model.__name__: sorted(model.objects.values_list(column, flat=True))
            for model, column in (
                (Contact, "full_name"), (Queue, "name"), (Subject, "title"), (Team, "name"),
                (User, "username"),
            )
        },
        "known": sorted(ImportedRecord.objects.values_list("source", "noun", "name", "rows")),
    }  # fmt: skip
