"""The catalogue of one request: the table of names with the organisation's own columns in it."""

import dataclasses
import functools
from typing import Any

from django.db.models import BooleanField, Case, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from casework.interfaces.odata.entities.attributes import (
    FIELDS,
    Attribute,
    Navigation,
    Required,
    Type,
)
from casework.interfaces.odata.entities.types import Entity
from casework.organisation.models import CustomColumn

ENTITIES: dict[str, Entity] = {}
_TYPES = {
    "text": Type.STRING,
    "long_text": Type.MEMO,
    "number": Type.DOUBLE,
    "date": Type.DATETIME,
    "choice": Type.STRING,
    "yes_no": Type.BOOLEAN,
    "lookup": Type.LOOKUP,
}
_LENGTHS = {"text": 400, "choice": 400, "long_text": 100_000}


def declare(*entities: Entity) -> None:
    """Put entries into the table."""
    ENTITIES.update({one.name: one for one in entities})


class Catalogue:
    """Every entity as the organisation has it now: one query for its columns, when first asked."""

    def named(self, name: str) -> Entity | None:
        """The entity of a logical name."""
        return self._whole(ENTITIES.get(name))

    def table(self, name: str) -> Entity:
        """The entity of a logical name that the table of names itself has said."""
        return self._whole(ENTITIES[name])  # type: ignore[return-value]

    def of_set(self, name: str) -> Entity | None:
        """The entity of an entity set."""
        return self._whole(next((e for e in ENTITIES.values() if e.set_name == name), None))

    def of_noun(self, noun: str) -> Entity | None:
        """The first entity that tells this noun of ours."""
        return self._whole(next((e for e in ENTITIES.values() if e.noun == noun), None))

    def all(self) -> list[Entity]:
        """Every entity."""
        return [one for e in ENTITIES.values() if (one := self._whole(e)) is not None]

    @property
    def stamp(self) -> tuple[Any, ...]:
        """What differs whenever the columns of the organisation differ."""
        return tuple((one.pk, one.version) for one in self._columns)

    @functools.cached_property
    def _columns(self) -> list[CustomColumn]:
        return list(CustomColumn.objects.order_by("table", "name"))

    def _whole(self, entity: Entity | None) -> Entity | None:
        if entity is None or not entity.custom_table:
            return entity
        own = [one for one in self._columns if one.table == entity.custom_table]
        return _with(entity, tuple((one.pk, one.version) for one in own), own) if own else entity


_made: dict[tuple[Any, ...], Entity] = {}


def _with(entity: Entity, stamp: tuple[Any, ...], own: list[CustomColumn]) -> Entity:
    """The entity with these columns; made once for each state of them."""
    place = (entity.name, stamp)
    if place not in _made:
        if len(_made) > 200:
            _made.clear()
        more = tuple(_attribute(one) for one in own if one.name not in entity.by_name)
        _made[place] = dataclasses.replace(entity, attributes=(*entity.attributes, *more))
    return _made[place]


def _attribute(column: CustomColumn) -> Attribute:
    kind = _TYPES[column.type]
    field = FIELDS[kind]
    ways: tuple[Navigation, ...] = ()
    if kind == Type.LOOKUP:
        target = next((e.name for e in ENTITIES.values() if e.noun == column.target), "")
        ways = (Navigation(column.name, target, f"custom__{column.name}"),)

    def expression(prefix: str) -> Any:
        path = f"{prefix}custom__{column.name}"
        if kind == Type.BOOLEAN:
            yes, no = (When(**{path: one}, then=Value(one)) for one in (True, False))
            return Case(yes, no, default=None, output_field=BooleanField())
        return Cast(KT(path), field()) if kind == Type.DOUBLE else KT(path)

    return Attribute(
        name=column.name,
        type=kind,
        label=column.label,
        expression=expression,
        navigations=ways,
        required=Required.APPLICATION if column.is_required else Required.NONE,
        max_length=_LENGTHS.get(column.type),
        date_only=column.type == "date",
        is_custom=True,
    )
