"""Collections: the rows of a set, and their number."""

from typing import Any

from casework.interfaces.odata import query
from casework.interfaces.odata.addressing import Address
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.finding import located


def listed(asked: Asked, address: Address) -> Answer:
    """A page of a set."""
    entity = address.entity
    return page(asked, entity, entity.rows(asked.actor))


def page(asked: Asked, entity: Entity, rows: Any) -> Answer:
    """A page of these rows, with what stands beside it."""
    made = query.read(asked, entity, rows)
    body = {"@odata.context": made.context, **made.members, "value": made.records}
    headers = {"Preference-Applied": ",".join(made.applied)} if made.applied else {}
    return Answer(200, body, headers)


def counted(asked: Asked, address: Address) -> Answer:
    """How many rows a set or a collection of a record has, as a plain number."""
    entity, rows = below(asked, address)
    number = query.count(asked, entity, rows)
    return Answer(200, str(number).encode(), {"Content-Type": "text/plain; charset=utf-8"})


def below(asked: Asked, address: Address) -> tuple[Entity, Any]:
    """The rows of a set, or of the collection of a record."""
    entity = address.entity
    if not address.member:
        return entity, entity.rows(asked.actor)
    return of_collection(asked, entity, located(asked, entity, address.key), address.member)


def of_collection(asked: Asked, entity: Entity, pk: Any, name: str) -> tuple[Entity, Any]:
    """The target of a collection, and the rows of it that belong to a record."""
    one = entity.by_collection[name]
    target = asked.catalogue.table(one.target)
    rows = target.rows(asked.actor)
    if one.through is not None:
        pairs = one.through.objects.visible_to(asked.actor).filter(**{one.path: pk}).order_by()
        return target, rows.filter(pk__in=pairs.values(f"{one.far}_id"))
    rows = rows.filter(**{one.path: pk})
    return target, rows.filter(one.only) if one.only is not None else rows
