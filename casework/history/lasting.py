"""Lasting: the operations that cannot be taken back, each with the reason."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.kernel.operations import OPERATIONS

ACCESS = _("it says who may do what: give or take the right again, in sight of everybody")
PEOPLE = _("people, teams and units stay: deactivate them, or change them back")
SHAPE = _("it changes what records may hold: retire the column, or restore it")
CODES = _("cases may have the status by now: rename or deactivate it")
TOKENS = _("its secret is out: revoke the token")
PAST = _("an import tells what happened elsewhere: correct it there, and import again")

SOUND = _("what it put right contradicted itself: there is nothing to go back to")

# A noun, or one operation of it.
REASONS: dict[str, Any] = {
    "role": ACCESS,
    "privilege": ACCESS,
    "user": PEOPLE,
    "team": PEOPLE,
    "unit": PEOPLE,
    "column": SHAPE,
    "status": CODES,
    "token": TOKENS,
    "case.repair": SOUND,
}


def reason(operation: str) -> Any:
    """Why runs of this operation stay as they are; None where they can be taken back."""
    return REASONS.get(operation) or REASONS.get(operation.partition(".")[0])


def undoable() -> list[str]:
    """The names of the operations whose runs can be taken back."""
    return [name for name in OPERATIONS if reason(name) is None]
