"""Failing: what stands against a command, as a sentence, a problem and an exit code."""

import sys
from typing import Any

from django.db import DataError, InterfaceError, OperationalError
from django.utils.translation import gettext as _

from casework.environment import SettingRefused
from casework.interfaces.cli.outcomes import print_preview
from casework.interfaces.cli.printing import clean, complain, print_bytes
from casework.interfaces.problems import of_refusal, problem
from casework.kernel.refusals import InvalidInput, Refusal

REFUSED, INVALID, NOT_FOUND, FORBIDDEN, LEFT_OUT = 1, 2, 3, 4, 5
CODES = {400: INVALID, 413: INVALID, 415: INVALID, 422: INVALID, 404: NOT_FOUND}
SHOWN = 20


def explained(error: Exception, said: Any) -> int | None:
    """Say what stands against the command and answer its exit code; None for a mistake of ours."""
    in_json = bool(said and said.get("json"))
    if isinstance(error, SettingRefused):
        complain(str(error))
        return INVALID
    if isinstance(error, Refusal):
        if in_json:
            print_bytes(of_refusal(error).content)
        elif "told" in error.facts:
            print_preview(error.facts["told"])
        complain(f"{error.text} [{error.code}]")
        for one in error.facts.get("errors", ())[1:SHOWN]:
            complain(f"{one['field']}: {one['problem']}")
        return code_of(error)
    if isinstance(error, DataError):
        text = _("A value does not fit what the database keeps.")
        if in_json:
            print_bytes(problem(InvalidInput.status, InvalidInput.code, text).content)
        complain(text)
        return INVALID
    if isinstance(error, OperationalError | InterfaceError):
        first = clean(str(error).strip().partition("\n")[0])
        complain(
            _("The database does not answer ({error}): see DATABASE_URL and CASEWORK_DATA.").format(
                error=first
            )
        )
        return REFUSED
    return None


def code_of(refusal: Refusal) -> int:
    """The exit code of a refusal."""
    if refusal.status in (401, 403):
        return FORBIDDEN
    return CODES.get(refusal.status, REFUSED)


def interactive() -> bool:
    """Whether a person sits at the input."""
    return sys.stdin.isatty()
