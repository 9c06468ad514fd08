"""Delete: erase activities, for mistakes and for privacy."""

from casework.activities.mentions import forget_mentions
from casework.activities.models import Activity, Attachment
from casework.activities.of_cases import lock_cases, of_case
from casework.activities.of_queues import delete_items
from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


@operation("activity.delete", on=Activity, rules=(of_case(Activity, "CHANGING"),), lock=lock_cases)
def delete(work: Work, activities: WorkingSet) -> None:
    """Erase activities with their attachments and their places in queues.

    What was erased stays on record, and the files stay in the storage (answers 17). Refuses with
    merged-away, closed-case where the settings lock the case (S11, S12).
    """
    files = work.gather(Attachment.objects.filter(activity__among=activities))
    work.delete(files, "attachment.deleted")
    delete_items(work, activities)
    forget_mentions(work, activities)
    work.delete(activities, "activity.deleted")
