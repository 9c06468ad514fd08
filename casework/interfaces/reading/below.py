"""Below: what lies below a case, and what may be done with a record."""

from typing import Any

from casework.activities.models import Activity, Attachment
from casework.cases.models import Case, CaseResolution
from casework.interfaces.calling import find, find_records
from casework.kernel.actor import Actor
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


def rows_below(name: str, key: str, actor: Actor) -> Any:
    """The rows below a case, not yet narrowed to those the actor may see. Refuses as ``find``."""
    model, path = BELOW[name]
    [pk] = find(Case, [key], actor)
    return model.objects.filter(**{path: pk})


def availability(model: Any, key: str, actor: Actor) -> dict[str, Any]:
    """What the actor may do with a record now, and why not the rest."""
    one = find_records(model, [key], actor)[key]
    return {
        "items": [
            {
                "operation": each.operation.name,
                "available": each.refusal is None,
                "code": each.refusal.code if each.refusal else None,
                "detail": each.refusal.text if each.refusal else None,
            }
            for each in available(one, actor)
        ]
    }
