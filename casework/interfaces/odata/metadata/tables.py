"""Definitions of tables (section 5.4 of the contract), kept until a column or status changes."""

from dataclasses import dataclass
from typing import Any

from casework.cases.models import StatusReason
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.metadata import attributes, relationships
from casework.interfaces.odata.metadata.naming import (
    label,
    managed,
    metadata_id,
    no_label,
    schema_name,
)

BELOW = (
    "Attributes",
    "Keys",
    "OneToManyRelationships",
    "ManyToOneRelationships",
    "ManyToManyRelationships",
)
YES = ("IsValidForAdvancedFind", "IsManaged", "CanTriggerWorkflow", "IsEnabledForCharts")
NO = (
    "IsPrivate", "IsCustomEntity", "IsIntersect", "IsChildEntity", "IsAIRUpdated", "IsImportable",
    "IsBusinessProcessEnabled", "IsKnowledgeManagementEnabled", "IsInteractionCentricEnabled",
    "IsOneNoteIntegrationEnabled", "IsDocumentManagementEnabled", "IsQuickCreateEnabled",
    "IsReadingPaneEnabled", "IsLogicalEntity", "IsStateModelAware", "EnforceStateTransitions",
    "AutoRouteToOwnerQueue", "HasNotes", "HasActivities", "HasFeedback", "HasEmailAddresses",
    "ChangeTrackingEnabled", "IsReadOnlyInMobileClient", "IsBPFEntity", "IsArchivalEnabled",
)  # fmt: skip


@dataclass(frozen=True)
class Tables:
    """Every definition, as it is now: tables with all that lies below them, and relationships."""

    definitions: list[dict[str, Any]]
    relationships: list[dict[str, Any]]


_kept: dict[Any, Tables] = {}


def tables(asked: Asked) -> Tables:
    """The definitions; made anew only when a column or a status reason has changed."""
    reasons = StatusReason.objects.order_by("code").values_list("code", "version", "label", "state")
    stamp = (asked.catalogue.stamp, tuple(reasons))
    made = _kept.get(stamp)
    if made is None:
        _kept.clear()  # one organisation has one state
        made = _kept[stamp] = _made(asked.catalogue.all())
    return made


def _made(entities: list[Entity]) -> Tables:
    every = relationships.all_of({one.name: one for one in entities})
    return Tables([_definition(one, every) for one in entities], every)


def _definition(entity: Entity, every: list[dict[str, Any]]) -> dict[str, Any]:
    place = ("table", entity.name)
    one, many = relationships.ONE, relationships.MANY
    return {
        "MetadataId": metadata_id(*place),
        "LogicalName": entity.name,
        "SchemaName": schema_name(entity.name),
        "EntitySetName": entity.set_name,
        "LogicalCollectionName": entity.set_name,
        "CollectionSchemaName": schema_name(entity.set_name),
        "PrimaryIdAttribute": entity.id,
        "PrimaryNameAttribute": entity.primary,
        "PrimaryImageAttribute": None,
        "ObjectTypeCode": entity.code,
        "OwnershipType": entity.ownership,
        "IsActivity": entity.is_activity,
        "IsActivityParty": False,
        "ActivityTypeMask": 1 if entity.is_activity else None,
        "IsAuditEnabled": managed(True, "canmodifyauditsettings"),
        "IsCustomizable": managed(False, "iscustomizable"),
        "IsRenameable": managed(False, "isrenameable"),
        "IsValidForQueue": managed(entity.name == "incident", "canmodifyqueuesettings"),
        "DisplayName": label(entity.label, *place),
        "DisplayCollectionName": label(entity.labels, *place, "several"),
        "Description": no_label(),
        "TableType": "Standard",
        **dict.fromkeys(YES, True),
        **dict.fromkeys(NO, False),
        "Attributes": [attributes.definition(entity, one) for one in entity.attributes],
        "Keys": [
            {
                "MetadataId": metadata_id("key", entity.name, key.name),
                "SchemaName": schema_name(key.name),
                "LogicalName": key.name,
                "EntityLogicalName": entity.name,
                "DisplayName": label(key.name, "key", entity.name, key.name),
                "KeyAttributes": list(key.attributes),
                "EntityKeyIndexStatus": "Active",
                "IsManaged": True,
            }
            for key in entity.keys
        ],
        "OneToManyRelationships": [
            told for told in every
            if told["RelationshipType"] == one and told["ReferencedEntity"] == entity.name
        ],
        "ManyToOneRelationships": [
            told for told in every
            if told["RelationshipType"] == one and told["ReferencingEntity"] == entity.name
        ],
        "ManyToManyRelationships": [
            told for told in every
            if told["RelationshipType"] == many
            and entity.name in (told["Entity1LogicalName"], told["Entity2LogicalName"])
        ],
    }  # fmt: skip
