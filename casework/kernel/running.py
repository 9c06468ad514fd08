"""Running: from a call to what is written or shown, without what ``skip`` leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from casework.kernel.actor import Actor
from casework.kernel.arguments import Moments, recordable
from casework.kernel.by_record import ByRecord
from casework.kernel.previews import Preview, WorldChanged, preview_of
from casework.kernel.refusals import Refusal
from casework.kernel.results import Result
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

if TYPE_CHECKING:
    from casework.kernel.operations import Operation

OnRefusal = Literal["stop", "skip"]


@dataclass(frozen=True)
class Call:
    """How an operation is asked for: by whom, and what is to be left out."""

    by: Actor
    on_refusal: OnRefusal
    if_match: int | None
    moments: Moments | None
    using: str


def run(
    operation: "Operation",
    call: Call,
    targets: Any,
    params: Mapping[str, Any],
    expecting: str | None,
) -> Result:
    """Gather under locks, then write. Raises a Refusal, or WorldChanged where the preview that is
    confirmed (``expecting`` its fingerprint) is no longer what would happen."""
    gathered = _Gathered(operation, call, targets, params, preview=False)
    result, work = gathered.result, gathered.work
    try:
        if expecting is not None:
            made = preview_of(work, gathered.done, result)
            if made.fingerprint != expecting:
                raise WorldChanged(preview=made)
        if work.effects:
            rows = len(gathered.wanted) if operation.creates else None
            work.write(recordable(gathered.params, rows, operation.secret))
            result.run = work.run
    finally:
        work.release()
    result.records = list(gathered.done)
    result.created = work.created
    result.secrets = work.secrets
    result.advice = work.advice
    result.effects = [(e.kind, len(e.records)) for e in work.effects if e.kind]
    return result


def foresee(operation: "Operation", call: Call, targets: Any, params: Mapping[str, Any]) -> Preview:
    """Gather without locks, and show it."""
    gathered = _Gathered(operation, call, targets, params, preview=True)
    try:
        return preview_of(gathered.work, gathered.done, gathered.result)
    finally:
        gathered.work.release()


class _Gathered:
    """A work that refuses nothing any more.

    ``done`` are the records it would be done to, ``wanted`` what was asked for but for what was
    left out, ``params`` the arguments of these.
    """

    def __init__(
        self,
        operation: "Operation",
        call: Call,
        targets: Any,
        params: Mapping[str, Any],
        *,
        preview: bool,
    ) -> None:
        self.result = Result()
        self.wanted, self.params = operation.wanted(targets), dict(params)
        while True:
            self.work = Work(
                operation.name,
                call.by,
                moments=call.moments,
                using=call.using,
                preview=preview,
            )
            try:
                self.done = operation.perform(
                    self.work, self.wanted, self.params, call.if_match, self.result
                )
                return
            except Refusal as refusal:
                self.work.release()
                self._leave_out(operation, call, refusal)
            if not self.wanted:
                self.work = Work(operation.name, call.by, using=call.using, preview=preview)
                self.done = WorkingSet(operation.model, [])
                return

    def _leave_out(self, operation: "Operation", call: Call, refusal: Refusal) -> None:
        asked = {operation.key(one) for one in self.wanted}
        at_fault = dict.fromkeys(sorted(asked & (refusal.targets or set())), refusal)
        if call.on_refusal == "stop" or not at_fault:
            raise refusal
        self.result.left_out.update(at_fault)
        self.wanted = [one for one in self.wanted if operation.key(one) not in at_fault]
        self.params = {name: _without(one, at_fault) for name, one in self.params.items()}


def _without(value: Any, left_out: Mapping[UUID, Any]) -> Any:
    """An argument without the rows that are left out, so that none is at fault twice."""
    if not isinstance(value, ByRecord):
        return value
    return ByRecord({key: one for key, one in value.values.items() if key not in left_out})
