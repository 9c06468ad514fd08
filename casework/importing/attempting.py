"""Attempting: an operation on a table of rows, of which some may be refused."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import Refusal

Moments = dict[UUID, Any]


def attempt(
    verb: str, rows: Sequence[Mapping[str, Any]], by: Actor, moments: Moments | None = None
) -> dict[UUID, str]:
    """Run an operation on a table of rows, all that may; returns why the others were left out.

    A refusal that names no record is narrowed down by halves to the rows that cause it.
    """
    try:
        result = OPERATIONS[verb].table(rows, by=by, on_refusal="skip", moments=moments)
    except Refusal as refusal:
        if len(rows) == 1:
            return {rows[0]["id"]: refusal.text}
        half = len(rows) // 2
        return {
            **attempt(verb, rows[:half], by, moments),
            **attempt(verb, rows[half:], by, moments),
        }
    return {key: refusal.text for key, refusal in result.left_out.items()}
