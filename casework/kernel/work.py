"""Work: one run of one operation. It gathers, then writes; only what it gathered can change."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import UUIDField, Value
from django.db.models.functions import Coalesce

from casework.kernel import writing
from casework.kernel.actor import Actor
from casework.kernel.by_record import ByRecord
from casework.kernel.columns import fitted_by_record, fitting, fitting_each
from casework.kernel.gathering import Gathering
from casework.kernel.identity import new_id, new_ids
from casework.kernel.once import writing_now
from casework.kernel.progress import teller
from casework.kernel.results import Advice, Effect
from casework.kernel.working_sets import WorkingSet


class Work(Gathering):
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
        super().__init__(actor, moments=moments, using=using, preview=preview)
        self.operation = operation
        self.run = new_id()
        self.effects: list[Effect] = []
        self.created: dict[str, list[UUID]] = {}
        self.advice: list[Advice] = []
        self.secrets: dict[UUID, str] = {}
        self.at = writing.now()

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
        self._declare(
            kind,
            records,
            lambda: writing.change(self, records, kind, values, stamp),
            values=values,
        )

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
        keyed = [({"id": new_id(), **row}) for row in rows]
        fitted = fitting_each(
            ((row["id"], row) for row in keyed), lambda row: self._row(model, row)
        )
        made = WorkingSet(model, [row["id"] for row in fitted])
        if fitted:
            self.created.setdefault(model.NOUN, []).extend(row["id"] for row in fitted)
            self._declare(
                kind, made, lambda: writing.add(self, made, fitted, kind, late), rows=fitted
            )
        return made

    def add_for_each(
        self, records: WorkingSet, model: Any, kind: str, /, **columns: Any
    ) -> WorkingSet:
        """One new row of ``model`` for each gathered record; columns may be expressions on it."""
        twins = dict(zip(records, new_ids(len(records)), strict=True))
        made = WorkingSet(model, twins.values())
        if twins:
            self.created.setdefault(model.NOUN, []).extend(twins.values())
            values = {name: self._fit_new(model, name, value) for name, value in columns.items()}
            self._declare(
                kind,
                made,
                lambda: writing.add_for_each(self, records, made, kind, twins, values),
                values=values,
                each=records,
            )
        return made

    def _fit_new(self, model: Any, name: str, value: Any) -> Any:
        if isinstance(value, ByRecord) and not value.bound:
            column = model._meta.get_field(name)
            fitted = fitted_by_record(model, name, value)
            self.maps.append(made := ByRecord(fitted).of(column))
            return made
        return value if hasattr(value, "resolve_expression") else fitting(model, name, value)

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

    def take_back(self, runs: WorkingSet) -> None:
        """Note, while writing, that this run takes these back (answers 17)."""
        self.then(lambda: writing.take_back(self, runs))

    def happened(self, case: Any = "pk") -> Any:
        """When it happened, as an expression; ``case`` leads from the row to its case."""
        given = self.actor.happened_at
        otherwise = Value(given, writing.MOMENT) if given else writing.AtOfRun(self)
        if self.moments:
            moments = ByRecord({key: at for key, (at, _who) in self.moments.items()})
            self.maps.append(made := moments.of(writing.MOMENT, case))
            # A case that comes along (a child, a parent) has no moment of its own.
            return Coalesce(made, otherwise)
        return otherwise

    def write(self, arguments: dict[str, Any]) -> None:
        """Do what was declared, in order, under a run stamped now that the locks are held."""
        writing_now()
        tell, done = teller(self), 0
        tell(done)
        writing.start(self, arguments)
        for effect in self.effects:
            effect.apply()
            done += len(effect.records)
            tell(done)

    def release(self) -> None:
        """Forget the values given row by row: the work is over."""
        for one in self.maps:
            one.release()

    def _declare(
        self, kind: str, records: WorkingSet, apply: Callable[[], None], **more: Any
    ) -> None:
        self.effects.append(Effect(kind, records, apply, **more))

    def _derived(self, value: Any, name: str, records: WorkingSet, make: Any) -> Any:
        column = records.model._meta.get_field(name)
        if isinstance(value, ByRecord):
            self.maps.append(made := value.made(lambda one: _cut(column, make(one))).of(column))
            return made
        return _cut(column, make(value))

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
            elif column.name not in model.DERIVED:
                row[column.name] = fitting(model, column.name, column.get_default())
        for name, (source, make) in model.DERIVED.items():
            row[name] = _cut(model._meta.get_field(name), make(row[source]))
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
        otherwise = Value(default, UUIDField())
        if self.moments:
            people = {key: who or default for key, (_at, who) in self.moments.items()}
            self.maps.append(made := ByRecord(people).of(UUIDField(), case))
            return Coalesce(made, otherwise)
        return otherwise


def _cut(column: Any, text: str) -> str:
    """Folding makes some texts longer ("…" is three full stops): a key is as long as it may be."""
    return text[: column.max_length]
