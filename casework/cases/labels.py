"""Labels of the statuses that a case may have."""

from casework.cases.models import StatusReason
from casework.kernel.once import once
from casework.kernel.prepared import Prepared

LABELS = Prepared(
    lambda: StatusReason.objects.order_by("state", "position", "code").values_list("code", "label")
)


def status_labels() -> dict[int, str]:
    """What each status is called, by its code, in their order: one query."""
    return dict(once(LABELS))
