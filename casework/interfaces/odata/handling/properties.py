"""Properties: one column of one record, read, set or emptied by itself."""

from typing import Any

from casework.interfaces.odata import errors, writing
from casework.interfaces.odata.addressing import Address
from casework.interfaces.odata.answering import Answer, no_content
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.finding import located, missing, rows_of
from casework.interfaces.odata.handling.single import version_wanted
from casework.interfaces.odata.records import Telling


def told(asked: Asked, address: Address) -> Answer:
    """The value of one column; nothing where it is null."""
    entity, one, value = _read(asked, address)
    if value is None:
        return no_content(asked)
    context = f"{asked.base}$metadata#{entity.set_name}({_key(address)})/{one.wire}"
    return Answer(200, {"@odata.context": context, "value": value})


def raw(asked: Asked, address: Address) -> Answer:
    """The same as plain text."""
    _entity, _one, value = _read(asked, address)
    if value is None:
        return no_content(asked)
    whole = Answer(200, {"value": value}).content  # told as JSON tells it, without its quotes
    text = whole.removeprefix(b'{"value":').removesuffix(b"}")
    plain = value.encode() if isinstance(value, str) else text.strip(b'"')
    return Answer(200, plain, {"Content-Type": "text/plain; charset=utf-8"})


def set_one(asked: Asked, address: Address) -> Answer:
    """Set one column to the ``value`` of the body."""
    if "value" not in asked.json:
        raise errors.payload('Send the new value as {"value": ...}.', address.entity)
    return _write(asked, address, asked.json["value"])


def emptied(asked: Asked, address: Address) -> Answer:
    """Set one column to null."""
    return _write(asked, address, None)


def _write(asked: Asked, address: Address, value: Any) -> Answer:
    entity, one = _named(address)
    pk = located(asked, entity, address.key)
    body = {one.name: value}
    wanted = version_wanted(asked)
    writing.as_one(asked, lambda: writing.update(asked, entity, pk, body, if_match=wanted))
    return no_content(asked)


def _read(asked: Asked, address: Address) -> tuple[Any, Any, Any]:
    entity, one = _named(address)
    telling = Telling(entity, [one], asked)
    records = telling.told(telling.read(rows_of(asked, entity, address.key)[:1]))
    if not records:
        raise missing(entity, address.key)
    return entity, one, records[0][one.wire]


def _named(address: Address) -> tuple[Any, Any]:
    entity = address.entity
    one = entity.by_wire.get(address.member) or entity.by_name.get(address.member)
    return entity, one


def _key(address: Address) -> str:
    if isinstance(address.key, dict):
        return ",".join(f"{name}='{text}'" for name, text in address.key.items())
    return str(address.key)
