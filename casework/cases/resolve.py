"""Resolve: the customer's problem is solved or the question answered."""

from typing import Any, Literal

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from casework.activities.models import Activity
from casework.cases import closing
from casework.cases.hierarchy import closing_family, lock_families
from casework.cases.models import Case, CaseResolution, State
from casework.cases.policies import Closure
from casework.cases.rules import (
    IS_ACTIVE,
    NOT_MERGED,
    TransitionNotAllowed,
    may_become,
    settled_when_closed,
    status_for,
)
from casework.kernel.by_record import ByRecord
from casework.kernel.columns import fitted_by_record, fitting
from casework.kernel.operations import operation
from casework.kernel.refusals import InvalidInput
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.naming import at

MAY_BE_RESOLVED = Rule(
    "may be resolved", may_become(State.RESOLVED, "resolution_type"), TransitionNotAllowed
)
RULES = (NOT_MERGED, IS_ACTIVE, MAY_BE_RESOLVED)


def total_minutes() -> Any:
    """Minutes of a case's activities that are not billed yet (spec 3.2)."""
    rows = Activity.objects.filter(case=OuterRef("pk"), is_billed=False).order_by()
    summed = rows.values("case").annotate(total=Sum("minutes")).values("total")
    return Coalesce(Subquery(summed), 0)


@operation(
    "case.resolve",
    on=Case,
    rules=RULES,
    lock=lock_families,
    settled=settled_when_closed,
    trial={"resolution": "-", "cancel_open_activities": True},
)
def resolve(
    work: Work,
    cases: WorkingSet,
    *,
    resolution: str,
    resolution_type: int | None = None,
    description: str = "",
    total: int | None = None,
    billable: int | None = None,
    cancel_open_activities: bool = False,
    closure: Closure | None = None,
    already_closed: Literal["refuse", "leave"] = "refuse",
) -> None:
    """Close cases as resolved, and say how.

    ``resolution`` is the text, ``resolution_type`` a status of state Resolved (the default one
    when absent), ``total`` and ``billable`` are minutes (by default those of the activities).
    Open activities refuse it with their count unless ``cancel_open_activities`` confirms that
    they are cancelled with it (S6, S6b). ``closure`` overrides the closure policy for this run.
    Refuses with already-closed, merged-away, transition-not-allowed, children-open,
    activities-open (S4, S5, S9, S14, S16 to S21, S29, S30).
    """
    _check_text(cases, resolution)
    status = status_for(
        work, cases, State.RESOLVED, resolution_type, "resolution_type", MAY_BE_RESOLVED
    )
    origin = closing_family(work, cases, closure)
    family = WorkingSet(Case, origin)
    ask = Ask(work, {"resolution_type": closing.spread(status, origin)})
    closing.hold_cascaded(work, origin, "case.resolve", RULES, ask)
    unconfirmed = {
        key: head for key, head in origin.items() if not at(cancel_open_activities, head)
    }
    if unconfirmed:
        closing.refuse_open_activities(work, unconfirmed, closing.ActivitiesOpen)
    _record(work, cases, origin, resolution, description, status, total, billable)
    status = closing.spread(status, origin)
    closing.close(work, family, "case.resolved", state=State.RESOLVED, status=status)


def _check_text(cases: WorkingSet, resolution: Any) -> None:
    texts = {key: at(resolution, key) for key in cases}
    blank = [key for key, text in texts.items() if isinstance(text, str) and not text.strip()]
    if blank:
        raise InvalidInput(field="resolution", problem=_("is required"), targets=blank)


def _record(
    work: Work,
    cases: WorkingSet,
    origin: dict[Any, Any],
    resolution: Any,
    description: Any,
    status: Any,
    total: Any,
    billable: Any,
) -> None:
    """A resolution for each case; a cascaded one copies the text of the case it closes with and
    counts its own minutes."""
    asked = {key: key for key in cases}
    others = {key: head for key, head in origin.items() if key not in asked}
    for part, minutes in ((asked, (total, billable)), (others, (None, None))):
        if not part:
            continue
        shared = {
            "subject": resolution,
            "description": description,
            "resolution_type": status,
        }
        columns = {name: closing.spread(value, part) for name, value in shared.items()}
        worked = _minutes(work, "total_minutes", minutes[0], total_minutes())
        work.add_for_each(
            WorkingSet(Case, part),
            CaseResolution,
            "resolution.recorded",
            case=F("pk"),
            resolved_case=F("pk"),
            total_minutes=worked,
            billable_minutes=_minutes(work, "billable_minutes", minutes[1], worked),
            resolved_at=work.happened(),
            resolved_by=work.by(),
            **columns,
        )


def _minutes(work: Work, name: str, value: Any, otherwise: Any) -> Any:
    """The minutes given, or ``otherwise``, also for those rows of a table that give none."""
    if not isinstance(value, ByRecord):
        return otherwise if value is None else fitting(CaseResolution, name, value)
    given = ByRecord({key: one for key, one in value.values.items() if one is not None})
    fitted = fitted_by_record(CaseResolution, name, given)
    work.maps.append(made := ByRecord(fitted).of(CaseResolution._meta.get_field(name)))
    return Coalesce(made, otherwise)
