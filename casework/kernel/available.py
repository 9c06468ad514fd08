"""Available: what an actor may do with records now, and what stands against the rest."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Value, When

from casework.kernel.access import allowed
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS, Operation
from casework.kernel.prepared import Prepared
from casework.kernel.refusals import Forbidden, Refusal
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work

PRIVILEGE = "privilege"


@dataclass(frozen=True)
class Obstacle:
    """What stands against an operation: the rule by its name, the refusal it gives, and the
    asked-for records it stands against."""

    rule: str
    refusal: Refusal
    at_fault: tuple[UUID, ...]


@dataclass(frozen=True)
class Availability:
    """One operation on some records: those it may be done to, and what stands against the others,
    one obstacle for each record."""

    operation: Operation
    allowed: tuple[UUID, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def refusal(self) -> Refusal | None:
        """The first that stands against it; None when nothing does."""
        return self.obstacles[0].refusal if self.obstacles else None


def available(
    records: Any,
    actor: Actor,
    *,
    told_to: Actor | None = None,
    only: Iterable[Operation] | None = None,
) -> list[Availability]:
    """Every operation on this noun, by name: what privilege and rules allow on these records.

    ``records`` is one record, or several of one noun. The same conditions that guard the
    operations, asked with their default arguments by one statement for all; and for operations
    that name a ``trial``, what depends on other records (open activities, children), by their
    preview. Only what ``told_to`` (the actor, if nobody else) may see is named. With ``only`` these
    operations alone are asked, by their own conditions and without any preview.
    """
    some = list(records) if isinstance(records, Iterable) else [records]
    model: Any = type(some[0])
    work = Work("available", actor, preview=True)
    asked = [(one, Ask(work, one.complete({}))) for one in _operations(model, only)]
    conditions = [
        (operation, rule, condition)
        for operation, ask in asked
        for rule, condition in _conditions(operation, ask)
        if condition is not None
    ]
    privileges = tuple(sorted({one.privilege or one.name for one, _ask in asked}))
    way = tuple(condition for _operation, _rule, condition in conditions)
    truths = _truths(model, privileges)
    rows = truths(frozenset(one.pk for one in some), actor=actor, way=way)
    work.release()
    naming = _Naming(told_to or actor, {one.pk: one for one in some})
    trying = only is None
    return [
        _availability(operation, conditions, rows, naming, actor, trying)
        for operation, _ask in asked
    ]


@functools.cache
def _truths(model: Any, privileges: tuple[str, ...]) -> Prepared:
    """Which conditions hold on records, in their order; a privilege stands for what it reaches."""

    def make(keys: frozenset[UUID], *way: Any) -> Any:
        *conditions, reach = way
        held = [allowed(reach, one, model) if isinstance(one, str) else one for one in conditions]
        truths = [Case(When(one, then=Value(True)), default=Value(False)) for one in held]
        rows = model._base_manager.filter(pk__among=keys)
        return rows.order_by("pk").values_list("pk", *truths)

    return Prepared(make, *privileges)


def _operations(model: Any, only: Iterable[Operation] | None) -> list[Operation]:
    every = OPERATIONS.values() if only is None else only
    return sorted(
        (one for one in every if one.model is model and not one.creates),
        key=lambda one: one.name,
    )


def _conditions(operation: Operation, ask: Ask) -> list[tuple[Rule | None, Any]]:
    may = operation.privilege or operation.name
    return [(None, may), *((rule, rule.condition(ask)) for rule in operation.rules)]


@dataclass(frozen=True)
class _Naming:
    """To whom it is told, and the records asked for."""

    told_to: Actor
    records: Mapping[UUID, Any]

    def refusal(self, operation: Operation, rule: Rule | None, keys: list[UUID]) -> Refusal:
        named = [self.records[key] for key in keys]
        if rule is None:
            privilege = operation.privilege or operation.name
            return Forbidden(named, privilege=privilege)
        ask = Ask(Work("available", self.told_to, preview=True), operation.complete({}))
        try:
            return rule.refusal(named, **rule.facts(ask, keys))
        except Refusal as refusal:  # that of the record's case, which names the case
            return self.narrowed(refusal)

    def narrowed(self, refusal: Refusal) -> Refusal:
        """The refusal, naming only what may be seen by whom it is told to."""
        seen: list[Any] = []
        by_model: dict[Any, list[UUID]] = {}
        for one in refusal.records:
            by_model.setdefault(type(one), []).append(one.pk)
        for model, keys in by_model.items():
            seen += model.objects.filter(pk__among=keys).visible_to(self.told_to).order_by("pk")
        refusal.records = seen
        return refusal


def _availability(
    operation: Operation,
    conditions: list[tuple[Operation, Rule | None, Any]],
    rows: list[Any],
    naming: _Naming,
    actor: Actor,
    trying: bool,
) -> Availability:
    places = [n for n, (one, _r, _c) in enumerate(conditions, 1) if one is operation]
    failing: dict[int, list[UUID]] = {}
    free: list[UUID] = []
    for key, *holds in rows:
        first = next((n for n in places if not holds[n - 1]), None)
        if first is None:
            free.append(key)
        else:
            failing.setdefault(first, []).append(key)
    obstacles = []
    for n, keys in sorted(failing.items()):
        rule = conditions[n - 1][1]
        name = rule.name if rule else PRIVILEGE
        obstacles.append(Obstacle(name, naming.refusal(operation, rule, keys), tuple(keys)))
    if trying and free and operation.trial is not None:
        free, more = _tried(operation, free, naming, actor)
        obstacles += more
    return Availability(operation, tuple(free), tuple(obstacles))


def _tried(
    operation: Operation, keys: list[UUID], naming: _Naming, actor: Actor
) -> tuple[list[UUID], list[Obstacle]]:
    try:
        preview = operation.preview(keys, by=actor, on_refusal="skip", **(operation.trial or {}))
    except Refusal as refusal:
        return [], [Obstacle(refusal.code, naming.narrowed(refusal), tuple(keys))]
    groups: dict[Refusal, list[UUID]] = {}
    for key, left in preview.left_out.items():
        groups.setdefault(left, []).append(key)
    made = [Obstacle(r.code, naming.narrowed(r), tuple(some)) for r, some in groups.items()]
    return [key for key in keys if key not in preview.left_out], made
