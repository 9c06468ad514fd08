"""Asking: to do a thing, to show what it would do, or to do what was shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.interfaces.calling.outcomes import foreseen
from casework.kernel.actor import Actor
from casework.kernel.operations import OnRefusal, Operation, Result
from casework.kernel.previews import Preview, WorldChanged
from casework.kernel.refusals import Refusal


@dataclass(frozen=True)
class Asking:
    """Whether the run is only to be shown, or (``expecting`` a fingerprint) is what was shown."""

    preview: bool = False
    expecting: str | None = None


TO_RUN = Asking()


def asked(
    operation: Operation,
    asking: Asking,
    targets: list[Any],
    params: Mapping[str, Any],
    by: Actor,
    on_refusal: OnRefusal,
    left: Mapping[Any, Refusal],
) -> Result | Preview:
    """The run, or its preview; what was not found is left out beside what is refused."""
    if not targets and not asking.preview:
        return Result(left_out=dict(left))
    made: Result | Preview
    try:
        if asking.preview:
            made = operation.preview(targets, by=by, on_refusal=on_refusal, **params)
        else:
            made = operation(
                targets, by=by, on_refusal=on_refusal, expecting=asking.expecting, **params
            )
    except WorldChanged as refusal:
        refusal.facts["told"] = foreseen(refusal.preview, operation, by)
        raise
    made.left_out.update(left)
    return made
