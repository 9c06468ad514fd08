"""Statuses: the reasons a case may have within a state (spec 2.2).

A status is never deleted, and no code given twice (docs/decisions/statuses-stay.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases.models import Case, State, Status, StatusReason
from casework.cases.policies import CasePolicy
from casework.cases.transitions import lock_graph, refuse_dead_ends
from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import creation, operation
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.rules import Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

FIRST_OF_OURS = 100_000_000  # codes below are those of the product


class CodeTaken(Refusal):
    """A second status with the same code."""

    code = "status-code-taken"
    message = gettext_lazy("{records} has the code {taken} already. Leave the code out to get one.")


class DefaultStatus(Refusal):
    """Deactivating the default of a state, which has exactly one (spec 2.2)."""

    code = "default-status"
    message = gettext_lazy("{records} is the default of its state. Make another the default first.")


class StatusInactive(Refusal):
    """Making the default of what is not offered."""

    code = "status-inactive"
    message = gettext_lazy("{records} is deactivated. Activate it before making it the default.")


class MergedNeeded(Refusal):
    """Deactivating the status that merging gives."""

    code = "merged-status-needed"
    message = gettext_lazy("{records} is the status that merging gives. It has to stay.")


class StatusInUse(Refusal):
    """Deactivating a status that active cases have."""

    code = "status-in-use"
    message = gettext_lazy(
        "{count} active cases have this status: {records}. Give them another first."
    )


NOT_DEFAULT = Rule("not the default", lambda ask: Q(is_default=False), DefaultStatus)
NOT_MERGED = Rule("not Merged", lambda ask: ~Q(code=Status.MERGED), MergedNeeded)


@dataclass(kw_only=True)
class NewStatus(NewRow):
    """A status to be made.

    ``state`` is 0 Active, 1 Resolved or 2 Cancelled, for ever, and so is ``code``: the next free
    one from 100000000 when absent. ``is_default`` takes the place of the state's present default.
    """

    label: str
    state: int
    code: int | None = None
    position: int | None = None
    is_default: bool = False


@creation("status.create", makes=StatusReason, row=NewStatus)
def create(work: Work, rows: list[NewStatus]) -> WorkingSet:
    """Add statuses to a state, last in its list unless ``position`` says otherwise.

    Advises of a status that has no way to a closed one yet, while transitions are enforced.
    Refuses with status-code-taken, invalid-input.
    """
    if not work.preview:
        lock_graph(work)
    codes = _codes(work, rows)
    _displace(work, {row.id: row.state for row in rows if row.is_default is True}, ())
    last = StatusReason.objects.using(work.using).aggregate(last=Max("position"))["last"] or 0
    made = work.add(
        StatusReason,
        [
            {
                "id": row.id,
                "code": codes[row.id],
                "label": row.label,
                "state": row.state,
                "is_default": row.is_default,
                "position": last + n if row.position is None else row.position,
            }
            for n, row in enumerate(rows, start=1)
        ],
        "status.created",
    )
    _advise(work, {row.state for row in rows})
    return made


@operation("status.edit", on=StatusReason, lock=lock_graph)
def edit(
    work: Work,
    statuses: WorkingSet,
    *,
    label: str | Unset = UNSET,
    position: int | Unset = UNSET,
    is_default: bool | Unset = UNSET,
) -> None:
    """Change what statuses are called, their order, and which is the default of its state.

    Code and state stay for ever. ``is_default`` is only ever True: the former default of the
    state gives way. Refuses with status-inactive, invalid-input.
    """
    given = {"label": label, "position": position}
    columns: dict[str, Any] = {name: one for name, one in given.items() if one is not UNSET}
    wanted = is_default.values if isinstance(is_default, ByRecord) else {}
    if isinstance(is_default, bool):
        wanted = dict.fromkeys(statuses, is_default)
    present = work.facts(statuses, "state", "is_default", "is_active")
    for key, chosen_one in wanted.items():
        if chosen_one is not True and (chosen_one is not False or present[key].is_default):
            raise InvalidInput(
                field="is_default",
                problem=_("cannot be taken away: make another the default instead"),
                targets=[key],
            )
    rising = {key: present[key].state for key, one in wanted.items() if one is True}
    idle = WorkingSet(StatusReason, [key for key in rising if not present[key].is_active])
    work.refuse(idle, StatusInactive, targets=lambda keys: keys)
    _displace(work, rising, statuses)
    if rising:
        affected = [key for key, row in present.items() if row.state in rising.values()]
        columns["is_default"] = ByRecord({key: key in rising for key in affected})
    work.change(work.differing(statuses, columns), "status.edited", **columns)


@operation(
    "status.deactivate",
    on=StatusReason,
    rules=(NOT_DEFAULT, NOT_MERGED),
    lock=lock_graph,
    settled=lambda ask: Q(is_active=False),
)
def deactivate(work: Work, statuses: WorkingSet) -> None:
    """Offer statuses no more; closed cases keep theirs.

    Every state keeps its default, and so an active status. One that is deactivated already is
    left. Refuses with default-status, merged-status-needed, status-in-use with the count of
    active cases, dead-end while transitions are enforced.
    """
    codes = {row.code: key for key, row in work.facts(statuses, "code").items()}

    def at_fault(cases: list[UUID]) -> set[UUID]:
        rows = Case.objects.using(work.using).filter(pk__among=cases)
        return {codes[code] for code in rows.values_list("status", flat=True)}

    using_them = Case.objects.filter(state=State.ACTIVE, status__in=codes)
    work.refuse(using_them, StatusInUse, targets=at_fault)
    refuse_dead_ends(work, deactivated=statuses)
    work.change(statuses, "status.deactivated", is_active=False)


@operation(
    "status.activate", on=StatusReason, lock=lock_graph, settled=lambda ask: Q(is_active=True)
)
def activate(work: Work, statuses: WorkingSet) -> None:
    """Offer deactivated statuses again; an active one is left. Refuses nothing."""
    work.change(statuses, "status.activated", is_active=True)
    _advise(work, {row.state for row in work.facts(statuses, "state").values()})


def _codes(work: Work, rows: list[NewStatus]) -> dict[UUID, int]:
    present = dict(StatusReason.objects.using(work.using).values_list("code", "pk"))
    codes = {row.id: row.code for row in rows if row.code is not None}
    taken: dict[int, UUID] = dict(present)
    for key, code in codes.items():
        if taken.setdefault(code, key) != key:
            seen = StatusReason.objects.using(work.using).filter(code=code).visible_to(work.actor)
            raise CodeTaken(seen, count=1, taken=code, targets=[key])
    free = max([FIRST_OF_OURS - 1, *(code for code in taken if isinstance(code, int))]) + 1
    unnumbered = [row.id for row in rows if row.code is None]
    return codes | {key: free + n for n, key in enumerate(unnumbered)}


def _displace(work: Work, rising: Mapping[UUID, int], changing: Iterable[UUID]) -> None:
    """The defaults of these states give way to others (status id to state), but those that
    ``changing`` changes anyway."""
    states = list(rising.values())
    twice = [key for key, state in rising.items() if states.count(state) > 1]
    if twice:
        raise InvalidInput(
            field="is_default",
            problem=_("only one status of a state can be its default"),
            targets=twice,
        )
    former = StatusReason.objects.filter(is_default=True, state__in=states)
    falling = work.gather(former.exclude(pk__among=changing))
    work.change(falling, "status.edited", is_default=False)


def _advise(work: Work, states: Iterable[int]) -> None:
    """Nothing leads to the new status yet, so it hinders nobody: advice, not a refusal."""
    if State.ACTIVE in states and work.policy(CasePolicy).enforce_transitions:
        work.advise("dead-end", _("Allow a way from this status to a closed one."))
