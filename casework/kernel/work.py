"""Work: one run of one operation. It gathers, then writes; only what it gathered can change."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet, UUIDField, Value, When

from casework.kernel import writing
from casework.kernel.access import allowed
from casework.kernel.actor import Actor
from casework.kernel.columns import fitting
from casework.kernel.identity import new_id
from casework.kernel.policies import chosen
from casework.kernel.refusals import NAMED, Refusal
from casework.kernel.working_sets import ByRecord, WorkingSet


@dataclass
class Effect:
    """What one step does: an event's kind, and the records it is about."""

    kind: str
    records: WorkingSet
    apply: Callable[[], None]


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
    ``skip`` left out, ``unchanged`` those already as wanted.
    """

    run: UUID | None = None
    records: list[UUID] = field(default_factory=list)
    created: dict[str, list[UUID]] = field(default_factory=dict)
    left_out: dict[UUID, Refusal] = field(default_factory=dict)
    unchanged: list[UUID] = field(default_factory=list)
    effects: list[tuple[str, int]] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)


class Work:
    """Gathers records, refuses by name, and declares the changes to make to what it gathered."""

    def __init__(
        self,
        operation: str,
        actor: Actor,
        *,
        moments: Mapping[UUID, tuple[datetime.datetime, UUID | None]] | None = None,
        using: str = "default",
        preview: bool = False,
    ) -> None:
        self.operation, self.actor, self.using, self.preview = operation, actor, using, preview
        self.run = new_id()
        self.moments = moments
        self._policies: dict[type[Any], Any] | None = None
        self.effects: list[Effect] = []
        self.created: dict[str, list[UUID]] = {}
        self.maps: list[ByRecord] = []
        self.advice: list[Advice] = []
        self.at = writing.now()

    def policy(self, group: Any) -> Any:
        """A group of policies as the administrator has set it now."""
        if self._policies is None:
            self._policies = chosen()
        return self._policies[group]

    # Gathering: reads only, under locks unless this is a preview.

    def gather(self, rows: QuerySet[Any]) -> WorkingSet:
        """These rows, held by id; locked in key order when this is a run."""
        rows = rows.using(self.using).order_by("pk")
        if not self.preview:
            rows = rows.select_for_update(of=("self",), no_key=True)
        return WorkingSet(rows.model, rows.values_list("pk", flat=True))

    def facts(self, rows: WorkingSet, *columns: str, **derived: Any) -> dict[UUID, Any]:
        """Columns of a working set, by id: what is to be decided in Python."""
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
        rows = offenders.rows if isinstance(offenders, WorkingSet) else offenders
        ids = list(rows.using(self.using).order_by("pk").values_list("pk", flat=True))
        if not ids:
            return
        seen = rows.model.objects.using(self.using).filter(pk__among=ids[:500])
        named = list(seen.visible_to(self.actor).order_by("pk")[: NAMED * 4])
        at_fault = None if targets is None else targets(ids)
        raise refusal(named, count=len(ids), targets=at_fault, **facts)

    def guard(
        self, records: WorkingSet, privilege: str | None, rules: Sequence[Any], ask: Any
    ) -> None:
        """Refuse where the privilege does not reach or a rule does not hold: one statement."""
        conditions = [(rule.name, rule.condition(ask), rule) for rule in rules]
        if privilege:
            may = allowed(self.actor, privilege, records.model)
            conditions.insert(0, ("may", may, None))
        conditions = [one for one in conditions if one[1] is not None]
        if not conditions or not records:
            return
        truths = {
            f"holds_{n}": Case(When(condition, then=Value(True)), default=Value(False))
            for n, (_name, condition, _rule) in enumerate(conditions)
        }
        rows = (
            records.rows.using(self.using)
            .order_by("pk")
            .values_list("pk", *[expression for expression in truths.values()])
        )
        failing: dict[int, list[UUID]] = {}
        for key, *holds in rows:
            for n, holds_here in enumerate(holds):
                if not holds_here:
                    failing.setdefault(n, []).append(key)
                    break
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

    # Writing: declared now, done when everything is gathered and nothing refused.

    def change(
        self, records: WorkingSet, kind: str, /, *, stamp: Any = True, **columns: Any
    ) -> None:
        """Set columns of gathered records; before and after go on record.

        ``stamp=False`` leaves "modified at" and "modified by" as they were.
        """
        if not records:
            return
        values = {name: self._fit(records, name, value) for name, value in columns.items()}
        for name, (source, make) in records.model.DERIVED.items():
            if source in values:
                values[name] = self._derived(values[source], name, records, make)
        self._declare(kind, records, lambda: writing.change(self, records, kind, values, stamp))

    def add(
        self,
        model: Any,
        rows: Sequence[dict[str, Any]],
        kind: str,
        late: Callable[[list[dict[str, Any]]], None] | None = None,
    ) -> WorkingSet:
        """New rows, one dictionary of columns each; recorded whole.

        ``late`` fills what can be known only while writing: the next numbers.
        """
        fitted = [self._row(model, row) for row in rows]
        made = WorkingSet(model, [row["id"] for row in fitted])
        if fitted:
            self.created.setdefault(model.NOUN, []).extend(row["id"] for row in fitted)
            self._declare(kind, made, lambda: writing.add(self, model, fitted, kind, late))
        return made

    def add_for_each(
        self, records: WorkingSet, model: Any, kind: str, /, **columns: Any
    ) -> WorkingSet:
        """One new row of ``model`` for each gathered record; columns may be expressions on it."""
        twins = {key: new_id() for key in records}
        made = WorkingSet(model, twins.values())
        if twins:
            self.created.setdefault(model.NOUN, []).extend(twins.values())
            values = {
                name: value if hasattr(value, "resolve_expression") else fitting(model, name, value)
                for name, value in columns.items()
            }
            self._declare(
                kind, made, lambda: writing.add_for_each(self, records, model, kind, twins, values)
            )
        return made

    def delete(self, records: WorkingSet, kind: str) -> None:
        """Erase gathered records; what they were goes on record whole."""
        if records:
            self._declare(kind, records, lambda: writing.delete(self, records, kind))

    def advise(self, code: str, text: str) -> None:
        """Say what would have been better, and go on."""
        self.advice.append(Advice(code, text))

    def then(self, step: Callable[[], None]) -> None:
        """A step to take while writing that is no record of its own: a file put in its place."""
        self.effects.append(Effect("", WorkingSet(None, []), step))

    def happened(self, case: Any = "pk") -> Any:
        """When it happened, as an expression; ``case`` leads from the row to its case."""
        if self.moments:
            moments = ByRecord({key: at for key, (at, _who) in self.moments.items()})
            self.maps.append(made := moments.of(writing.MOMENT, case))
            return made
        return self.actor.happened_at or writing.AtOfRun(self)

    def _declare(self, kind: str, records: WorkingSet, apply: Callable[[], None]) -> None:
        self.effects.append(Effect(kind, records, apply))

    def _fit(self, records: WorkingSet, name: str, value: Any) -> Any:
        if isinstance(value, ByRecord):
            if value.bound:
                return value
            column = records.model._meta.get_field(name)
            fitted = {k: fitting(records.model, name, v) for k, v in value.values.items()}
            if missing := records - fitted.keys():
                kept = missing.rows.using(self.using).values_list("pk", column.attname)
                fitted.update(kept)
            self.maps.append(made := ByRecord(fitted).of(column))
            return made
        if hasattr(value, "resolve_expression"):
            return value
        return fitting(records.model, name, value)

    def _derived(self, value: Any, name: str, records: WorkingSet, make: Any) -> Any:
        if isinstance(value, ByRecord):
            column = records.model._meta.get_field(name)
            made = ByRecord({key: make(one) for key, one in value.values.items()}).of(column)
            self.maps.append(made)
            return made
        return make(value)

    def _row(self, model: Any, given: dict[str, Any]) -> dict[str, Any]:
        row = {}
        when, who = self.moment_of(given)
        for column in model._meta.concrete_fields:
            if column.name in given:
                row[column.name] = fitting(model, column.name, given[column.name])
            elif column.name in ("created_at", "modified_at"):
                row[column.name] = when or writing.AT_OF_RUN
            elif column.name in ("created_by", "modified_by"):
                row[column.name] = who or self.actor.user
            elif column.name == "id":
                row["id"] = new_id()
            elif column.name not in model.DERIVED:
                row[column.name] = fitting(model, column.name, column.get_default())
        for name, (source, make) in model.DERIVED.items():
            row[name] = make(row[source])
        return row

    def moment_of(self, row: dict[str, Any]) -> tuple[datetime.datetime | None, UUID | None]:
        """When and by whom a row came about in the system it is imported from, if it was."""
        if self.moments:
            for name in ("case", "id"):
                key: Any = getattr(row.get(name), "pk", row.get(name))
                if key in self.moments:
                    return self.moments[key]
        return self.actor.happened_at, self.actor.on_behalf_of

    def by(self, case: Any = "pk") -> Any:
        """Who did it: the actor, or the person an importer speaks for, as an expression."""
        default = self.actor.on_behalf_of or self.actor.user
        if self.moments:
            people = {key: who or default for key, (_at, who) in self.moments.items()}
            self.maps.append(made := ByRecord(people).of(UUIDField(), case))
            return made
        return Value(default, UUIDField())
