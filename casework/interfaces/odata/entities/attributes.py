"""Attributes: what one column of a table is, how it is read and what writes it (see ``types``)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
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
    applies: tuple[str, Any] | None = None
    partner: str = ""

    def leads(self, prefix: str = "") -> Q:
        """The rows that use this way, reached by ``prefix``."""
        if self.applies is None:
            return Q(**{f"{prefix}{self.path}__isnull": False})
        name, value = self.applies
        return Q(**{f"{prefix}{name}": value})


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
    takes_others: bool = False  # its option set names not every number it may hold
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

    def value(self, prefix: str = "") -> Any:
        """The value as an expression, of rows reached by ``prefix`` (``"account__"``) if given."""
        if self.navigations and not self.column and not self.expression:
            keys = [F(f"{prefix}{one.path}") for one in self.navigations]
            distinct = list(dict.fromkeys(keys))
            return Coalesce(*distinct) if len(distinct) > 1 else distinct[0]
        if self.expression is not None:
            return self.expression(prefix)
        if self.column:
            return F(f"{prefix}{self.column}")
        return Value(self.fixed, output_field=self.field)

    def told_value(self, prefix: str = "") -> Any:
        """The same for an answer: an empty text is null."""
        if self.may_be_empty_text and self.column:
            path = F(f"{prefix}{self.column}")
            return NullIf(path, Value(""), output_field=models.TextField())
        return self.value(prefix)
