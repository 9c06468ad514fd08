"""Questions: which dialog each operation has."""

from casework.interfaces.web.asking import Dialog
from casework.interfaces.web.asking_admin import ADMIN
from casework.interfaces.web.asking_cases import CASES
from casework.kernel.operations import Operation

DIALOGS: dict[str, Dialog] = {**CASES, **ADMIN}


def dialog_of(operation: Operation) -> Dialog:
    """The dialog of an operation; one made of its arguments where it has none of its own."""
    return DIALOGS.get(operation.name, Dialog(fewest=0 if operation.creates else 1))
