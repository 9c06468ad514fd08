"""Reaching values: from a row to its columns and to the rows it leads to, as far as the actor
sees. A related row that is out of sight has no values: it is as if it were not there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from casework.interfaces.odata.entities import (
    Attribute,
    Catalogue,
    Collection,
    Entity,
    Navigation,
)
from casework.interfaces.odata.query.levels import custom, lifted, reference
from casework.interfaces.odata.query.refusing import NO_ENTITY, QueryRefused, no_property
from casework.interfaces.odata.query.typed import Sort, Typed, sort_of
from casework.kernel.actor import Actor

HOPS = 8  # relations that one question follows one after the other


@dataclass(frozen=True)
class Row:
    """A row of an entity; ``level`` is how many subqueries lie between it and where we are."""

    entity: Entity
    level: int = 0


@dataclass(frozen=True)
class Scope:
    """What names mean: the row the question is about, and the variables of lambdas around."""

    row: Row
    variables: Mapping[str, Row] = field(default_factory=dict)
    hops: int = 0

    def of(self, steps: tuple[str, ...]) -> tuple[Row, tuple[str, ...]]:
        """The row a path begins at, and the steps from there."""
        if steps[0] in self.variables and len(steps) > 1:
            return self.variables[steps[0]], steps[1:]
        root = self.variables.get("$it", self.row)
        return root, steps[1:] if steps[0] == "$it" and len(steps) > 1 else steps

    def inside(self, entity: Entity, variable: str = "") -> "Scope":
        """The scope within a subquery for rows of ``entity``."""
        if self.hops >= HOPS:
            raise QueryRefused(f"A query follows at most {HOPS} relations in a row.")
        around = {name: Row(one.entity, one.level + 1) for name, one in self.variables.items()}
        around.setdefault("$it", Row(self.row.entity, self.row.level + 1))
        if variable:
            around[variable] = Row(entity)
        return Scope(Row(entity), around, self.hops + 1)


class Reaching:
    """Makes expressions for one actor."""

    def __init__(self, actor: Actor, catalogue: Catalogue) -> None:
        self.actor, self.catalogue = actor, catalogue

    def entity(self, name: str) -> Entity:
        """A table by its logical name."""
        found = self.catalogue.named(name)
        if found is None:
            raise QueryRefused(f"The entity with a name = '{name[:100]}' was not found.", NO_ENTITY)
        return found

    def reach(self, row: Row, steps: tuple[str, ...]) -> Typed:
        """A column of a row, or of a row it leads to. Raises QueryRefused for unknown names."""
        name, *rest = steps
        if not rest:
            return self.column(row, name)
        if len(steps) > HOPS:
            raise QueryRefused(f"A query follows at most {HOPS} relations in a row.")
        found: list[Typed] = []
        missing: QueryRefused | None = None
        for way, target in self.ways(row.entity, name):
            try:
                inner = self.reach(Row(target), tuple(rest))
            except QueryRefused as refusal:
                missing = refusal  # another table that the lookup leads to may have it
                continue
            rows = target.rows(self.actor).filter(pk=reference(way.path, row.level + 1))
            one = Subquery(rows.values_list(inner.expression)[:1])
            found.append(Typed(self.applied(way, row, one), inner.sort))
        if not found:
            raise missing or no_property(name, row.entity.name)
        if len(found) == 1:
            return found[0]
        return Typed(Coalesce(*(one.expression for one in found)), found[0].sort)

    def ways(self, entity: Entity, name: str) -> list[tuple[Navigation, Entity]]:
        """Where a navigation of one row leads to. Raises QueryRefused."""
        if name not in entity.ways:
            raise no_property(name, entity.name)
        _attribute, ways = entity.ways[name]
        known = [(way, self.catalogue.named(way.target)) for way in ways if way.path]
        return [(way, target) for way, target in known if target is not None]

    def applied(self, way: Navigation, row: Row, one: Any) -> Any:
        """An expression where the row uses this way, else nothing."""
        if way.applies is None:
            return one
        if row.level:
            raise QueryRefused(f"'{way.name}' cannot be used from within another collection.")
        return Case(When(way.applies, then=one), default=Value(None))

    def column(self, row: Row, name: str) -> Typed:
        """A column of a row by its name in records; a navigation stands for the id behind it."""
        entity = row.entity
        attribute = entity.by_wire.get(name)
        if attribute is None:
            if name in entity.ways:
                return self.key_of(row, name)
            raise no_property(name, entity.name)
        return self.typed(row, attribute)

    def typed(self, row: Row, attribute: Attribute) -> Typed:
        """A column of a row with its sort, and where it has one, the folded column beside it."""
        sort = sort_of(attribute)
        if not attribute.is_kept:
            return Typed(attribute.value(), sort)
        if attribute.is_custom:
            return Typed(lifted(custom(attribute), row.level), sort)
        folded = None
        for name, (source, make) in row.entity.model.DERIVED.items():
            if source == attribute.column:
                folded = (reference(name, row.level), make)
        return Typed(lifted(attribute.told_value(), row.level), sort, folded=folded)

    def key_of(self, row: Row, name: str) -> Typed:
        """The id that a navigation leads to."""
        keys = [
            self.applied(way, row, reference(f"{way.path}_id", row.level))
            for way, _target in self.ways(row.entity, name)
        ]
        if not keys:
            return Typed(Value(None, output_field=UUIDField()), Sort.GUID)
        return Typed(Coalesce(*keys) if len(keys) > 1 else keys[0], Sort.GUID)

    def related(self, row: Row, name: str) -> Iterator[tuple[Entity, Any]]:
        """The rows of a collection of a row, within a subquery; of a navigation, where it leads:
        one query for each table."""
        collection = row.entity.by_collection.get(name)
        if collection is None:
            for way, target in self.ways(row.entity, name):
                yield target, target.rows(self.actor).filter(pk=reference(way.path, row.level + 1))
            return
        target = self.entity(collection.target)
        yield target, self.belonging(collection, target, reference("pk", row.level + 1))

    def belonging(self, collection: Collection, target: Entity, key: Any) -> Any:
        """The rows of a collection that belong to ``key`` (an id, or a reference to one)."""
        rows = target.rows(self.actor)
        if collection.only is not None:
            rows = rows.filter(collection.only)
        if not collection.through:
            return rows.filter(**{collection.path: key})
        pairs = collection.through.objects.visible_to(self.actor)
        if isinstance(key, F):
            key = OuterRef(key)  # type: ignore[arg-type]
        pairs = pairs.filter(**{collection.path: key, collection.far: OuterRef("pk")})
        return rows.filter(Exists(pairs))


def has(entity: Entity, name: str) -> bool:
    """Whether a table has a column or a navigation of this name."""
    return name in entity.by_wire or name in entity.by_name or name in entity.ways
