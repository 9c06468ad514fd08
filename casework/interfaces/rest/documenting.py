"""Documenting: what OpenAPI says of nouns, lists and operations, made from the same tables."""

from typing import Any

from casework.interfaces.calling import NUMBERED, description, input_of, parameters, title
from casework.interfaces.reading.paging import MOST, USUAL
from casework.interfaces.rest.schemas import MAYBE, REF, TEXT, name_of
from casework.kernel.operations import Operation
from casework.kernel.shapes import shapes_of

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
PAST: list[tuple[str, str, dict[str, Any]]] = [
    ("as_of", "A past moment: answer as of then.", {"type": "string", "format": "date-time"}),
    (
        "sight",
        "today (the default) or then: by which rows sight is judged.",
        {"type": "string"},
    ),
]
_READ, _WRITE = (401, 403, 404, 422), (400, 401, 403, 404, 409, 412, 413, 415, 422, 503)


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
        ("filter", "Filters joined by all and any, as JSON.", TEXT),
        ("after", "Where the page before ended: part of its next.", TEXT),
        ("count", "true: how many there are on all pages, too.", {"type": "boolean"}),
        *PAST,
    ]
    filters = [
        (one.name, "Filter; also .ne .in .lt .lte .gt .gte .contains .null where they fit.", TEXT)
        for one in shapes_of(model).values()
        if one.kind != "json" and one.name not in {name for name, _told, _schema in said}
    ]
    return {
        "parameters": _asked([*said, *filters]),
        "responses": {
            200: _content(page_of({"$ref": f"{REF}{name_of(model)}"})),
            **problems(_READ),
        },
    }


def _asked(said: list[tuple[str, str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {"in": "query", "name": name, "required": False, "schema": schema, "description": told}
        for name, told, schema in said
    ]


def answering(schema: dict[str, Any]) -> dict[str, Any]:
    """A read that answers this."""
    return {"responses": {200: _content(schema), **problems(_READ)}}


def a_record(model: Any) -> dict[str, Any]:
    """One record."""
    unchanged = {304: {"description": "You have this version already (If-None-Match)."}}
    made = answering({"$ref": f"{REF}{name_of(model)}"})
    return {"parameters": _asked(PAST), "responses": {**made["responses"], **unchanged}}


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
    shown = answered.get("anyOf", [answered])
    either = {"anyOf": [*shown, PREVIEW]} if status == 200 else PREVIEW
    answers = {200: _content(either), status: _content(either if status == 200 else answered)}
    answers[202] = _content({"type": "object"})
    return {
        "parameters": [*_asked(FORESEEING), RETRYING, WAITING],
        "requestBody": {**_content(schema), "required": required},
        "responses": {**answers, **problems(_WRITE)},
    }


PREVIEW = {"$ref": f"{REF}Preview"}
FORESEEING: list[tuple[str, str, dict[str, Any]]] = [
    ("preview", "true: show what it would do, and do nothing.", {"type": "boolean"}),
    ("fingerprint", "Do it only if it still is what the preview with this one showed.", TEXT),
]
RETRYING: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": 255},
    "description": "A key of your own: the request is done once, however often it is sent.",
}
WAITING: dict[str, Any] = {
    "in": "header",
    "name": "Prefer",
    "required": False,
    "schema": {"type": "string"},
    "description": "respond-async: do not wait for it. Needs an Idempotency-Key. The answer is 202 "
    "with the address that tells how far it is; the same request gives its answer later.",
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
