"""Of a case: what lies below it, each a list like any other."""

from collections.abc import Callable
from typing import Any

from casework.activities.models import Activity, Attachment
from casework.cases.models import Case, CaseResolution
from casework.interfaces.calling import find, find_records
from casework.interfaces.rest.answers import answer
from casework.interfaces.rest.reading import listed
from casework.kernel.available import available
from casework.queues.models import QueueItem

# name -> (noun, the column that leads to the case)
BELOW: dict[str, tuple[Any, str]] = {
    "activities": (Activity, "case"),
    "attachments": (Attachment, "case"),
    "resolutions": (CaseResolution, "case"),
    "queue-items": (QueueItem, "case"),
    "children": (Case, "parent"),
    "merged": (Case, "merged_into"),
}


def below(name: str) -> Callable[[Any, str], Any]:
    """The view of a list below a case."""
    model, path = BELOW[name]

    def view(request: Any, key: str) -> Any:
        [pk] = find(Case, [key], request.auth)
        return listed(request, model, model.objects.filter(**{path: pk}))

    view.__doc__ = f"The {name.replace('-', ' ')} of a case: a list like any other."
    return view


def availability(request: Any, model: Any, key: str) -> Any:
    """What the actor may do with a record now, and why not the rest."""
    one = find_records(model, [key], request.auth)[key]
    return answer(
        {
            "items": [
                {
                    "operation": each.operation.name,
                    "available": each.refusal is None,
                    "code": each.refusal.code if each.refusal else None,
                    "detail": each.refusal.text if each.refusal else None,
                }
                for each in available(one, request.auth)
            ]
        }
    )
