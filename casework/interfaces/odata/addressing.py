"""Addresses: what stands below ``/api/data/v9.x/`` as a shape with what it names.

``incidents(id)/Incident_Tasks/$ref`` is shape ``reference`` of entity incident with this key and
member ``Incident_Tasks``. The shapes are the keys of ``routes.ROUTES``.
"""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casework.interfaces.odata import errors
from casework.interfaces.odata.entities import Catalogue, Entity
from casework.kernel.text import storable

KeyValue = UUID | dict[str, str]
DEFINITIONS = frozenset(
    {"EntityDefinitions", "RelationshipDefinitions", "GlobalOptionSetDefinitions",
     "ManyToManyRelationships", "sdkmessagefilters"}
)  # fmt: skip
NAMESPACE = "Microsoft.Dynamics.CRM."
_QUOTED = r"'(?:[^']|'')*+'"  # possessive: no hostile text is tried twice
_PARTS = re.compile(
    rf"(?:[^/'()]|{_QUOTED}|\((?:[^'()]|{_QUOTED}|\((?:[^'()]|{_QUOTED})*+\))*+\))++"
)
_SEGMENT = re.compile(r"([^()]*)(?:\((.*)\))?", re.DOTALL)
_PAIR = re.compile(rf"\s*+([\w@.]++)\s*+=\s*+({_QUOTED}|[^,'\"()]*+)\s*+(?:,|$)")


@dataclass(frozen=True)
class Segment:
    """A name with what stands in brackets behind it, if anything does."""

    name: str
    inside: str | None = None


@dataclass(frozen=True)
class Address:
    """Where a request goes.

    ``key`` names a record of ``entity``: its id, or columns with their texts. ``member`` is a
    column, a navigation or a collection of it, ``other`` the key behind a collection. ``name`` is
    a function, an action or the first segment of the metadata, ``inside`` its raw arguments.
    """

    shape: str
    entity: Any = None
    key: Any = None
    member: str = ""
    other: Any = None
    name: str = ""
    inside: str | None = None
    segments: tuple[Segment, ...] = field(default=(), compare=False)


def segments_of(path: str) -> tuple[Segment, ...]:
    """The parts between the slashes; those within quotes and brackets are none."""
    text = path.strip("/")
    made = []
    at = 0
    while at < len(text):
        found = _PARTS.match(text, at)
        if found is None:
            raise errors.unknown_segment(text[at:])
        whole = _SEGMENT.fullmatch(found[0])
        if whole is None:
            raise errors.unknown_segment(found[0])
        made.append(Segment(whole[1], whole[2]))
        at = found.end()
        if at < len(text) and text[at] != "/":
            raise errors.unknown_segment(text[at:])
        at += 1
    return tuple(made)


def address_of(path: str, catalogue: Catalogue) -> Address:
    """Where a path leads; refuses with 0x8006088a what leads nowhere."""
    if not storable(path):
        raise errors.unknown_segment("?")
    parts = segments_of(path)
    if not parts:
        return Address("service")
    first = parts[0]
    if first.name in ("$metadata", "$batch") and len(parts) == 1 and first.inside is None:
        return Address(first.name.removeprefix("$"))
    if first.name in DEFINITIONS:
        return Address("definitions", name=first.name, inside=first.inside, segments=parts)
    entity = catalogue.of_set(first.name)
    if entity is None:
        if len(parts) > 1:
            raise errors.unknown_segment(first.name)
        name = first.name.removeprefix(NAMESPACE)
        return Address("call", name=name, inside=first.inside, segments=parts)
    if first.inside is None:
        return _below_set(entity, parts)
    return _below_record(entity, key_of(first.inside, entity), parts, catalogue)


def _below_set(entity: Entity, parts: tuple[Segment, ...]) -> Address:
    if len(parts) == 1:
        return Address("set", entity, segments=parts)
    if len(parts) == 2:
        second = parts[1]
        if second == Segment("$count"):
            return Address("count", entity, segments=parts)
        if second.name.startswith(NAMESPACE) or second.name.endswith("Multiple"):
            name = second.name.removeprefix(NAMESPACE)
            return Address("bound", entity, name=name, inside=second.inside, segments=parts)
    raise errors.unknown_segment(parts[1].name)


def _below_record(
    entity: Entity, key: KeyValue, parts: tuple[Segment, ...], catalogue: Catalogue
) -> Address:
    said: dict[str, Any] = {"entity": entity, "key": key, "segments": parts}
    if len(parts) == 1:
        return Address("record", **said)
    member, rest = parts[1], parts[2:]
    collection = entity.by_collection.get(member.name)
    tail = rest[0] if len(rest) == 1 else None
    if collection or (member.name in entity.ways and member.inside is None):
        said["member"] = member.name
        if member.inside is not None and collection:
            said["other"] = key_of(member.inside, catalogue.table(collection.target))
        if not rest:
            return Address("navigation", **said)
        if tail == Segment("$ref"):
            return Address("reference", **said)
        if tail == Segment("$count") and collection and member.inside is None:
            return Address("count", **said)
        raise errors.unknown_segment(rest[0].name)
    if member.inside is None and (member.name in entity.by_wire or member.name in entity.by_name):
        if not rest:
            return Address("property", member=member.name, **said)
        if tail == Segment("$value"):
            return Address("value", member=member.name, **said)
        raise errors.unknown_segment(rest[0].name)
    if rest:
        raise errors.unknown_segment(member.name)
    name = member.name.removeprefix(NAMESPACE)
    return Address("bound", name=name, inside=member.inside, **said)


def key_of(inside: str, entity: Entity) -> KeyValue:
    """What stands in the brackets behind a set: an id, or columns of an alternate key."""
    text = inside.strip()
    pairs = pairs_of(text)
    if pairs:
        if list(pairs) == [entity.id]:
            return key_of(unquoted(pairs[entity.id]), entity)
        known = [set(one.attributes) for one in entity.keys]
        if set(pairs) not in known:
            wanted = "; ".join(", ".join(one.attributes) for one in entity.keys) or "none"
            told = f"{', '.join(pairs)[:100]} is no alternate key of {entity.name}"
            raise errors.ODataError(404, "0x80060891", f"{told}: there are {wanted}.")
        return {name: unquoted(value) for name, value in pairs.items()}
    try:
        return UUID(unquoted(text).strip("{}"))
    except ValueError:
        message = f"The key '{text[:100]}' is no id of {entity.name}: write a GUID."
        raise errors.bad_query(message) from None


def pairs_of(text: str) -> dict[str, str]:
    """``a='x',b=2`` as names with their raw texts; nothing where it is no such list."""
    made, at = {}, 0
    while at < len(text):
        found = _PAIR.match(text, at)
        if found is None or found.end() == at:
            return {}
        made[found[1]] = found[2].strip()
        at = found.end()
    return made


def unquoted(text: str) -> str:
    """A text without its single quotes, a doubled one inside made one."""
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text
