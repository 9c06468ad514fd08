"""Belonging: records that live on another one (their home), which is locked first and asked by its
own rules. A lower noun knows its home by relation only, for homes lie above it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from casework.kernel.refusals import Refusal
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


def home_of(model: Any, path: str) -> Any:
    """The noun that records of ``model`` live on."""
    return model._meta.get_field(path).related_model


def lock_homes(path: str) -> Callable[[Work, WorkingSet, Mapping[str, Any]], None]:
    """Lock the homes before the records that live on them: the order closing a case takes."""

    def lock(work: Work, records: WorkingSet, params: Mapping[str, Any]) -> None:
        home = home_of(records.model, path)
        held: set[UUID] = set()
        while True:
            # A merge may have moved them to another home while we waited for the lock.
            rows = records.rows.using(work.using)
            present = set(rows.values_list(f"{path}_id", flat=True))
            if present <= held:
                return
            held |= present
            work.gather(WorkingSet(home, held).rows)

    return lock


def guard_homes(
    work: Work,
    home: Any,
    homes: Mapping[UUID, UUID],
    privilege: str | None,
    rules: Sequence[Rule],
) -> None:
    """Ask privilege and rules of the homes (record to home); at fault are the records."""
    try:
        work.guard(WorkingSet(home, homes.values()), privilege, rules, Ask(work, {}))
    except Refusal as refusal:
        at_fault = refusal.targets or set()
        refusal.targets = {record for record, key in homes.items() if key in at_fault}
        raise


def rule_of_home(model: Any, path: str, asked: str) -> Rule:
    """What the home asks (the rules it keeps under ``asked``), as a rule of ``model``.

    The home's rules are read at each run, for they are set after the lower noun is imported. A
    refusal is the home's own and names the home.
    """

    def condition(ask: Ask) -> Q:
        home = home_of(model, path)
        conditions = [rule.condition(ask) for rule in getattr(home, asked)]
        held = [one for one in conditions if one is not None]
        return Q(Exists(home._base_manager.filter(*held, pk=OuterRef(f"{path}_id"))))

    def explain(ask: Ask, ids: list[UUID]) -> dict[str, Any]:
        home = home_of(model, path)
        rows = WorkingSet(model, ids).rows.using(ask.work.using)
        homes = dict(rows.values_list("pk", f"{path}_id"))
        guard_homes(ask.work, home, homes, None, getattr(home, asked))
        return {}

    return Rule(f"its {path} allows {asked.lower()}", condition, Refusal, explain)
