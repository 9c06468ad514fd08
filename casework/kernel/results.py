"""Results: what a run did, what it would rather have had done, and what it left out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.kernel.refusals import Refusal
from casework.kernel.working_sets import WorkingSet


@dataclass
class Effect:
    """What one step does: an event's kind, and the records it is about.

    ``values`` are the columns it sets, ``rows`` the whole rows it adds; ``each`` are the records
    for each of which it adds one. New records have no row yet when this is read in a preview.
    """

    kind: str
    records: WorkingSet
    apply: Callable[[], None]
    values: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] = ()
    each: WorkingSet | None = None

    @property
    def is_new(self) -> bool:
        """Whether the records are made by this step."""
        return bool(self.rows) or self.each is not None


@dataclass(frozen=True)
class Advice:
    """What the house would rather have had done; nothing was refused for it."""

    code: str
    text: str


@dataclass
class Result:
    """What a run did.

    ``run`` is its id, None when nothing was left to do. ``records`` are the ids asked for that it
    was done to, ``created`` the new rows by noun, ``left_out`` the refusal of each record that
    ``skip`` left out, ``unchanged`` those already as wanted. ``secrets`` are told this once, by the
    id of the record that keeps only their digest.
    """

    run: UUID | None = None
    records: list[UUID] = field(default_factory=list)
    created: dict[str, list[UUID]] = field(default_factory=dict)
    left_out: dict[UUID, Refusal] = field(default_factory=dict)
    unchanged: list[UUID] = field(default_factory=list)
    effects: list[tuple[str, int]] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)
    secrets: dict[UUID, str] = field(default_factory=dict)
