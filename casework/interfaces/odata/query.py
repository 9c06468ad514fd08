"""Query: what ``$select``, ``$filter``, ``$expand`` and the others ask, as rows and records.

``read`` gives a page of a collection, ``one`` a single record, ``count`` their number.
"""

from dataclasses import dataclass, field
from typing import Any

from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.records import Telling, chosen


@dataclass
class Page:
    """A page of a collection as it is answered: ``members`` stand beside ``value``."""

    context: str
    records: list[dict[str, Any]]
    members: dict[str, Any] = field(default_factory=dict)
    applied: list[str] = field(default_factory=list)  # preferences for Preference-Applied


def read(asked: Asked, entity: Entity, rows: Any) -> Page:
    """The page of ``rows`` (within the caller's sight) that the options of the request ask."""
    telling = Telling(entity, chosen(entity, _select(asked)), asked)
    rows = rows.order_by("pk")[: int(asked.options.get("$top", "5000"))]
    return Page(_context(asked, entity), telling.told(telling.read(rows)))


def one(asked: Asked, entity: Entity, rows: Any) -> tuple[str, dict[str, Any]] | None:
    """The context and the record of the one row, as ``$select`` and ``$expand`` ask."""
    telling = Telling(entity, chosen(entity, _select(asked)), asked)
    found = telling.told(telling.read(rows[:1]))
    return (f"{_context(asked, entity)}/$entity", found[0]) if found else None


def count(asked: Asked, entity: Entity, rows: Any) -> int:
    """How many rows the ``$filter`` of the request leaves."""
    return int(rows.count())


def _select(asked: Asked) -> list[str] | None:
    text = asked.options.get("$select", "")
    return [one.strip() for one in text.split(",")] if text.strip() else None


def _context(asked: Asked, entity: Entity) -> str:
    names = _select(asked)
    inside = f"({','.join(names)})" if names else ""
    return f"{asked.base}$metadata#{entity.set_name}{inside}"
