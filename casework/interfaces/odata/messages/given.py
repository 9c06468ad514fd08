"""Given: the arguments of functions (in the address) and of actions (in the body), understood."""

import json
import re
from typing import Any
from uuid import UUID

from casework.interfaces.odata import errors
from casework.interfaces.odata.addressing import NAMESPACE, unquoted
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.finding import linked, located

_QUOTED = re.compile(r"'((?:[^']|'')*)'|\"(?:[^\"\\]|\\.)*\"")
_WHOLE = re.compile(r"-?\d{1,18}")
_OPENING, _CLOSING = "([{", ")]}"


def arguments(inside: str | None, options: dict[str, str]) -> dict[str, Any]:
    """What stands between the brackets of a function, ``@p1`` taken from the query options.

    Raises ODataError (0x80060888) for what cannot be read.
    """
    made: dict[str, Any] = {}
    for piece in _pieces(inside or ""):
        name, equals, text = piece.partition("=")
        name, text = name.strip(), text.strip()
        if not equals or not name:
            raise errors.bad_query(f"'{piece[:50]}' is no argument: write Name=value.")
        if text.startswith("@"):
            if text not in options:
                raise errors.bad_query(f"The alias '{text[:50]}' has no value in the query.")
            text = options[text].strip()
        made[name] = value_of(text)
    return made


def _pieces(text: str) -> list[str]:
    """The text split at the commas outside of quotes and brackets."""
    bare = _QUOTED.sub(lambda found: "x" * len(found[0]), text)
    made, depth, start = [], 0, 0
    for at, character in enumerate(bare):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
        elif character == "," and depth == 0:
            made.append(text[start:at])
            start = at + 1
    rest = text[start:]
    return [*made, rest] if rest.strip() else made


def value_of(text: str) -> Any:
    """A literal of an address: text in quotes, number, GUID, JSON with either kind of quotes."""
    if text.startswith("'"):
        return unquoted(text)
    if text[:1] in ("{", "[", '"'):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
        try:
            return json.loads(_QUOTED.sub(_double, text))
        except (ValueError, RecursionError):
            raise errors.bad_query(f"'{text[:50]}' cannot be read as JSON.") from None
    if text in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[text]
    return int(text) if _WHOLE.fullmatch(text) else text


def _double(found: re.Match[str]) -> str:
    return found[0] if found[1] is None else json.dumps(found[1].replace("''", "'"))


def required(given: dict[str, Any], name: str) -> Any:
    """An argument that has to be there; refuses with 0x80040203."""
    if given.get(name) is None:
        raise errors.invalid(f"The parameter '{name}' is required.")
    return given[name]


def whole(given: dict[str, Any], name: str, least: int = -1) -> int:
    """A required whole number."""
    value = required(given, name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value < 2**31:
        raise errors.invalid(f"The parameter '{name}' must be a whole number.")
    return value


def switch(given: dict[str, Any], name: str) -> bool:
    """True or false; false when it is not there."""
    value = given.get(name)
    if value is not None and not isinstance(value, bool):
        raise errors.invalid(f"The parameter '{name}' must be true or false.")
    return bool(value)


def record(asked: Asked, given: dict[str, Any], name: str, *tables: str) -> tuple[Entity, UUID]:
    """The record that a required argument names: by ``@odata.id``, or by its primary id with its
    ``@odata.type``, which the name of the id tells where it is missing.

    Refuses with 0x80040203 what names none or one of another table, with 0x80040217 one that the
    caller does not see.
    """
    return found_record(asked, required(given, name), name, *tables)


def found_record(asked: Asked, value: Any, name: str, *tables: str) -> tuple[Entity, UUID]:
    """The record that a value names: see ``record``."""
    entity, pk = _named(asked, value, name)
    if tables and entity.name not in tables:
        known = " or ".join(tables)
        raise errors.invalid(f"The parameter '{name}' names a record of {known}.")
    return entity, located(asked, entity, pk)


def _named(asked: Asked, value: Any, name: str) -> tuple[Entity, UUID]:
    if not isinstance(value, dict):
        raise errors.invalid(f"The parameter '{name}' must be a record with its primary id.")
    link = value.get("@odata.id")
    if link is not None:
        return linked(asked, link)
    told = value.get("@odata.type")
    logical = told.removeprefix("#").removeprefix(NAMESPACE) if isinstance(told, str) else ""
    entity = asked.catalogue.named(logical)
    if entity is None and logical not in ("", "crmbaseentity"):
        raise errors.invalid(f"The parameter '{name}' is of a table that is not served.")
    if entity is None:
        entity = _by_id(asked, value)
    if entity is None or value.get(entity.id) is None:
        raise errors.invalid(f"The parameter '{name}' has no primary id.")
    try:
        return entity, UUID(str(value[entity.id]))
    except ValueError:
        raise errors.invalid(f"The primary id of the parameter '{name}' is no GUID.") from None


def _by_id(asked: Asked, value: dict[str, Any]) -> Entity | None:
    if "activityid" in value:
        return asked.catalogue.named("activitypointer")
    return next((one for one in asked.catalogue.all() if one.id in value), None)
