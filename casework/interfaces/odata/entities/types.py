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
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from casework.interfaces.odata.entities.attributes import Attribute, Navigation


@dataclass(frozen=True)
class Collection:
    """Rows of ``target`` that belong to a row of this entity.

    ``path`` is the foreign key of the target that leads back here, ``attribute`` the target's
    lookup of it, ``only`` a further condition on the target's rows. With ``through`` (a model of
    pairs) both sides are many, and ``path`` and ``far`` are its keys to here and to the target;
    ``add`` and ``remove`` are the operations on this side that make and end a pair, taking the
    others as ``argument``.
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
    by_collection: dict[str, Collection] = dataclasses.field(init=False, compare=False, repr=False)

    @property
    def noun(self) -> str:
        """What we call its rows."""
        return str(self.model.NOUN)

    def rows(self, actor: Any) -> Any:
        """Its rows within sight of this actor, unordered: where every read begins."""
        seen = self.model.objects.visible_to(actor).order_by()
        return seen.filter(self.only) if self.only is not None else seen
