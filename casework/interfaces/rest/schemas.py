"""Schemas: what OpenAPI says a record, a problem and an outcome look like."""

from typing import Any

from casework.interfaces.calling import NUMBERED
from casework.kernel.shapes import Shape, shapes_of, words

REF = "#/components/schemas/"
TYPES: dict[str, dict[str, Any]] = {
    "id": {"type": "string", "format": "uuid"},
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "code": {"type": "integer"},
    "decimal": {"type": "number"},
    "moment": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "yes_no": {"type": "boolean"},
}
TEXT = {"type": "string"}
MAYBE = {"type": ["string", "null"]}


def name_of(model: Any) -> str:
    """What the schema of a noun is called."""
    return str(model.__name__)


def record_schema(model: Any) -> dict[str, Any]:
    """What a record of a noun looks like."""
    columns: dict[str, Any] = {}
    for one in shapes_of(model).values():
        columns.update(_column(one))
    if model.NOUN == "case":
        columns["survivor"] = {
            "description": "Where a merged case goes on.",
            **_reference("number"),
        }
    return {"type": "object", "description": (model.__doc__ or "").strip(), "properties": columns}


def _column(one: Shape) -> dict[str, Any]:
    if one.kind == "record":
        schema = _reference("number" if one.model.NOUN in NUMBERED else "name")
        return {one.name: schema}
    if one.kind == "state":
        names = list(words(one.field).values())
        return {"state": {"type": "string", "enum": names}, "state_code": {"type": "integer"}}
    if one.kind == "status":
        return {"status": MAYBE, "status_code": {"type": "integer"}}
    if one.kind == "json":
        return {one.name: {}}
    schema = dict(TYPES[one.kind])
    if one.nullable:
        schema["type"] = [schema["type"], "null"]
    made = {one.name: schema}
    if one.kind == "code":
        made[f"{one.name}_label"] = MAYBE
    return made


def _reference(word: str) -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "properties": {"id": TYPES["id"], word: MAYBE},
        "required": ["id", word],
    }


def common_schemas() -> dict[str, Any]:
    """What every answer is made of."""
    texts = {"type": "array", "items": TEXT}
    return {
        "Problem": {
            "type": "object",
            "description": "What stands against a request (RFC 9457).",
            "required": ["type", "title", "status", "detail", "code"],
            "properties": {
                **dict.fromkeys(("type", "title", "detail", "code", "request_id"), TEXT),
                "status": {"type": "integer"},
                "count": {"type": "integer"},
                "missing": texts,
                "records": {"type": "array", "items": {"type": "object"}},
                "preview": {"$ref": f"{REF}Preview"},
                "errors": {"type": "array", "items": _named("field", "problem")},
            },
        },
        "Outcome": {
            "type": "object",
            "description": "What a run did. Cases are named by number, others by id.",
            "required": ["run", "records", "created", "unchanged", "left_out", "effects", "advice"],
            "properties": {
                "run": MAYBE,
                "records": texts,
                "unchanged": texts,
                "created": {"type": "object", "additionalProperties": texts},
                "left_out": {"type": "array", "items": _named("record", "code", "detail")},
                "effects": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"kind": TEXT, "count": {"type": "integer"}},
                    },
                },
                "advice": {"type": "array", "items": _named("code", "text")},
            },
        },
        "Preview": {
            "type": "object",
            "description": "What a run would do. Only records that you may see are named.",
            "required": ["preview", "operation", "effects", "sight", "fingerprint"],
            "properties": {
                "preview": {"type": "boolean"},
                **dict.fromkeys(("operation", "fingerprint"), TEXT),
                "records": texts,
                "unchanged": texts,
                "left_out": {"type": "array", "items": _named("record", "code", "detail")},
                "effects": {"type": "array", "items": _effect()},
                "advice": {"type": "array", "items": _named("code", "text")},
                "sight": {
                    "type": "object",
                    "description": "People who see something more, or no longer.",
                    "properties": dict.fromkeys(("gained", "lost"), _people(texts)),
                },
            },
        },
    }


def _effect() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["kind", "noun", "count", "records"],
        "properties": {
            "kind": TEXT,
            "noun": TEXT,
            "count": {"type": "integer"},
            "records": {"type": "array", "items": _named("noun", "id", "name")},
            "sums": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
    }


def _people(texts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {"count": {"type": "integer"}, "users": texts}}


def _named(*names: str) -> dict[str, Any]:
    return {"type": "object", "properties": dict.fromkeys(names, TEXT), "required": list(names)}
