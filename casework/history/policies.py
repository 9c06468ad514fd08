"""What an administrator may choose about taking back."""

from dataclasses import dataclass

from casework.kernel.policies import policies


@policies("undo")
@dataclass(frozen=True)
class UndoPolicy:
    """Policies about undoing: for how many days a run can be taken back; 0 is not at all."""

    window_days: int = 30
