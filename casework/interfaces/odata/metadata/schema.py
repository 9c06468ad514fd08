"""``$metadata``: the tables, messages and sets in CSDL, for generators (section 5.3)."""

import hashlib
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from casework.interfaces.odata.addressing import Address
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Attribute, Collection, Entity, Type
from casework.interfaces.odata.messages.calling import MESSAGES, Message
from casework.interfaces.odata.metadata.relationships import back, far_side

EDMX, EDM = "http://docs.oasis-open.org/odata/ns/edmx", "http://docs.oasis-open.org/odata/ns/edm"
NAMESPACE, ALIAS = "Microsoft.Dynamics.CRM", "mscrm"
BASE, PRINCIPAL = "crmbaseentity", "principal"
PRINCIPALS = {"systemuser", "team"}
EDM_TYPES = {
    Type.GUID: "Edm.Guid",
    Type.BIGINT: "Edm.Int64",
    Type.DOUBLE: "Edm.Double",
    Type.BOOLEAN: "Edm.Boolean",
    Type.DATETIME: "Edm.DateTimeOffset",
    **dict.fromkeys((Type.STRING, Type.MEMO, Type.ENTITY_NAME), "Edm.String"),
    **dict.fromkeys((Type.INTEGER, Type.PICKLIST, Type.STATE, Type.STATUS), "Edm.Int32"),
    **dict.fromkeys((Type.LOOKUP, Type.CUSTOMER, Type.OWNER), "Edm.Guid"),
}
_kept: dict[Any, tuple[bytes, str]] = {}


def document(asked: Asked, address: Address) -> Answer:
    """The document; 304 for who has it already. Made anew only when a column has changed."""
    stamp = asked.catalogue.stamp
    if stamp not in _kept:
        _kept.clear()
        content = csdl(asked.catalogue.all())
        _kept[stamp] = content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    content, tag = _kept[stamp]
    headers = {"Content-Type": "application/xml", "ETag": tag}
    if tag in (asked.header("If-None-Match") or ""):
        return Answer(304, headers=headers)
    return Answer(200, content, headers)


def csdl(entities: list[Entity]) -> bytes:
    """The document of these tables and of every message."""
    root = Element("edmx:Edmx", {"Version": "4.0", "xmlns:edmx": EDMX})
    services = SubElement(root, "edmx:DataServices")
    schema = SubElement(services, "Schema", Namespace=NAMESPACE, Alias=ALIAS, xmlns=EDM)
    by_name = {one.name: one for one in entities}
    SubElement(schema, "EntityType", Name=BASE, Abstract="true")
    SubElement(schema, "EntityType", Name=PRINCIPAL, BaseType=f"{ALIAS}:{BASE}", Abstract="true")
    for one in entities:
        _entity_type(schema, one, by_name)
    named: set[str] = set()
    container = Element("EntityContainer", Name="System")
    for name, message in MESSAGES.items():
        _message(schema, container, name, message, entities, named)
    for name in sorted(named - set(by_name) - {BASE, PRINCIPAL}):
        SubElement(schema, "ComplexType", Name=name, OpenType="true")
    for one in entities:
        _entity_set(container, one, by_name)
    schema.append(container)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _entity_type(schema: Element, entity: Entity, by_name: dict[str, Entity]) -> None:
    base = PRINCIPAL if entity.name in PRINCIPALS else BASE
    made = SubElement(schema, "EntityType", Name=entity.name, BaseType=f"{ALIAS}:{base}")
    SubElement(SubElement(made, "Key"), "PropertyRef", Name=entity.id)
    for one in entity.attributes:
        _property(made, entity, one)
    for name, (attribute, ways) in entity.ways.items():
        targets = [way.target for way in ways if way.target in by_name]
        if targets:
            _way(made, entity, name, attribute, [by_name[one] for one in targets])
    for collection in entity.collections:
        _collection(made, entity, collection, by_name[collection.target])


def _property(made: Element, entity: Entity, one: Attribute) -> None:
    kind = "Edm.Date" if one.date_only else EDM_TYPES[one.type]
    said = {"Name": one.wire, "Type": kind}
    if one.name == entity.id:
        said["Nullable"] = "false"
    elif one.max_length and kind == "Edm.String":
        said["MaxLength"] = str(one.max_length)
    SubElement(made, "Property", said)


def _way(
    made: Element, entity: Entity, name: str, attribute: Attribute, targets: list[Entity]
) -> None:
    if len(targets) > 1:
        kind = PRINCIPAL if {one.name for one in targets} <= PRINCIPALS else BASE
        SubElement(made, "NavigationProperty", Name=name, Type=f"{ALIAS}:{kind}")
        return
    [target] = targets
    said = {"Name": name, "Type": f"{ALIAS}:{target.name}"}
    if collection := _partner(target, entity, attribute, name):
        said["Partner"] = collection.name
    way = SubElement(made, "NavigationProperty", said)
    SubElement(way, "ReferentialConstraint", Property=attribute.wire, ReferencedProperty=target.id)


def _partner(target: Entity, entity: Entity, attribute: Attribute, name: str) -> Any:
    """The collection that leads back, where it leads back by this way alone."""
    collection = back(target, entity, attribute)
    return collection if collection and _way_back(entity, collection, target) == name else None


def _way_back(target: Entity, collection: Collection, entity: Entity) -> str:
    """The navigation of ``target`` that leads to the table whose collection it is; none where it
    leads to other tables, too."""
    attribute = target.by_name.get(collection.attribute)
    if attribute is None:
        return ""
    for name, (of, ways) in target.ways.items():
        if of is attribute and [way.target for way in ways] == [entity.name]:
            return name
    return ""


def _collection(made: Element, entity: Entity, one: Collection, target: Entity) -> None:
    said = {"Name": one.name, "Type": f"Collection({ALIAS}:{target.name})"}
    if one.through is not None:
        other = far_side(target, entity, one)
        partner = other.name if other else ""
    else:
        attribute = target.by_name.get(one.attribute)
        first = back(entity, target, attribute) if attribute else None
        partner = _way_back(target, one, entity) if first is one else ""
    if partner:
        said["Partner"] = partner
    SubElement(made, "NavigationProperty", said)


def _entity_set(container: Element, entity: Entity, by_name: dict[str, Entity]) -> None:
    made = SubElement(
        container, "EntitySet", Name=entity.set_name, EntityType=f"{NAMESPACE}.{entity.name}"
    )
    for name, (_attribute, ways) in entity.ways.items():
        if len(ways) == 1 and ways[0].target in by_name:
            _binding(made, name, by_name[ways[0].target])
    for one in entity.collections:
        _binding(made, one.name, by_name[one.target])


def _binding(made: Element, path: str, target: Entity) -> None:
    SubElement(made, "NavigationPropertyBinding", Path=path, Target=target.set_name)


def _message(
    schema: Element,
    container: Element,
    name: str,
    message: Message,
    entities: list[Entity],
    named: set[str],
) -> None:
    word = "Function" if message.function else "Action"
    names = {one.name for one in entities}
    bound = [one for one in message.bound_to or (sorted(names) if message.many else ())]
    result = _result(schema, name, message, named)
    for entity in bound or [""]:
        made = SubElement(schema, word, Name=name)
        if entity:
            made.set("IsBound", "true")
            kind = f"{ALIAS}:{entity}"
            kind = f"Collection({kind})" if message.many else kind
            SubElement(made, "Parameter", Name="entityset" if message.many else "entity",
                       Type=kind, Nullable="false")  # fmt: skip
        for parameter, said in message.parameters:
            kind = _known(said.removesuffix("?"), named)
            told = {"Name": parameter, "Type": kind}
            if not said.endswith("?"):
                told["Nullable"] = "false"
            SubElement(made, "Parameter", told)
        if result:
            SubElement(made, "ReturnType", Type=result, Nullable="false")
    if not bound:
        told = {"Name": name, word: f"{NAMESPACE}.{name}"}
        SubElement(container, f"{word}Import", told)


def _result(schema: Element, name: str, message: Message, named: set[str]) -> str:
    if not message.result:
        return ""
    if message.result[0][0] == "":
        return _known(message.result[0][1], named)
    made = SubElement(schema, "ComplexType", Name=f"{name}Response")
    for member, said in message.result:
        kind = _known(said.removesuffix("?"), named)
        SubElement(made, "Property", Name=member, Type=kind)
    return f"{ALIAS}:{name}Response"


def _known(kind: str, named: set[str]) -> str:
    """The type as it is, its name noted where it is one of this schema."""
    inner = kind.removeprefix("Collection(").removesuffix(")")
    if inner.startswith(f"{ALIAS}:"):
        named.add(inner.partition(":")[2])
    return kind
