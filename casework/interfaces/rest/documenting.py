"""Documenting: what OpenAPI says of nouns, lists and operations, made from the same tables."""

from typing import Any

from casework.interfaces.calling import NUMBERED, description, input_of, parameters, title
from casework.interfaces.reading.paging import MOST, USUAL
from casework.interfaces.reading.shapes import Shape, shapes_of, words
from casework.kernel.operations import Operation

REF = "#/components/schemas/"
JSON, PROBLEM = "application/json", "application/problem+json"
PROBLEMS = {
    400: "The body or the form cannot be read.",
    401: "No token, or one that is unknown, expired or revoked.",
    403: "No role with the privilege.",
    404: "No such record, or none that you can see.",
    409: "A rule stands against it; the code says which.",
    412: "Changed since you read it (If-Match).",
    413: "Too large.",
    415: "Not the media type that is taken here.",
    422: "Something in it does not fit; errors tells what.",
    503: "Others are changing the same records: try again.",
}
_READ, _WRITE = (401, 403, 404, 422), (400, 401, 403, 404, 409, 412, 413, 415, 422, 503)
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
    }


def _named(*names: str) -> dict[str, Any]:
    return {"type": "object", "properties": dict.fromkeys(names, TEXT), "required": list(names)}


def problems(statuses: tuple[int, ...]) -> dict[int, Any]:
    """The answers that refuse."""
    content = {PROBLEM: {"schema": {"$ref": f"{REF}Problem"}}}
    return {one: {"description": PROBLEMS[one], "content": content} for one in statuses}


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {JSON: {"schema": schema}}}


def page_of(schema: dict[str, Any]) -> dict[str, Any]:
    """What a list answers."""
    return {
        "type": "object",
        "required": ["items", "next"],
        "properties": {"items": {"type": "array", "items": schema}, "next": MAYBE},
    }


def a_list(model: Any) -> dict[str, Any]:
    """A list of a noun: its filters, order, pages."""
    said = [
        ("limit", f"How many, 1 to {MOST}; {USUAL} by default.", {"type": "integer"}),
        ("sort", "Columns, as in -created_at,title; a minus turns the order round.", TEXT),
        ("fields", "Columns to answer, as in id,title.", TEXT),
        ("q", "Words to search for.", TEXT),
        ("after", "Where the page before ended: part of its next.", TEXT),
    ]
    filters = [
        (one.name, "Filter; also .ne .in .lt .lte .gt .gte .contains .null where they fit.", TEXT)
        for one in shapes_of(model).values()
        if one.kind != "json"
    ]
    return {
        "parameters": [
            {"in": "query", "name": name, "required": False, "schema": schema, "description": told}
            for name, told, schema in [*said, *filters]
        ],
        "responses": {
            200: _content(page_of({"$ref": f"{REF}{name_of(model)}"})),
            **problems(_READ),
        },
    }


def answering(schema: dict[str, Any]) -> dict[str, Any]:
    """A read that answers this."""
    return {"responses": {200: _content(schema), **problems(_READ)}}


def a_record(model: Any) -> dict[str, Any]:
    """One record."""
    unchanged = {304: {"description": "You have this version already (If-None-Match)."}}
    made = answering({"$ref": f"{REF}{name_of(model)}"})
    return {"responses": {**made["responses"], **unchanged}}


def a_run(operation: Operation, *, many: bool = False, within: str = "") -> dict[str, Any]:
    """A run of an operation: its body, what it answers and refuses."""
    schema = body_of(operation, without=within)
    status = 200
    answered: dict[str, Any] = {"$ref": f"{REF}Outcome"}
    if operation.creates:
        status = 201
        if not within:
            table = {"rows": {"type": "array", "items": schema}, "on_refusal": ON_REFUSAL}
            rows = {"type": "object", "required": ["rows"], "properties": table}
            schema = {"anyOf": [schema, rows]}
        created = {"$ref": f"{REF}{name_of(operation.model)}"}
        answered = {"anyOf": [created, {"$ref": f"{REF}Outcome"}]}
    elif many:
        schema = _many(operation, schema)
    required = operation.creates or many or bool(schema.get("required"))
    return {
        "requestBody": {**_content(schema), "required": required},
        "responses": {status: _content(answered), **problems(_WRITE)},
    }


ON_REFUSAL = {"type": "string", "enum": ["stop", "skip"], "default": "stop"}


def body_of(operation: Operation, without: str = "") -> dict[str, Any]:
    """The arguments of an operation as the schema of a body."""
    if not parameters(operation):
        return {"type": "object", "properties": {}, "additionalProperties": False}
    schema = dict(input_of(operation).model_json_schema())
    schema.pop("title", None)
    if without:
        schema["properties"] = {k: v for k, v in schema["properties"].items() if k != without}
        schema["required"] = [one for one in schema.get("required", []) if one != without]
    return schema


def _many(operation: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    word = "numbers" if operation.model.NOUN in NUMBERED else "ids"
    key = "number" if operation.model.NOUN in NUMBERED else "id"
    listed = {word: {"type": "array", "items": TEXT, "minItems": 1}, "on_refusal": ON_REFUSAL}
    row = {
        **schema,
        "properties": {key: TEXT, **schema["properties"]},
        "required": [key, *schema.get("required", [])],
    }
    return {
        "anyOf": [
            {
                **schema,
                "properties": {**listed, **schema["properties"]},
                "required": [word, *schema.get("required", [])],
            },
            {
                "type": "object",
                "required": ["rows"],
                "properties": {"rows": {"type": "array", "items": row}, "on_refusal": ON_REFUSAL},
            },
        ]
    }


def words_of(operation: Operation) -> dict[str, str]:
    """The summary and the description of an operation."""
    return {"summary": title(operation), "description": description(operation)}
