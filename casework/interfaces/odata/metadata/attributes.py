"""Definitions of columns (section 5.5 of the contract)."""

from typing import Any

from casework.interfaces.odata.entities import Attribute, Entity, Option, Type
from casework.interfaces.odata.metadata.naming import (
    label,
    managed,
    metadata_id,
    no_label,
    schema_name,
)

CAST = {
    Type.GUID: "UniqueIdentifier",
    Type.BIGINT: "BigInt",
    Type.CUSTOMER: "Lookup",
    Type.OWNER: "Lookup",
}
LARGEST_WHOLE = 2**31 - 1
LARGEST_DOUBLE = 100_000_000_000.0
NAVIGATIONS = ("OptionSet", "GlobalOptionSet")  # told where they are asked for
# What other operations write than those of creating and editing.
WRITTEN = {"statecode", "statuscode", "ownerid"}


def cast_of(attribute: Attribute) -> str:
    """The type of a column's definition: ``PicklistAttributeMetadata``."""
    return f"{CAST.get(attribute.type, attribute.type)}AttributeMetadata"


def definition(entity: Entity, attribute: Attribute) -> dict[str, Any]:
    """All that is told of a column."""
    place = ("attribute", entity.name, attribute.name)
    is_id = attribute.name == entity.id
    is_written = _is_written(entity, attribute)
    told: dict[str, Any] = {
        "@odata.type": f"#Microsoft.Dynamics.CRM.{cast_of(attribute)}",
        "MetadataId": metadata_id(*place),
        "LogicalName": attribute.name,
        "SchemaName": attribute.name if attribute.is_custom else schema_name(attribute.name),
        "EntityLogicalName": entity.name,
        "AttributeOf": None,
        "AttributeType": str(attribute.type),
        "AttributeTypeName": {"Value": f"{attribute.type}Type"},
        "ColumnNumber": list(entity.by_name).index(attribute.name) + 1,
        "DisplayName": label(attribute.label, *place) if attribute.label else no_label(),
        "Description": no_label(),
        "RequiredLevel": managed(str(attribute.required), "canmodifyrequirementlevelsettings"),
        "IsPrimaryId": is_id,
        "IsPrimaryName": attribute.name == entity.primary,
        "IsValidForCreate": bool(entity.create) and (is_written or is_id),
        "IsValidForRead": True,
        "IsValidForUpdate": bool(entity.edit) and is_written and not is_id,
        "IsCustomAttribute": attribute.is_custom,
        "IsLogical": not attribute.is_kept,
        "IsManaged": not attribute.is_custom,
        "IsSecured": False,
        "IsFilterable": True,
        "IsSearchable": attribute.is_kept,
        "IsRetrievable": True,
        "IsValidForAdvancedFind": managed(attribute.is_kept, "canmodifysearchsettings"),
        "IsValidForForm": True,
        "IsValidForGrid": True,
        "IsAuditEnabled": managed(True, "canmodifyauditsettings"),
        "IsCustomizable": managed(False, "iscustomizable"),
        "SourceType": None,
    }
    return told | _by_type(entity, attribute)


def _is_written(entity: Entity, attribute: Attribute) -> bool:
    if attribute.is_custom or attribute.argument or attribute.name in WRITTEN:
        return True
    return any(way.argument for way in attribute.navigations)


def _by_type(entity: Entity, attribute: Attribute) -> dict[str, Any]:
    match attribute.type:
        case Type.STRING:
            longest = attribute.max_length or 100
            return {"MaxLength": longest, "Format": "Text", "FormatName": {"Value": "Text"}}
        case Type.MEMO:
            return {"MaxLength": attribute.max_length or 2000, "Format": "TextArea"}
        case Type.INTEGER:
            smallest = -LARGEST_WHOLE - 1
            return {"MinValue": smallest, "MaxValue": LARGEST_WHOLE, "Format": "None"}
        case Type.BIGINT:
            return {"MinValue": -(2**63), "MaxValue": 2**63 - 1}
        case Type.DOUBLE:
            return {"MinValue": -LARGEST_DOUBLE, "MaxValue": LARGEST_DOUBLE, "Precision": 2}
        case Type.DATETIME:
            shape, behavior = (
                ("DateOnly", "DateOnly") if attribute.date_only else ("DateAndTime", "UserLocal")
            )
            return {"Format": shape, "DateTimeBehavior": {"Value": behavior}}
        case Type.LOOKUP | Type.CUSTOMER | Type.OWNER:
            targets = dict.fromkeys(way.target for way in attribute.navigations)
            return {"Targets": list(targets), "Format": "None"}
        case Type.BOOLEAN:
            return {"DefaultValue": False, **_option_sets(entity, attribute)}
        case Type.PICKLIST | Type.STATE | Type.STATUS:
            default = -1 if attribute.type == Type.PICKLIST else None
            return {"DefaultFormValue": default, **_option_sets(entity, attribute)}
    return {}


def _option_sets(entity: Entity, attribute: Attribute) -> dict[str, Any]:
    name = f"{entity.name}_{attribute.name}"
    kind = str(attribute.type)
    options = attribute.options() if attribute.options is not None else ()
    if attribute.type == Type.BOOLEAN:
        no, yes = options or (Option(0, "No"), Option(1, "Yes"))
        values: dict[str, Any] = {
            "TrueOption": _option(name, attribute, yes),
            "FalseOption": _option(name, attribute, no),
        }
    else:
        values = {"Options": [_option(name, attribute, one) for one in options]}
    told = {
        "MetadataId": metadata_id("option set", name),
        "Name": name,
        "DisplayName": label(attribute.label, "option set", name),
        "Description": no_label(),
        "IsCustomOptionSet": attribute.is_custom,
        "IsGlobal": False,
        "IsManaged": not attribute.is_custom,
        "OptionSetType": kind,
        **values,
    }
    return {"OptionSet": told, "GlobalOptionSet": None}


def _option(name: str, attribute: Attribute, option: Option) -> dict[str, Any]:
    told: dict[str, Any] = {
        "Value": option.value,
        "Label": label(option.label, "option", name, str(option.value)),
        "Description": no_label(),
        "Color": None,
        "IsManaged": True,
        "ExternalValue": "",
        "MetadataId": None,
        "HasChanged": None,
    }
    if attribute.type == Type.STATUS:
        told |= {"@odata.type": "#Microsoft.Dynamics.CRM.StatusOptionMetadata"}
        told |= {"State": option.state, "TransitionData": None}
    if attribute.type == Type.STATE:
        told |= {"@odata.type": "#Microsoft.Dynamics.CRM.StateOptionMetadata"}
        told |= {"DefaultStatus": None, "InvariantName": option.label}
    return told
