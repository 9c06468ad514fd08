"""What an administrator may choose about queues."""

from dataclasses import dataclass

from casework.kernel.policies import policies


@policies("queue")
@dataclass(frozen=True)
class QueuePolicy:
    """Policies about queues.

    ``picking_changes_owner`` makes who picks an item the owner of its case or activity;
    ``releasing_gives_to_queue_owner`` makes the owner of the queue that of what is released
    (answers 31). Both are off: working on a case and owning it are two things.
    """

    picking_changes_owner: bool = False
    releasing_gives_to_queue_owner: bool = False
