"""Available: what an actor may do with a record now, and why not the rest."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Value, When

from casework.kernel.access import allowed
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS, Operation
from casework.kernel.refusals import Forbidden, Refusal
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work


@dataclass(frozen=True)
class Availability:
    """One operation on one record: None as ``refusal`` when nothing stands against it."""

    operation: Operation
    refusal: Refusal | None


def available(record: Any, actor: Actor) -> list[Availability]:
    """Every operation on this noun, by name: whether privilege and rules allow it on this record.

    The same conditions that guard the operations, asked with their default arguments by one
    statement for all. What depends on other records (open activities, children) shows only when
    the operation is run.
    """
    work = Work("available", actor, preview=True)
    asked: list[tuple[Operation, Ask, Rule | None]] = []
    truths: list[Any] = []
    for operation in _operations(type(record)):
        ask = Ask(work, operation.complete({}))
        may = allowed(actor, operation.privilege or operation.name, operation.model)
        conditions: list[tuple[Rule | None, Any]] = [(None, may)]
        conditions += [(rule, rule.condition(ask)) for rule in operation.rules]
        for rule, condition in conditions:
            if condition is not None:
                asked.append((operation, ask, rule))
                truths.append(Case(When(condition, then=Value(True)), default=Value(False)))
    rows = type(record)._base_manager.filter(pk=record.pk)
    holds = rows.values_list(*truths).first() if truths else ()
    refusals: dict[str, Refusal | None] = {}
    for (operation, ask, rule), truth in zip(asked, holds or (), strict=False):
        refusals.setdefault(operation.name, None)
        if not truth and refusals[operation.name] is None:
            refusals[operation.name] = _refusal(operation, ask, rule, record)
    return [Availability(OPERATIONS[name], one) for name, one in refusals.items()]


def _operations(model: Any) -> list[Operation]:
    return sorted(
        (one for one in OPERATIONS.values() if one.model is model and not one.creates),
        key=lambda one: one.name,
    )


def _refusal(operation: Operation, ask: Ask, rule: Rule | None, record: Any) -> Refusal:
    if rule is None:
        return Forbidden([record], privilege=operation.privilege or operation.name)
    try:
        return rule.refusal([record], **rule.facts(ask, [record.pk]))
    except Refusal as refusal:  # that of the record's case, which names the case
        return refusal
