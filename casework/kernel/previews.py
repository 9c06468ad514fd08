"""Previews: what a run would do, shown before it is done and known again when it is confirmed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from casework.kernel.by_record import ByRecord
from casework.kernel.refusals import NAMED, Refusal
from casework.kernel.results import Advice, Effect, Result
from casework.kernel.work import Work

# What the caller says anew when confirming, and what depends on the clock.
FREE = frozenset({"CharField", "TextField", "EmailField", "DateTimeField"})


@dataclass(frozen=True)
class Foreseen:
    """What would happen to the records of one noun: an event's kind, and how many.

    ``records`` are the first of them that the actor may see; a new record is told by the one it is
    made for. ``sums`` are totals over all of them, such as minutes.
    """

    kind: str
    noun: str
    count: int
    records: Sequence[Any] = ()
    sums: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """What a run would do. Nothing was written for it, and no lock was taken.

    ``records`` are the ids asked for that it would be done to; ``fingerprint`` confirms exactly
    this: records and their versions, columns and values but for free text, which is whatever the
    caller says when confirming.
    """

    operation: str
    effects: Sequence[Foreseen]
    records: Sequence[UUID]
    unchanged: Sequence[UUID]
    left_out: dict[Any, Refusal]
    advice: Sequence[Advice]
    fingerprint: str
    steps: Sequence[Effect] = ()


class WorldChanged(Refusal):
    """Confirming a preview that is no longer what would happen; ``preview`` is the new one."""

    code = "world-changed"
    message = _("Something has changed since the preview. Look at the new one, then decide.")

    @property
    def preview(self) -> Preview:
        """What would happen now."""
        made: Preview = self.facts["preview"]
        return made


def preview_of(work: Work, records: Iterable[UUID], result: Result) -> Preview:
    """What this work has gathered, as it is shown: a few statements for each kind of effect."""
    steps = [one for one in work.effects if one.kind]
    sums = [_sums(work, one) for one in steps]
    asked = list(records)
    return Preview(
        work.operation,
        _foreseen(work, steps, sums),
        asked,
        list(result.unchanged),
        dict(result.left_out),
        list(work.advice),
        _fingerprint(work, asked, steps, sums, result),
        steps,
    )


def _foreseen(
    work: Work, steps: Sequence[Effect], sums: Sequence[Mapping[str, int]]
) -> list[Foreseen]:
    kinds: dict[tuple[str, str], list[int]] = {}
    for n, step in enumerate(steps):
        kinds.setdefault((step.kind, step.records.model.NOUN), []).append(n)
    made = []
    for (kind, noun), places in kinds.items():
        parts = [steps[n] for n in places]
        totals: dict[str, int] = {}
        for n in places:
            for name, total in sums[n].items():
                totals[name] = totals.get(name, 0) + total
        count = sum(len(one.records) for one in parts)
        made.append(Foreseen(kind, noun, count, _named(work, parts), totals))
    return made


def _named(work: Work, steps: Sequence[Effect]) -> list[Any]:
    """The first records of a kind that the actor may see; a whole new row has no name yet."""
    known = [one.each or one.records for one in steps if not one.rows]
    if not known:
        return []
    first = [key for one in known for key in one.ids[:500]][:500]
    rows = known[0].model.objects.using(work.using).filter(pk__among=first)
    return list(rows.visible_to(work.actor).order_by("pk")[: NAMED * 2])


def _sums(work: Work, step: Effect) -> dict[str, int]:
    """Totals of the columns that a noun counts, over the rows this step would add."""
    names = step.records.model.COUNTED
    if step.each is None or not names:
        return {}
    plain = {name: step.values[name] for name in names if name in step.values}
    made = {name: value for name, value in plain.items() if hasattr(value, "resolve_expression")}
    totals = {name: value * len(step.each) for name, value in plain.items() if name not in made}
    if made:
        rows = step.each.rows.using(work.using).order_by()
        rows = rows.annotate(**{f"each_{name}": value for name, value in made.items()})
        totals |= rows.aggregate(**{name: Sum(f"each_{name}") for name in made})
    return {name: totals[name] or 0 for name in plain}


def _fingerprint(
    work: Work,
    asked: Sequence[UUID],
    steps: Sequence[Effect],
    sums: Sequence[Mapping[str, int]],
    result: Result,
) -> str:
    new = {key for keys in work.created.values() for key in keys}
    digest = hashlib.sha256()

    def add(*what: Any) -> None:
        digest.update(json.dumps(what, sort_keys=True, default=str).encode())

    add(work.operation, len(asked), sorted(str(key) for key in asked if key not in new))
    add(sorted((str(key), one.code) for key, one in result.left_out.items() if key not in new))
    add(sorted(str(key) for key in result.unchanged), sorted(one.code for one in work.advice))
    for step, totals in zip(steps, sums, strict=True):
        model = step.records.model
        add(step.kind, model.NOUN, len(step.records), totals, sorted(step.values))
        if not step.rows:
            known = (step.each or step.records).rows.using(work.using).order_by("pk")
            add([(key.hex, version) for key, version in known.values_list("pk", "version")])
        for row in step.rows or [step.values]:
            add({name: _plain(model, name, value, new) for name, value in row.items()})
    return digest.hexdigest()


def _plain(model: Any, name: str, value: Any, new: set[UUID]) -> Any:
    """A value as far as it belongs to the fingerprint: no free text, no time, no id made anew."""
    column = model._meta.get_field(name)
    if column.get_internal_type() in FREE and not column.choices:
        return None
    if isinstance(value, ByRecord):
        each = sorted(value.values.items())
        return [(key.hex, _known(one, new)) for key, one in each if key not in new]
    if hasattr(value, "resolve_expression") or type(value) is object:
        return None
    return _known(getattr(value, "pk", value), new)


def _known(value: Any, new: set[UUID]) -> Any:
    return None if isinstance(value, UUID) and value in new else value
