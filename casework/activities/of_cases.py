"""The case an activity belongs to: locked first, asked by its own rules, known by relation only."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from casework.activities.models import Activity
from casework.kernel.operations import Ask, Rule
from casework.kernel.refusals import InvalidInput, NotFound, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

# Cases lie above activities and may not be imported; what they ask of those who add to a case
# (ADDING) or change what it says (CHANGING, WORKING) is read from the class at each run.
if TYPE_CHECKING:
    Case = Any
else:
    Case = Activity._meta.get_field("case").related_model


def lock_cases(work: Work, records: WorkingSet, params: Mapping[str, Any]) -> None:
    """Lock the cases of activities or attachments before these, in the order closing does."""
    held: set[UUID] = set()
    while True:
        # A merge may have moved them to another case while we waited for the lock.
        present = set(records.rows.using(work.using).values_list("case_id", flat=True))
        if present <= held:
            return
        held |= present
        work.gather(WorkingSet(Case, held).rows)


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
    _guard(work, homes, privilege, Case.ADDING)
    return homes


def of_case(model: Any, asked: str) -> Rule:
    """What the case asks (``ADDING``, ``CHANGING`` or ``WORKING``), as a rule of ``model``.

    A refusal names the case, not the record that belongs to it.
    """

    def condition(ask: Ask) -> Q:
        conditions = [rule.condition(ask) for rule in getattr(Case, asked)]
        held = [one for one in conditions if one is not None]
        return Q(Exists(Case._base_manager.filter(*held, pk=OuterRef("case_id"))))

    def explain(ask: Ask, ids: list[UUID]) -> dict[str, Any]:
        rows = WorkingSet(model, ids).rows.using(ask.work.using)
        _guard(ask.work, dict(rows.values_list("pk", "case_id")), None, getattr(Case, asked))
        return {}

    return Rule(f"its case allows {asked.lower()}", condition, Refusal, explain)


def _guard(
    work: Work, homes: Mapping[UUID, UUID], privilege: str | None, rules: Sequence[Rule]
) -> None:
    try:
        work.guard(WorkingSet(Case, homes.values()), privilege, rules, Ask(work, {}))
    except Refusal as refusal:
        cases = refusal.targets or set()
        refusal.targets = {row for row, case in homes.items() if case in cases}
        raise
