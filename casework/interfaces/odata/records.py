"""Records: rows as JSON, with their annotations, in the same few queries for any number of rows.

``Telling(entity, attributes, asked)`` says which columns to read; ``read`` reads a queryset's
rows as tuples and ``told`` makes records of them::

    telling = Telling(entity, chosen(entity, ["title"]), asked, extra={"account": F("account_id")})
    rows = telling.read(entity.rows(asked.actor).filter(...)[:50])
    records = telling.told(rows)      # list of dicts, in the order of the rows
    keys = [row[telling.place["account"]] for row in rows]
"""

import datetime
import functools
import itertools
import zoneinfo
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, Value, When

from casework.interfaces.odata import errors
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.attaching import bodies_of
from casework.interfaces.odata.entities import Attribute, Entity, Type
from casework.interfaces.odata.plain import plain
from casework.kernel.working_sets import WorkingSet, read_plain

FORMATTED = "@OData.Community.Display.V1.FormattedValue"
LOGICAL = "@Microsoft.Dynamics.CRM.lookuplogicalname"
NAVIGATION = "@Microsoft.Dynamics.CRM.associatednavigationproperty"
HEAVY = frozenset({"documentbody"})


def chosen(entity: Entity, names: Sequence[str] | None) -> list[Attribute]:
    """The columns of ``$select`` (all when there is none), the primary id always first.

    A lookup is named ``_x_value``, and tolerated by its bare name. Refuses unknown names.
    """
    own = entity.by_name[entity.id]
    if names is None:
        return [one for one in entity.attributes if one.name not in HEAVY]
    made = {own.name: own}
    for name in names:
        one = entity.by_wire.get(name) or entity.by_name.get(name)
        if one is None:
            raise errors.no_property(name, entity)
        made[one.name] = one
    return list(made.values())


class Telling:
    """How rows of an entity are told: the columns to read, and what becomes of them.

    ``extra`` are further expressions to read beside them; ``place`` says at which position of a
    row each stands, also ``pk`` and ``version``.
    """

    def __init__(
        self,
        entity: Entity,
        attributes: Sequence[Attribute],
        asked: Asked,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.entity, self.attributes, self.asked = entity, list(attributes), asked
        version = F("version") if entity.model.VERSIONED else Value(1)
        columns: dict[str, Any] = {"pk": F("pk"), "version": version}
        self.kept = [one for one in self.attributes if one.is_kept]
        for one in self.kept:
            columns[one.name] = one.told_value()
        if asked.annotations.lookups or asked.annotations.formatted:
            for one in self.kept:
                if len(one.navigations) > 1:
                    columns[f"{one.name}@way"] = _way(one)
        columns.update(extra or {})
        self.extras = len(extra or {})
        self.place = {name: n for n, name in enumerate(columns)}
        self.columns = columns

    def read(self, rows: Any) -> list[tuple[Any, ...]]:
        """The rows as tuples of these columns, in the order the queryset has.

        ``pk`` and what is ``extra`` are values of Python; the columns of the entity are as the
        database gives them, which ``told`` knows to read.
        """
        aliases = {f"c{n}": expression for n, expression in enumerate(self.columns.values())}
        python = [0, *range(len(self.columns) - self.extras, len(self.columns))]
        return read_plain(rows.annotate(**aliases).values_list(*aliases), python)

    def told(self, rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
        """A record of each row; null columns are there as null."""
        if not rows:
            return []
        columns = list(zip(*rows, strict=True))
        names = ["@odata.etag"]
        values: list[Any] = [[f'W/"{version}"' for version in columns[1]]]
        for one in self.attributes:
            names.append(one.wire)
            if one.is_kept:
                values.append(plain(one, columns[self.place[one.name]]))
            elif one.name in HEAVY:
                values.append(bodies_of(self.asked, columns[0]))
            else:
                values.append(itertools.repeat(one.fixed))
        made = [dict(zip(names, row, strict=True)) for row in _across(values, len(rows))]
        for note in self._notes(rows):
            for record, row in zip(made, rows, strict=True):
                note(record, row)
        return made

    def _notes(self, rows: Sequence[tuple[Any, ...]]) -> list[Callable[[Any, Any], None]]:
        wanted = self.asked.annotations
        if not (wanted.formatted or wanted.lookups):
            return []
        names = self._names(rows) if wanted.formatted else {}
        notes: list[Callable[[Any, Any], None]] = []
        for one in self.attributes:
            if one.is_lookup:
                if one.is_kept:
                    notes.append(self._lookup_note(one, names))
            elif wanted.formatted and (form := self._form(one)) is not None:
                notes.append(_value_note(one.wire, form))
        return notes

    def _lookup_note(self, one: Attribute, names: dict[str, dict[UUID, str]]) -> Any:
        wanted, wire = self.asked.annotations, one.wire
        place, way_at = self.place[one.name], self.place.get(f"{one.name}@way")

        def note(record: dict[str, Any], row: tuple[Any, ...]) -> None:
            if row[place] is None:
                return
            way = one.navigations[(row[way_at] or 0) if way_at is not None else 0]
            if wanted.lookups:
                record[wire + NAVIGATION] = way.name
                record[wire + LOGICAL] = way.target
            if (name := names.get(way.target, {}).get(_key(row[place]))) is not None:
                record[wire + FORMATTED] = name

        return note

    def _names(self, rows: Sequence[tuple[Any, ...]]) -> dict[str, dict[UUID, str]]:
        """The primary names of what lookups lead to: one query for each table led to.

        What the caller may not see has no name.
        """
        wanted: dict[str, set[UUID]] = {}
        for one in self.kept:
            if one.is_lookup:
                place, way_at = self.place[one.name], self.place.get(f"{one.name}@way")
                for row in rows:
                    if row[place] is not None:
                        way = one.navigations[(row[way_at] or 0) if way_at is not None else 0]
                        wanted.setdefault(way.target, set()).add(row[place])
        found = {}
        for target, ids in wanted.items():
            found[target] = names_of(self.asked.catalogue.table(target), ids, self.asked)
        return found

    def _form(self, one: Attribute) -> Callable[[Any], str] | None:
        if one.options is not None:
            labels = {each.value: each.label for each in one.options()}
            return lambda value: labels.get(int(value), str(value))
        if one.type == Type.DATETIME:
            return _day if one.date_only else functools.partial(_moment, zone=self._zone)
        if one.type in (Type.INTEGER, Type.BIGINT, Type.DOUBLE):
            return lambda value: f"{value:,}"
        return None

    @functools.cached_property
    def _zone(self) -> datetime.tzinfo:
        return zoneinfo.ZoneInfo(self.asked.actor.time_zone)


def _across(values: Sequence[Any], length: int) -> Any:
    """Columns as rows; a column without an end is cut."""
    return itertools.islice(zip(*values, strict=False), length)


def names_of(entity: Entity, ids: Iterable[Any], asked: Asked) -> dict[UUID, str]:
    """The primary names of records, as far as the caller may see them."""
    keys = [_key(one) for one in ids]
    rows = entity.model.objects.visible_to(asked.actor)
    rows = rows.filter(pk__among=WorkingSet(entity.model, keys)).order_by()
    name = entity.by_name[entity.primary].told_value()
    return {key: text for key, text in rows.annotate(c=name).values_list("pk", "c") if text}


def _key(value: Any) -> UUID:
    """An id; those of the organisation's own columns come as text."""
    return value if isinstance(value, UUID) else UUID(str(value))


def _way(one: Attribute) -> Any:
    cases = [When(way.leads(), then=Value(n)) for n, way in enumerate(one.navigations)]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _value_note(wire: str, form: Callable[[Any], str]) -> Callable[[Any, Any], None]:
    def note(record: dict[str, Any], row: tuple[Any, ...]) -> None:
        if (value := record[wire]) is not None:
            record[wire + FORMATTED] = form(value)

    return note


def _day(value: Any) -> str:
    day = value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
    return f"{day.month}/{day.day}/{day.year}"


def _moment(value: Any, zone: datetime.tzinfo) -> str:
    when = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    there = (when if when.tzinfo else when.replace(tzinfo=datetime.UTC)).astimezone(zone)
    hour = there.hour % 12 or 12
    half = "AM" if there.hour < 12 else "PM"
    return f"{there.month}/{there.day}/{there.year} {hour}:{there.minute:02d} {half}"
