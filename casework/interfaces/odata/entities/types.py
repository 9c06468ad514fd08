"""What an entry of the table says: a table, its columns, its lookups and its collections.

An ``Entity`` is one of our models under its Dataverse name, perhaps only the rows that meet
``only`` (tasks are the activities of kind task). Each ``Attribute`` is one column:

- it is read from ``column`` (a path of our model, ``"priority"`` or ``"case__title"``), or from
  ``expression(prefix)`` (computed by the database), or it is ``fixed`` for every row;
- it is written by ``argument``, the argument of that name of the operations ``Entity.create``
  and ``Entity.edit``; what takes more than one argument is in ``writing``;
- a lookup has ``navigations``: one for each table it may lead to. ``Navigation.path`` is our
  foreign key, ``Navigation.argument`` what the operation calls it, ``Navigation.applies`` the
  condition under which a row uses it, ``None`` where a filled key says enough.

``Attribute.value()`` is the value as an expression of the database: for filters, order and
selection alike. A ``Collection`` are rows of another entity whose ``path`` leads back here.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf


class Type(StrEnum):
    """The types of Dataverse columns that we serve."""

    GUID = "Uniqueidentifier"
    STRING = "String"
    MEMO = "Memo"
    INTEGER = "Integer"
    BIGINT = "BigInt"
    DOUBLE = "Double"
    BOOLEAN = "Boolean"
    DATETIME = "DateTime"
    PICKLIST = "Picklist"
    STATE = "State"
    STATUS = "Status"
    LOOKUP = "Lookup"
    CUSTOMER = "Customer"
    OWNER = "Owner"
    ENTITY_NAME = "EntityName"


class Required(StrEnum):
    """How much a column must be filled."""

    NONE = "None"
    RECOMMENDED = "Recommended"
    APPLICATION = "ApplicationRequired"
    SYSTEM = "SystemRequired"


LOOKUPS = frozenset({Type.LOOKUP, Type.CUSTOMER, Type.OWNER})
TEXTS = frozenset({Type.STRING, Type.MEMO})
FIELDS: dict[Type, Callable[[], Any]] = {
    Type.GUID: models.UUIDField,
    Type.DOUBLE: models.FloatField,
    Type.BOOLEAN: models.BooleanField,
    Type.DATETIME: models.DateTimeField,
    Type.STRING: models.TextField,
    Type.MEMO: models.TextField,
    Type.ENTITY_NAME: models.TextField,
    **dict.fromkeys(LOOKUPS, models.UUIDField),
}


@dataclass(frozen=True)
class Option:
    """One value of an option set; a status belongs to a state."""

    value: int
    label: str
    state: int | None = None


@dataclass(frozen=True)
class Navigation:
    """One way a lookup leads: to rows of ``target`` by the foreign key ``path``."""

    name: str
    target: str
    path: str
    argument: str = ""
    applies: Q | None = None
    partner: str = ""


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """One column of a table: how Dataverse calls it, where we keep it, what writes it."""

    name: str
    type: Type
    label: str = ""
    column: str = ""
    expression: Callable[[str], Any] | None = None
    fixed: Any = None
    argument: str = ""
    required: Required = Required.NONE
    options: Callable[[], Sequence[Option]] | None = None
    navigations: tuple[Navigation, ...] = ()
    max_length: int | None = None
    date_only: bool = False
    may_be_empty_text: bool = False  # our column keeps "" where Dataverse tells null
    is_custom: bool = False
    told: Callable[[Any], Any] | None = None  # from the database's value to the wire's
    kept: Callable[[Any], Any] | None = None  # from the wire's value to the argument's

    @property
    def is_lookup(self) -> bool:
        """Whether its value is the id of another record."""
        return self.type in LOOKUPS

    @property
    def wire(self) -> str:
        """Its name in records, ``$select`` and ``$filter``: a lookup is ``_name_value``."""
        return f"_{self.name}_value" if self.is_lookup else self.name

    @property
    def is_kept(self) -> bool:
        """Whether rows differ in it; what is not kept is always ``fixed``."""
        return bool(self.column or self.expression or self.navigations)

    @property
    def field(self) -> Any:
        """What sort of value the database gives."""
        if self.date_only:
            return models.DateField()
        return FIELDS.get(self.type, models.BigIntegerField)()

    def value(self, prefix: str = "") -> Combinable:
        """The value as an expression, of rows reached by ``prefix`` (``"account__"``) if given."""
        if self.navigations and not self.column and not self.expression:
            keys = [F(f"{prefix}{one.path}") for one in self.navigations]
            distinct = list(dict.fromkeys(keys))
            return Coalesce(*distinct) if len(distinct) > 1 else distinct[0]
        if self.expression is not None:
            return self.expression(prefix)  # type: ignore[no-any-return]
        if self.column:
            return F(f"{prefix}{self.column}")
        return Value(self.fixed, output_field=self.field)

    def told_value(self, prefix: str = "") -> Combinable:
        """The same for an answer: an empty text is null."""
        if self.may_be_empty_text and self.column:
            return NullIf(F(f"{prefix}{self.column}"), Value(""))
        return self.value(prefix)


@dataclass(frozen=True)
class Collection:
    """Rows of ``target`` that belong to a row of this entity.

    ``path`` is the foreign key of the target that leads back here and ``attribute`` the target's
    lookup of it, ``only`` narrows them; with ``through`` (a model of pairs) both sides are many, and ``path`` and ``far``
    are its keys to this entity and to the target. ``add`` and ``remove`` are the operations on
    this side that make and end a pair, taking the others as ``argument``.
    """

    name: str
    target: str
    path: str
    attribute: str = ""
    only: Q | None = None
    through: Any = None
    far: str = ""
    add: str = ""
    remove: str = ""
    argument: str = ""
    assign: str = "NoCascade"
    delete: str = "Cascade"
    merge: str = "NoCascade"


@dataclass(frozen=True)
class Key:
    """An alternate key: columns by whose values an address may name a record."""

    name: str
    attributes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Entity:
    """One table: see the module's docstring."""

    name: str
    set_name: str
    model: Any
    id: str
    primary: str
    label: str
    labels: str
    code: int
    attributes: tuple[Attribute, ...]
    collections: tuple[Collection, ...] = ()
    keys: tuple[Key, ...] = ()
    only: Q | None = None
    ownership: str = "UserOwned"
    is_activity: bool = False
    create: str = ""
    edit: str = ""
    assign: str = ""
    delete: str = ""
    custom_table: str = ""
    given: dict[str, Any] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        named = {one.name: one for one in self.attributes}
        object.__setattr__(self, "by_name", named)
        object.__setattr__(self, "by_wire", {one.wire: one for one in self.attributes})
        ways: dict[str, tuple[Attribute, tuple[Navigation, ...]]] = {}
        for one in self.attributes:
            for way in one.navigations:  # one name may lead to several tables: ownerid
                ways[way.name] = (one, (*ways.get(way.name, (one, ()))[1], way))
        object.__setattr__(self, "ways", ways)
        object.__setattr__(self, "by_collection", {one.name: one for one in self.collections})

    by_name: dict[str, Attribute] = dataclasses.field(init=False, compare=False, repr=False)
    by_wire: dict[str, Attribute] = dataclasses.field(init=False, compare=False, repr=False)
    ways: dict[str, tuple[Attribute, tuple[Navigation, ...]]] = dataclasses.field(
        init=False, compare=False, repr=False
    )
    by_collection: dict[str, Collection] = dataclasses.field(
        init=False, compare=False, repr=False
    )

    @property
    def noun(self) -> str:
        """What we call its rows."""
        return str(self.model.NOUN)

    def rows(self, actor: Any) -> Any:
        """Its rows within sight of this actor, unordered: where every read begins."""
        seen = self.model.objects.visible_to(actor).order_by()
        return seen.filter(self.only) if self.only is not None else seen
