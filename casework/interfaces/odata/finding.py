"""Finding: from the key of an address, or from a link in a body, to the record."""

import re
from typing import Any
from uuid import UUID

from casework.interfaces.odata import errors
from casework.interfaces.odata.addressing import Address, KeyValue, address_of
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity, Type

_ABSOLUTE = re.compile(r"(?:https?://[^/]+)?/api/data/v\d\.\d/", re.IGNORECASE)


def rows_of(asked: Asked, entity: Entity, key: KeyValue) -> Any:
    """The rows within the caller's sight that a key names: one, or none.

    Refuses an alternate key of several.
    """
    pk = key if isinstance(key, UUID) else found(asked, entity, key)
    return entity.rows(asked.actor).filter(pk=pk) if pk else entity.model.objects.none()


def conditions(entity: Entity, key: dict[str, str]) -> dict[str, Any]:
    """An alternate key as conditions on our columns."""
    made: dict[str, Any] = {}
    for name, text in key.items():
        one = entity.by_name[name]
        if one.type == Type.INTEGER and not text.isdecimal():
            raise errors.invalid(f"{name} must be a whole number.")
        made[one.column] = text
    return made


def found(asked: Asked, entity: Entity, key: KeyValue) -> UUID | None:
    """The id of the record a key names, if the caller may see it; refuses a key of several."""
    by = {"pk": key} if isinstance(key, UUID) else conditions(entity, key)
    rows = entity.rows(asked.actor).filter(**by)
    ids = list(rows.values_list("pk", flat=True)[:2])
    if len(ids) > 1:
        raise errors.invalid(f"Several records of {entity.name} have this key: use the id.")
    return ids[0] if ids else None


def located(asked: Asked, entity: Entity, key: KeyValue) -> UUID:
    """The id of the record a key names; refuses (0x80040217, 0x80060891) where there is none."""
    pk = found(asked, entity, key)
    if pk is None:
        raise missing(entity, key)
    return pk


def missing(entity: Entity, key: KeyValue) -> errors.ODataError:
    """What is said of a key that leads to nothing."""
    if isinstance(key, UUID):
        return errors.does_not_exist(entity, key)
    return errors.no_such_key(entity)


def linked(asked: Asked, text: Any) -> tuple[Entity, UUID]:
    """The record that a link in a body names: absolute, relative, by alternate key, or ``$1``.

    An id is taken as it is: whether there is such a record the operation finds out.
    """
    address = addressed(asked, text)
    key = address.key
    return address.entity, key if isinstance(key, UUID) else located(asked, address.entity, key)


def addressed(asked: Asked, text: Any) -> Address:
    """The address of the record that a link in a body names; there may be no such record."""
    if not isinstance(text, str) or not text.strip():
        raise errors.payload("A link must be the address of a record, such as /accounts(GUID).")
    given = text.strip()
    if given.startswith(("$", "/$")):
        number = given.lstrip("/$")
        if number not in asked.references:
            told = f"Content-ID Reference: '${number[:50]}' does not exist in the batch context."
            raise errors.ODataError(400, errors.PAYLOAD, told)
        given = asked.references[number]
    whole = _ABSOLUTE.match(given)
    path = given[whole.end() :] if whole else given
    try:
        address: Address = address_of(path, asked.catalogue)
    except errors.ODataError as error:
        raise errors.payload(f"'{given[:200]}' is no record: {error.message}") from None
    if address.shape != "record" or address.entity is None or address.key is None:
        raise errors.payload(f"'{given[:200]}' is not the address of a record.")
    return address
