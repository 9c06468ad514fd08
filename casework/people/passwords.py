"""Passwords: what may be one, and how people change their own."""

from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel.operations import operation
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.rules import Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import User

LONGEST = 1_000  # characters


class NotYourPassword(Refusal):
    """Choosing the password of somebody else."""

    code = "not-your-password"
    status = 403
    message = gettext_lazy(
        "The password of {records} is chosen by nobody else. Who administers users may set one."
    )


MINE = Rule("oneself", lambda ask: Q(pk=ask.actor.user), NotYourPassword)


def hashed(password: Any) -> str:
    """What is kept of a password (Argon2).

    Raises InvalidInput when it is too short, too long, too common or nothing but digits.
    """
    if not isinstance(password, str) or not password:
        raise InvalidInput(field="password", problem=_("is required"))
    if len(password) > LONGEST:
        problem = _("is longer than {length}").format(length=LONGEST)
        raise InvalidInput(field="password", problem=problem)
    try:
        validate_password(password)
    except ValidationError as error:
        raise InvalidInput(field="password", problem=" ".join(error.messages)) from None
    return make_password(password)


@operation("user.choose_password", on=User, rules=(MINE,), secret=("present", "password"))
def choose_password(work: Work, users: WorkingSet, *, present: str, password: str) -> None:
    """Change your own password, knowing the present one; nobody needs a role for it.

    Your sessions elsewhere end. Refuses with not-your-password, and with invalid-input when the
    present one is wrong or the new one is too short, too common or nothing but digits.
    """
    kept = work.facts(users, "password")
    for row in kept.values():
        if not isinstance(present, str) or not check_password(present[:LONGEST], row.password):
            raise InvalidInput(field="present", problem=_("is not your password"))
    work.change(users, "user.password_set", password=hashed(password))
