"""Detach: take files away from a case."""

from casework.activities.models import Attachment
from casework.activities.of_cases import lock_cases, of_case
from casework.kernel.operations import operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


@operation(
    "attachment.detach", on=Attachment, rules=(of_case(Attachment, "CHANGING"),), lock=lock_cases
)
def detach(work: Work, attachments: WorkingSet) -> None:
    """Take files away from their cases; they are no longer shown anywhere.

    What was attached stays on record, and the bytes stay in the storage, so that it can be taken
    back (answers 17). Refuses with merged-away, closed-case where the settings lock the case
    (S11, S12).
    """
    work.delete(attachments, "attachment.detached")
