"""Names, ids and labels of definitions: the same at every start and on every machine."""

from typing import Any
from uuid import UUID, uuid5

SPACE = UUID("6f1d6c7e-52b1-5c0b-9d9b-3f4f0a4f7c11")
ENGLISH = 1033


def metadata_id(*place: str) -> str:
    """The id of a definition, by its place: ``("attribute", "incident", "title")``."""
    return str(uuid5(SPACE, "/".join(place)))


def schema_name(name: str) -> str:
    """The name of a table or column as generators write it."""
    return name[:1].upper() + name[1:]


def label(text: str, *place: str) -> dict[str, Any]:
    """A text for people, in the one language of this face."""
    one = {
        "Label": text,
        "LanguageCode": ENGLISH,
        "IsManaged": True,
        "MetadataId": metadata_id("label", *place),
        "HasChanged": None,
    }
    return {"LocalizedLabels": [one], "UserLocalizedLabel": one}


def no_label() -> dict[str, Any]:
    """No text."""
    return {"LocalizedLabels": [], "UserLocalizedLabel": None}


def managed(value: Any, name: str = "canmodify") -> dict[str, Any]:
    """A property that customers of Dataverse could change there."""
    return {"Value": value, "CanBeChanged": False, "ManagedPropertyLogicalName": name}
