"""The case an activity belongs to: locked first, asked by its own rules, known by relation only."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.activities.models import Activity
from casework.kernel.belonging import guard_homes, home_of, lock_homes, rule_of_home
from casework.kernel.refusals import InvalidInput, NotFound
from casework.kernel.rules import Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

if TYPE_CHECKING:
    Case = Any
else:
    Case = home_of(Activity, "case")

lock_cases = lock_homes("case")


def hold_cases(work: Work, rows: Sequence[Any], privilege: str) -> dict[UUID, UUID]:
    """Lock the cases that new rows are added to; answers the case of each row.

    The privilege is asked of the case. Refuses with forbidden, not-found, merged-away.
    """
    homes: dict[UUID, UUID] = {}
    for row in rows:
        if row.case is None:
            raise InvalidInput(field="case", problem=_("is required"), targets=[row.id])
        homes[row.id] = getattr(row.case, "pk", row.case)
    wanted = WorkingSet(Case, homes.values())
    if missing := wanted - work.gather(wanted.rows):
        at_fault = [row for row, case in homes.items() if case in set(missing)]
        raise NotFound(noun=Case.NOUN, key=", ".join(map(str, missing)), targets=at_fault)
    guard_homes(work, Case, homes, privilege, Case.ADDING)
    return homes


def of_case(model: Any, asked: str) -> Rule:
    """What the case asks (``ADDING``, ``CHANGING`` or ``WORKING``), as a rule of ``model``."""
    return rule_of_home(model, "case", asked)
