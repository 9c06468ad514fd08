"""The rules of cases: conditions on rows, each with the refusal of those it does not hold for."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from casework.cases.models import CLOSED, MERGED, Case, State, StatusReason, Transition
from casework.cases.policies import CasePolicy
from casework.kernel.access import ALL
from casework.kernel.bulk import ancestors
from casework.kernel.by_record import ByRecord
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


class AlreadyClosed(Refusal):
    """Resolving or cancelling what is closed (S29, S30)."""

    code = "already-closed"
    enabled_by = ("case.reopen",)
    message = _("{records} is already resolved or cancelled. Reopen it first.")


class NotClosed(Refusal):
    """Reopening what is open."""

    code = "not-closed"
    enabled_by = ("case.resolve", "case.cancel")
    message = _("{records} is active: there is nothing to reopen.")


class MergedAway(Refusal):
    """Writing to a case that went on in another (answers 16)."""

    code = "merged-away"
    enabled_by = ("run.undo",)
    message = _("{records} was merged. Its story goes on in {survivor}.")


class ClosedCase(Refusal):
    """Changing a closed case where the settings lock it (S11, S12)."""

    code = "closed-case"
    enabled_by = ("case.reopen",)
    policies = ("case.lock_closed_for_people", "case.update_closed")
    message = _("{records} is closed and cannot be changed. Reopen it first.")


class TransitionNotAllowed(Refusal):
    """A status that may not follow the present one (S14)."""

    code = "transition-not-allowed"
    enabled_by = ("transition.allow",)
    policies = ("case.enforce_transitions",)
    message = _(
        "The status of {records} does not allow this step. An administrator keeps the list of "
        "statuses that may follow."
    )


def survivors(ids: list[UUID], using: str = "default") -> dict[UUID, UUID]:
    """Where each merged case goes on: the end of its chain of merges."""
    ends: dict[UUID, tuple[int, UUID]] = {}
    for target, key, depth in ancestors(Case, ids, "merged_into_id", using):
        ends[target] = max(ends.get(target, (-1, key)), (depth, key))
    return {target: key for target, (_depth, key) in ends.items()}


def _survivor_facts(ask: Ask, ids: list[UUID]) -> dict[str, Any]:
    ends = survivors(ids, ask.work.using)
    seen = Case.objects.filter(pk__in=ends.values()).visible_to(ask.actor)
    numbers = dict(seen.values_list("pk", "number"))
    named = [numbers[end] for end in ends.values() if end in numbers]
    return {"survivor": ", ".join(dict.fromkeys(named)) or str(_("another case"))}


def _imports(ask: Ask) -> bool:
    return ask.actor.interface == "import" and ask.actor.holds("import")


def open_to_queueing(ask: Ask) -> Q:
    """Active cases; closed ones for an importer, who replays where they were (answers 25)."""
    return ALL if _imports(ask) else Q(state=State.ACTIVE)


def open_to_change(ask: Ask) -> Q:
    """Active cases; closed ones for a program where the setting allows it (S11, S12)."""
    policy = ask.policy(CasePolicy)
    if _imports(ask):
        return ALL
    if ask.actor.is_person and policy.lock_closed_for_people:
        return Q(state=State.ACTIVE)
    states = [State.ACTIVE]
    if policy.update_closed in ("resolved and cancelled", "resolved"):
        states.append(State.RESOLVED)
    if policy.update_closed in ("resolved and cancelled", "cancelled"):
        states.append(State.CANCELLED)
    return Q(state__in=states)


def may_become(state: State, argument: str) -> Callable[[Ask], Q | None]:
    """From the present status to the wanted one, or to any of ``state``, when enforced (S14)."""

    def condition(ask: Ask) -> Q | None:
        if not ask.policy(CasePolicy).enforce_transitions:
            return None
        wanted = ask.params.get(argument)
        steps = Transition.objects.filter(from_code=OuterRef("status"))
        codes = StatusReason.objects.filter(state=state, is_active=True).values("code")
        to_any = Q(Exists(steps.filter(to_code__in=codes)))
        if wanted is None:
            return to_any
        if not all(isinstance(code, int) for code in _named(wanted).values()):
            return None  # no code at all: ``status_in`` says what there is
        if isinstance(wanted, ByRecord):
            named = _named(wanted)
            made = ByRecord(named).of(Case._meta.get_field("status"), OuterRef("pk"))
            ask.work.maps.append(made)
            return Q(Exists(steps.filter(to_code=made))) | (~Q(pk__among=list(named)) & to_any)
        return Q(Exists(steps.filter(to_code=wanted)))

    return condition


NOT_MERGED = Rule("not merged", lambda ask: ~MERGED, MergedAway, _survivor_facts)
IS_ACTIVE = Rule("active", lambda ask: Q(state=State.ACTIVE), AlreadyClosed)
IS_CLOSED = Rule("closed", lambda ask: CLOSED, NotClosed)
OPEN_TO_CHANGE = Rule("open to change", open_to_change, ClosedCase)
STILL_ACTIVE = Rule("still active", lambda ask: Q(state=State.ACTIVE), ClosedCase)


def settled_when_closed(ask: Ask) -> Q | None:
    """Cases already closed are left as they are when the caller says so (S29, S30)."""
    return CLOSED if ask.params.get("already_closed") == "leave" else None


def _named(wanted: Any) -> dict[Any, Any]:
    """The codes asked for, by the record they are for; rows that name none are left out."""
    given = wanted.values if isinstance(wanted, ByRecord) else {None: wanted}
    return {key: code for key, code in given.items() if code is not None}


def status_for(
    work: Work, cases: WorkingSet, state: State, wanted: Any, argument: str, rule: Rule
) -> Any:
    """The status that cases moving to ``state`` get: the wanted one, or the default of the state,
    also for those rows of a table that name none.

    Raises InvalidInput as ``status_in``, and the refusal of ``rule`` where the default may not
    follow (S14): the rule alone asks whether any may.
    """
    if isinstance(wanted, ByRecord):
        named = _named(wanted)
        status_in(work, state, ByRecord(named), argument)
        default = status_in(work, state, None, argument)
        status = ByRecord({key: named.get(key, default) for key in cases})
    else:
        status = status_in(work, state, wanted, argument)
    work.guard(cases, None, (rule,), Ask(work, {argument: status}))
    return status


def status_in(work: Work, state: State, wanted: Any, argument: str) -> Any:
    """The wanted status when it belongs to ``state``; the default of the state when none is given.

    Raises InvalidInput naming the statuses there are.
    """
    reasons = StatusReason.objects.using(work.using).filter(state=state, is_active=True)
    rows = list(reasons.order_by("position", "code").values_list("code", "label", "is_default"))
    codes = {code: label for code, label, _default in rows}
    if wanted is None:
        return next((code for code, _label, default in rows if default), rows[0][0])
    given: dict[Any, Any] = wanted.values if isinstance(wanted, ByRecord) else {None: wanted}
    known_codes = list(codes)  # what was given may be of any type, also one with no hash
    wrong = [key for key, code in given.items() if code not in known_codes]
    if wrong:
        known = ", ".join(f"{code} ({label})" for code, label in codes.items())
        raise InvalidInput(
            field=argument,
            problem=_("{code} is not one of {known}").format(code=given[wrong[0]], known=known),
            targets=[key for key in wrong if key] or None,
        )
    return wanted


# What the nouns below ask of a case they belong to; they reach these through the relation.
Case.ADDING = (NOT_MERGED,)
Case.CHANGING = (NOT_MERGED, OPEN_TO_CHANGE)
Case.WORKING = (NOT_MERGED, STILL_ACTIVE)
Case.QUEUEING = (NOT_MERGED, Rule("open to queueing", open_to_queueing, ClosedCase))
