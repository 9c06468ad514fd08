"""$expand: the rows that rows lead to, in one statement for each navigation and table, whatever
the number of rows."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import Case, F, Value, When, Window
from django.db.models.functions import RowNumber

from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Collection, Entity
from casework.interfaces.odata.query.options import MOST, Expand, Options
from casework.interfaces.odata.query.ordering import steps_of
from casework.interfaces.odata.query.reaching import Row, Scope, has
from casework.interfaces.odata.query.refusing import no_property
from casework.interfaces.odata.query.translating import Translating
from casework.interfaces.odata.records import Telling, chosen
from casework.kernel.working_sets import WorkingSet

ROWS = 50_000  # that one expanded collection brings along at most, of all rows together


@dataclass
class Expanding:
    """Reads what a question expands. ``asked`` is the request."""

    asked: Asked
    translating: Translating

    def names(self, entity: Entity, names: Sequence[str] | None) -> list[Any]:
        """The columns of a $select; a navigation in it says nothing more."""
        if names is not None:
            more = {*entity.by_collection, *entity.ways} - {*entity.by_name}
            names = [one for one in names if one not in more]
        return chosen(entity, names)

    def keys(self, entity: Entity, expand: Sequence[Expand]) -> dict[str, Any]:
        """What must be read of rows for it: the ids that they lead to."""
        made: dict[str, Any] = {}
        for one in expand:
            if one.name in entity.by_collection:
                continue
            if one.name not in entity.ways:
                raise no_property(one.name, entity.name)
            for place, (way, _target) in enumerate(self.translating.ways(entity, one.name)):
                key: Any = F(f"{way.path}_id")
                if way.applies is not None:
                    key = Case(When(way.applies, then=key), default=Value(None))
                made[f"{one.name}@{place}"] = key
        return made

    def check(self, entity: Entity, options: Options) -> None:
        """Refuse what a question names and a table has not, whether or not there are rows."""
        self.names(entity, options.select)
        for one in options.expand:
            collection = entity.by_collection.get(one.name)
            if collection is not None:
                targets = [self.translating.entity(collection.target)]
            elif one.name in entity.ways:
                targets = [way[1] for way in self.translating.ways(entity, one.name)]
            else:
                raise no_property(one.name, entity.name)
            for target in targets:
                scope = Scope(Row(target))
                self.check(target, self.of_target(targets, target, one.options))
                steps_of(self.translating, scope, one.options.order)
                if one.options.filter is not None:
                    self.translating.condition(one.options.filter, scope)

    def of_target(self, targets: Sequence[Entity], target: Entity, options: Options) -> Options:
        """Options for one of several tables that a lookup leads to: without the columns that only
        the others have."""
        if len(targets) < 2 or options.select is None:
            return options
        others = [one for one in targets if one is not target]
        known = tuple(
            name for name in options.select
            if has(target, name) or not any(has(one, name) for one in others)
        )  # fmt: skip
        return dataclasses.replace(options, select=known)

    def fill(
        self,
        telling: Telling,
        rows: Sequence[tuple[Any, ...]],
        records: Sequence[dict[str, Any]],
        expand: Sequence[Expand],
    ) -> None:
        """Put into each record what its row leads to."""
        for one in expand:
            collection = telling.entity.by_collection.get(one.name)
            if collection is not None:
                keys = [row[telling.place["pk"]] for row in rows]
                self._collection(telling.entity, collection, one, keys, records)
            else:
                self._single(telling, one, rows, records)

    def _single(
        self, telling: Telling, one: Expand, rows: Sequence[Any], records: Sequence[Any]
    ) -> None:
        for record in records:
            record[one.name] = None
        ways = self.translating.ways(telling.entity, one.name)
        targets = [target for _way, target in ways]
        for place, target in enumerate(targets):
            at = telling.place[f"{one.name}@{place}"]
            wanted = {row[at] for row in rows} - {None}
            if not wanted:
                continue
            seen = target.rows(self.asked.actor)
            seen = seen.filter(pk__among=WorkingSet(target.model, wanted))
            options = self.of_target(targets, target, one.options)
            found, inner = self.told(target, seen, dataclasses.replace(one, options=options))
            by_key = {row[0]: record for row, record in zip(found, inner, strict=True)}
            for row, record in zip(rows, records, strict=True):
                if row[at] in by_key:
                    record[one.name] = by_key[row[at]]

    def told(
        self, target: Entity, rows: Any, one: Expand, extra: dict[str, Any] | None = None
    ) -> tuple[list[Any], list[Any]]:
        """Rows of a target with the record of each, filled in turn; the id comes first."""
        options = one.options
        if options.filter is not None:
            scope = Scope(Row(target))
            rows = rows.filter(self.translating.condition(options.filter, scope))
        columns = {**self.keys(target, options.expand), **(extra or {})}
        names = () if one.reference_only else options.select
        telling = Telling(target, self.names(target, names), self.asked, extra=columns)
        found = telling.read(rows)
        if one.reference_only:
            return found, [
                {"@odata.id": self.asked.link(target, row[telling.place["pk"]])} for row in found
            ]
        records = telling.told(found)
        self.fill(telling, found, records, options.expand)
        return found, records

    def _collection(
        self,
        entity: Entity,
        collection: Collection,
        one: Expand,
        keys: Sequence[UUID],
        records: Sequence[dict[str, Any]],
    ) -> None:
        target = self.translating.entity(collection.target)
        by_key: dict[Any, list[Any]] = {key: [] for key in keys}
        if not by_key:
            return
        share = max(ROWS // len(by_key), 1)
        most = min(one.options.top if one.options.top is not None else MOST, MOST, share)
        rows = target.rows(self.asked.actor)
        among = WorkingSet(entity.model, by_key)
        if collection.through is not None:
            self._through(collection, one, target, among, most, by_key)
        else:
            if collection.only is not None:
                rows = rows.filter(collection.only)
            rows = rows.filter(**{f"{collection.path}__among": among})
            owner = F(f"{collection.path}_id")
            found, inner = self._first(target, rows, one, owner, most)
            for row, record in zip(found, inner, strict=True):
                by_key[row[-1]].append(record)
        whole = one.options.top is not None and one.options.top <= most
        for key, record in zip(keys, records, strict=True):
            inside = by_key[key]
            if one.options.count:
                record[f"{one.name}@odata.count"] = len(inside)
            record[one.name] = inside[:most]
            if len(inside) > most and not whole:
                record[f"{one.name}@odata.nextLink"] = self.link(entity, key, one)

    def _first(self, target: Entity, rows: Any, one: Expand, owner: Any, most: int) -> Any:
        """The first rows of each owner, and one more that tells whether there are more; the owner
        stands last in each row."""
        scope = Scope(Row(target))
        steps = steps_of(self.translating, scope, one.options.order)
        if one.options.filter is not None:
            rows = rows.filter(self.translating.condition(one.options.filter, scope))
        order = [step.ordering for step in steps]
        number = Window(RowNumber(), partition_by=[owner], order_by=order)
        first = rows.annotate(place_in=number).filter(place_in__lte=most + 1).values("pk")
        rows = target.rows(self.asked.actor).filter(pk__in=first)
        bare = Expand(one.name, without_filter(one.options), one.reference_only)
        return self.told(target, rows.order_by(*order), bare, {"owner": owner})

    def _through(
        self, collection: Collection, one: Expand, target: Entity, among: WorkingSet, most: int,
        by_key: dict[Any, list[Any]],
    ) -> None:  # fmt: skip
        pairs = collection.through.objects.visible_to(self.asked.actor).order_by("pk")
        pairs = pairs.filter(**{f"{collection.path}__among": among})
        found = list(pairs.values_list(f"{collection.path}_id", f"{collection.far}_id")[:ROWS])
        seen = target.rows(self.asked.actor)
        seen = seen.filter(pk__among=WorkingSet(target.model, {far for _own, far in found if far}))
        steps = steps_of(self.translating, Scope(Row(target)), one.options.order)
        rows, records = self.told(target, seen.order_by(*(s.ordering for s in steps)), one)
        owners: dict[Any, list[Any]] = {}
        for own, far in found:
            owners.setdefault(far, []).append(own)
        for row, record in zip(rows, records, strict=True):
            for own in owners.get(row[0], ()):
                if len(by_key[own]) <= most:
                    by_key[own].append(record)

    def link(self, entity: Entity, key: UUID, one: Expand) -> str:
        """Where the whole of a collection is."""
        texts = "&".join(f"{name}={quote(text, safe='')}" for name, text in one.options.texts)
        return f"{self.asked.link(entity, key)}/{one.name}{'?' if texts else ''}{texts}"


def without_filter(options: Options) -> Options:
    """The same, its rows being filtered already."""
    return Options(select=options.select, expand=options.expand, texts=options.texts)
