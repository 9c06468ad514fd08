"""Gathering: the half of an operation that only reads. A preview is this half, shown."""

import datetime
import functools
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Case, Q, QuerySet, TextField, Value, When

from casework.kernel.access import ALL, allowed
from casework.kernel.actor import Actor
from casework.kernel.by_record import ByRecord
from casework.kernel.columns import fitted_by_record, fitting
from casework.kernel.policies import chosen
from casework.kernel.refusals import NAMED, NotFound, Refusal
from casework.kernel.working_sets import Stored, Together, WorkingSet, apart, read

FEW = 100  # records


class Gathering:
    """Reads under locks, fills working sets and refuses by name; writes nothing."""

    def __init__(
        self,
        actor: Actor,
        *,
        moments: Mapping[UUID, tuple[datetime.datetime, UUID | None]] | None = None,
        using: str = "default",
        preview: bool = False,
    ) -> None:
        self.actor, self.using, self.preview = actor, using, preview
        self.moments = moments
        self._policies: dict[type[Any], Any] | None = None
        self.maps: list[ByRecord] = []
        self._locked: dict[Any, set[str]] = {}

    def policy(self, group: Any) -> Any:
        """A group of policies as the administrator has set it now."""
        if self._policies is None:
            self._policies = chosen()
        return self._policies[group]

    def gather(self, rows: QuerySet[Any]) -> WorkingSet:
        """These rows, held by id; locked in key order when this is a run."""
        rows = rows.using(self.using)
        if self.preview:
            return WorkingSet.of_rows(rows)
        held = WorkingSet.of_rows(rows.select_for_update(of=("self",), no_key=True))
        self._locked.setdefault(rows.model, set()).update(held.stored)
        return held

    def gather_again(self, records: WorkingSet) -> WorkingSet:
        """Those of the records that are there, held; what is held already cannot have gone."""
        if self._locked.get(records.model, set()).issuperset(records.stored):
            return records
        return self.gather(records.rows)

    def versions(self, records: WorkingSet) -> Iterable[tuple[int, str | None, list[str]]]:
        """Those that are there, as stored, by their version and the case they lie on; locked in key
        order when this is a run."""
        on_case = records.model.CASE not in (None, "pk")
        home = Stored(records.model.CASE) if on_case else Value(None, TextField())
        rows = records.rows.using(self.using)
        if self.preview or not connections[self.using].features.has_select_for_update:
            alike = rows.order_by().values_list("version", home).annotate(ids=Together("pk"))
            return [(version, case, apart(ids)) for version, case, ids in read(alike)]
        locked = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
        found: dict[tuple[int, str | None], list[str]] = {}
        for version, case, key in read(locked.values_list("version", home, Stored("pk"))):
            found.setdefault((version, case), []).append(key)
        return [(*alike, keys) for alike, keys in found.items()]

    def hold(
        self,
        model: Any,
        ids: Iterable[UUID],
        targets: Callable[[set[UUID]], Iterable[UUID]] | None = None,
    ) -> WorkingSet:
        """Records that an argument names, locked; raises NotFound when one was deleted meanwhile.

        ``targets`` tells which of the asked-for records are at fault, as in ``refuse``.
        """
        wanted = WorkingSet(model, ids)
        held = self.gather(wanted.rows)
        if missing := set(wanted - held):
            at_fault = None if targets is None else targets(missing)
            names = ", ".join(map(str, sorted(missing)))
            raise NotFound(noun=model.NOUN, key=names, targets=at_fault)
        return held

    def facts(self, rows: WorkingSet, *columns: str, **derived: Any) -> dict[UUID, Any]:
        """Columns of a working set, by id: what is to be decided in Python."""
        if not rows:
            return {}
        found = rows.rows.using(self.using).values("pk", *columns, **derived)
        return {row["pk"]: SimpleNamespace(**row) for row in found}

    def refuse(
        self,
        offenders: QuerySet[Any] | WorkingSet,
        refusal: type[Refusal],
        *,
        targets: Callable[[list[UUID]], Iterable[UUID]] | None = None,
        **facts: Any,
    ) -> None:
        """Refuse if there are such records: name those the actor may see, count the rest.

        ``targets`` tells which of the asked-for records are at fault, so that ``skip`` can leave
        just these out; without it the whole run is refused.
        """
        if isinstance(offenders, WorkingSet) and not offenders:
            return
        rows = offenders.rows if isinstance(offenders, WorkingSet) else offenders
        ids = list(rows.using(self.using).order_by().values_list("pk", flat=True))
        if not ids:
            return
        ids.sort(key=operator.attrgetter("int"))
        seen = rows.model.objects.using(self.using).filter(pk__among=ids[:500])
        named = list(seen.visible_to(self.actor).order_by("pk")[: NAMED * 4])
        at_fault = None if targets is None else targets(ids)
        raise refusal(named, count=len(ids), targets=at_fault, **facts)

    def guard(
        self, records: WorkingSet, privilege: str | None, rules: Sequence[Any], ask: Any
    ) -> None:
        """Refuse where the privilege does not reach or a rule does not hold: one statement."""
        if not records:
            return
        conditions = [(rule.name, rule.condition(ask), rule) for rule in rules]
        if privilege:
            may = allowed(self.actor, privilege, records.model)
            conditions.insert(0, ("may", None if may is ALL else may, None))
        conditions = [one for one in conditions if one[1] is not None]
        if not conditions:
            return
        truths = {
            f"holds_{n}": Case(When(condition, then=Value(True)), default=Value(False))
            for n, (_name, condition, _rule) in enumerate(conditions)
        }
        rows = records.rows.using(self.using).annotate(**truths)
        if len(records) > FEW:  # then those that pass are not worth reading
            rows = rows.filter(
                functools.reduce(operator.or_, (Q(**{name: False}) for name in truths))
            )
        failing: dict[int, list[UUID]] = {}
        for key, *holds in rows.order_by().values_list("pk", *truths):
            if False in holds:
                failing.setdefault(holds.index(False), []).append(key)
        if not failing:
            return
        first = min(failing)
        rule, ids = conditions[first][2], failing[first]
        self.refuse(
            records.model._base_manager.filter(pk__among=ids),
            rule.refusal if rule else ask.forbidden,
            targets=lambda keys: keys,
            **(rule.facts(ask, ids) if rule else {"privilege": privilege}),
        )

    def differing(self, records: WorkingSet, columns: Mapping[str, Any]) -> WorkingSet:
        """Those of the records in which at least one column has another value than the new one."""
        if not records or not columns:
            return WorkingSet(records.model, [])
        wanted = {name: self._fit(records, name, value) for name, value in columns.items()}
        names = [records.model._meta.get_field(name).attname for name in wanted]
        rows = records.rows.using(self.using).values_list("pk", *names)
        return WorkingSet(
            records.model,
            [
                key
                for key, *present in rows
                if any(
                    (value.values.get(key) if isinstance(value, ByRecord) else value) != now
                    for value, now in zip(wanted.values(), present, strict=True)
                )
            ],
        )

    def _fit(self, records: WorkingSet, name: str, value: Any) -> Any:
        if isinstance(value, ByRecord):
            if value.bound:
                return value
            column = records.model._meta.get_field(name)
            if value.covers(records):
                self.maps.append(
                    made := value.made(lambda one: fitting(records.model, name, one)).of(column)
                )
                return made
            fitted = fitted_by_record(records.model, name, value)
            if missing := records - fitted.keys():
                kept = missing.rows.using(self.using).values_list("pk", column.attname)
                fitted.update(kept)
            whole = len(fitted) == len(records)
            if whole and column.get_internal_type() != "JSONField":  # there, True equals 1
                first, *others = fitted.values()
                if all(one == first for one in others):  # one value for all needs no map
                    return first
            self.maps.append(made := ByRecord(fitted).of(column))
            return made
        if hasattr(value, "resolve_expression"):
            return value
        return fitting(records.model, name, value)
