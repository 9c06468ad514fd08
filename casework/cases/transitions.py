"""Transitions: which status may follow which, when an administrator enforces it (S14, S15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases.models import Case, State, StatusReason, Transition
from casework.cases.policies import CasePolicy
from casework.kernel.arguments import NewRow
from casework.kernel.operations import creation, operation
from casework.kernel.policies import chosen
from casework.kernel.prepared import Prepared
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

Step = tuple[int, int]


class DeadEnd(Refusal):
    """A status from which a case could never be closed (spec 3.11)."""

    code = "dead-end"
    message = gettext_lazy(
        "From {records} no way would lead to a closed status. Allow one before, or stop enforcing "
        "transitions."
    )


@dataclass(kw_only=True)
class NewTransition(NewRow):
    """A step to be allowed, from the code of one status to that of another."""

    from_code: int
    to_code: int


def lock_graph(work: Work, records: Any = None, params: Any = None) -> None:
    """Lock statuses and transitions, which are few: two changes never cut a way in two halves."""
    work.gather(StatusReason.objects.all())
    work.gather(Transition.objects.all())


@creation("transition.allow", makes=Transition, row=NewTransition)
def allow(work: Work, rows: list[NewTransition]) -> WorkingSet:
    """Let statuses follow one another, within a state or across; what is allowed already stays.

    It takes effect while transitions are enforced by policy. Refuses with invalid-input for a
    code that no status has, or a status that would follow itself.
    """
    if not work.preview:
        lock_graph(work)
    known = set(StatusReason.objects.using(work.using).values_list("code", flat=True))
    present = set(Transition.objects.using(work.using).values_list("from_code", "to_code"))
    made = []
    for row in rows:
        for name in ("from_code", "to_code"):
            code = getattr(row, name)
            if code not in known:
                codes = ", ".join(map(str, sorted(known)))
                problem = _("{code} is not one of {known}").format(code=code, known=codes)
                raise InvalidInput(field=name, problem=problem, targets=[row.id])
        if row.from_code == row.to_code:
            raise InvalidInput(
                field="to_code", problem=_("a status does not follow itself"), targets=[row.id]
            )
        if (row.from_code, row.to_code) not in present:
            present.add((row.from_code, row.to_code))
            made.append({"id": row.id, "from_code": row.from_code, "to_code": row.to_code})
    return work.add(Transition, made, "transition.allowed")


@operation("transition.forbid", on=Transition, lock=lock_graph)
def forbid(work: Work, transitions: WorkingSet) -> None:
    """Take steps back: these statuses follow one another no more.

    While transitions are enforced, refuses with dead-end when an active status would have no way
    left to a closed one.
    """
    refuse_dead_ends(work, forbidden=transitions)
    work.delete(transitions, "transition.forbidden")


def refuse_dead_ends(
    work: Work, *, forbidden: Iterable[UUID] = (), deactivated: Iterable[UUID] = ()
) -> None:
    """Refuse what leaves a status without a way to a closed one, while transitions are enforced.

    A dead end that is there already does not stand against other changes.
    """
    if not work.policy(CasePolicy).enforce_transitions:
        return
    before = {one.pk for one in dead_ends(using=work.using)}
    after = dead_ends(forbidden=forbidden, deactivated=deactivated, using=work.using)
    made = WorkingSet(StatusReason, [one.pk for one in after if one.pk not in before])
    work.refuse(made, DeadEnd)


def dead_ends(
    *,
    forbidden: Iterable[UUID] = (),
    deactivated: Iterable[UUID] = (),
    allowed: Iterable[Step] | None = None,
    using: str = "default",
) -> list[StatusReason]:
    """The active statuses from which no allowed steps lead to a closed state, by position.

    ``forbidden`` transitions and ``deactivated`` statuses are taken as gone already; ``allowed``
    is another table to try, the present one if absent. Every status of state Active is one while
    no transition is defined, so ask before enforcing.
    """
    gone, left_out = set(deactivated), set(forbidden)
    statuses = StatusReason.objects.using(using).filter(is_active=True).order_by("position", "code")
    living = {one.code: one for one in statuses if one.pk not in gone}
    table = allowed
    if table is None:
        rows = Transition.objects.using(using).values_list("pk", "from_code", "to_code")
        table = [(a, b) for key, a, b in rows if key not in left_out]
    steps: list[Step] = [(a, b) for a, b in table if a in living and b in living]
    leads = {code for code, one in living.items() if one.state != State.ACTIVE}
    while more := {a for a, b in steps if b in leads} - leads:
        leads |= more
    return [one for code, one in living.items() if code not in leads]


def reachable(case: Case, state: State, *, using: str = "default") -> list[StatusReason]:
    """The statuses of a state that the case may have next, by position: what pickers list (S15).

    All active ones of the state while transitions are not enforced; never its present one.
    """
    if chosen()[CasePolicy].enforce_transitions:
        return FOLLOWING(int(state), case.status, case.status, way=(using,))
    return OTHERS(int(state), case.status, way=(using,))


def _others(state: int, code: int, using: str) -> Any:
    rows = StatusReason.objects.using(using).filter(state=state, is_active=True)
    return rows.exclude(code=code).order_by("position", "code")


def _following(state: int, code: int, origin: int, using: str) -> Any:
    steps = Transition.objects.using(using).filter(from_code=origin)
    return _others(state, code, using).filter(code__in=steps.values("to_code"))


OTHERS = Prepared(_others)
FOLLOWING = Prepared(_following)
