"""Definitions of relationships (section 5.6 of the contract): each lookup leads somewhere, and
from there a collection leads back."""

from typing import Any

from casework.interfaces.odata.entities import Attribute, Collection, Entity, Navigation
from casework.interfaces.odata.metadata.naming import managed, metadata_id

ONE, MANY = "OneToManyRelationship", "ManyToManyRelationship"


def back(target: Entity, entity: Entity, attribute: Attribute) -> Collection | None:
    """The collection of ``target`` that holds the rows whose lookup leads to it."""
    for one in target.collections:
        if one.through is None and (one.target, one.attribute) == (entity.name, attribute.name):
            return one
    return None


def far_side(target: Entity, entity: Entity, one: Collection) -> Collection | None:
    """The same pairs of rows, from the other table."""
    for other in target.collections:
        if other.through is one.through and other.target == entity.name and other is not one:
            return other
    return None


def of_lookup(
    entity: Entity, attribute: Attribute, way: Navigation, target: Entity
) -> dict[str, Any]:
    """One way that a lookup leads: many rows of ``entity`` to one of ``target``."""
    collection = back(target, entity, attribute)
    name = collection.name if collection else way.partner or f"{target.name}_{entity.name}_"
    if name.endswith("_"):
        name += attribute.name
    return {
        "@odata.type": "#Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata",
        "MetadataId": metadata_id("relationship", name, entity.name, way.target),
        "SchemaName": name,
        "RelationshipType": ONE,
        "IsCustomRelationship": attribute.is_custom,
        "IsManaged": not attribute.is_custom,
        "IsValidForAdvancedFind": True,
        "IsHierarchical": attribute.name == "parentcaseid",
        "IsCustomizable": managed(False, "iscustomizable"),
        "SecurityTypes": "None",
        "ReferencedEntity": target.name,
        "ReferencedAttribute": target.id,
        "ReferencingEntity": entity.name,
        "ReferencingAttribute": attribute.name,
        "ReferencedEntityNavigationPropertyName": collection.name if collection else name,
        "ReferencingEntityNavigationPropertyName": way.name,
        "CascadeConfiguration": {
            "Assign": collection.assign if collection else "NoCascade",
            "Delete": collection.delete if collection else "NoCascade",
            "Merge": collection.merge if collection else "NoCascade",
            "Reparent": "NoCascade",
            "Share": "NoCascade",
            "Unshare": "NoCascade",
            "RollupView": "NoCascade",
        },
    }


def of_pairs(entity: Entity, one: Collection, target: Entity) -> dict[str, Any]:
    """Many rows of one table to many of another."""
    other = far_side(target, entity, one)
    return {
        "@odata.type": "#Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata",
        "MetadataId": metadata_id("relationship", one.name),
        "SchemaName": one.name,
        "RelationshipType": MANY,
        "IsCustomRelationship": False,
        "IsManaged": True,
        "IsValidForAdvancedFind": True,
        "IsCustomizable": managed(False, "iscustomizable"),
        "SecurityTypes": "None",
        "Entity1LogicalName": entity.name,
        "Entity2LogicalName": target.name,
        "Entity1IntersectAttribute": entity.id,
        "Entity2IntersectAttribute": target.id,
        "IntersectEntityName": one.through._meta.model_name,
        "Entity1NavigationPropertyName": one.name,
        "Entity2NavigationPropertyName": other.name if other else one.name,
    }


def all_of(entities: dict[str, Entity]) -> list[dict[str, Any]]:
    """Every relationship between these tables, each once."""
    made = [
        of_lookup(entity, attribute, way, entities[way.target])
        for entity in entities.values()
        for attribute in entity.attributes
        for way in attribute.navigations
        if way.target in entities
    ]
    seen: set[Any] = set()
    for entity in entities.values():
        for one in entity.collections:
            if one.through is None:
                continue
            pair = (one.through, *sorted((entity.name, one.target)))
            if pair not in seen:
                seen.add(pair)
                made.append(of_pairs(entity, one, entities[one.target]))
    return made
