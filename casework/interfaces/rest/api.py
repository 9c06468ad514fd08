"""The API: every operation of the registry in a loop, and reads beside them."""

from typing import Any

from casework.cases.models import Case
from casework.interfaces.calling import PLURALS, parameters
from casework.interfaces.reading import BELOW, stories_of
from casework.interfaces.rest import documenting as told
from casework.interfaces.rest import files
from casework.interfaces.rest.application import api, nouns
from casework.interfaces.rest.following import followed, progress
from casework.interfaces.rest.reading import (
    availability,
    availability_of_many,
    below,
    listed,
    shown,
    story,
    transitions_checked,
    transitions_replayed,
)
from casework.interfaces.rest.retrying import retried
from casework.interfaces.rest.writing import ROOT, making, making_below, on_many, on_one
from casework.kernel.operations import OPERATIONS, Operation

# The creation that a POST to the list itself is; every other one has its verb in its address.
_ALIAS = {"include_in_schema": False, "operation_id": None}
_METHODS = {"edit": "PATCH", "delete": "DELETE", "detach": "DELETE"}
_routes: list[tuple[str, str, Any, dict[str, Any]]] = []
MAIN = {"case": "case.open", "attachment": "attachment.attach"}


def written(view: Any) -> Any:
    """A view that writes: once for each key, and followed where it takes long."""
    return followed(retried(view))


def plural_of(noun: str) -> str:
    """What the records of a noun are called in addresses."""
    return PLURALS.get(noun) or f"{noun.replace('_', '-')}s"


def _add(path: str, method: str, view: Any, extra: dict[str, Any], **more: Any) -> None:
    # The tables of status and answer are documented by hand; ninja keeps its hands off the answer.
    status = min(extra["responses"])
    options = {"response": {status: None}, "openapi_extra": extra, **more}
    _routes.append((path, method, view, options))
    if "-" in path and method == "POST":  # the verb as operations write it, too
        _routes.append((path.replace("-", "_"), method, view, {**options, **_ALIAS}))


def _expose(operation: Operation) -> None:
    noun, verb = operation.name.split(".", 1)
    plural, word = plural_of(noun), verb.replace("_", "-")
    words: dict[str, Any] = {"tags": [plural], **told.words_of(operation)}
    if operation.creates:
        main = operation.name == MAIN.get(noun, f"{noun}.create")
        path = f"/{plural}" if main else f"/{plural}/{word}"
        made = told.a_run(operation)
        _add(path, "POST", written(making(operation)), made, operation_id=operation.name, **words)
        case = parameters(operation).get("case")
        if case and case.model is Case and operation.name != "attachment.attach":
            below = f"/cases/{{key}}{path}"
            made = told.a_run(operation, within="case")
            name = f"{operation.name}_below"
            _add(below, "POST", written(making_below(operation)), made, operation_id=name, **words)
        return
    made = told.a_run(operation, many=True)
    many, name = written(on_many(operation)), f"{operation.name}_many"
    _add(f"/{plural}/{word}", "POST", many, made, operation_id=name, **words)
    own = noun == operation.model.NOUN
    start = f"/{plural}/{{key}}" if own else f"/{plural_of(operation.model.NOUN)}/{{key}}/{plural}"
    one, made = written(on_one(operation)), told.a_run(operation)
    _add(f"{start}/{word}", "POST", one, made, operation_id=operation.name, **words)
    method = _METHODS.get(verb)
    if own and method:
        name = f"{operation.name}_{method.lower()}"
        _add(start, method, one, told.a_run(operation), operation_id=name, **words)


def _expose_reads(plural: str, model: Any) -> None:
    def many(request: Any) -> Any:
        return listed(request, model)

    def one(request: Any, key: str) -> Any:
        return shown(request, model, key)

    def may(request: Any, key: str) -> Any:
        return availability(request, model, key)

    def all_may(request: Any) -> Any:
        return availability_of_many(request, model)

    noun, words = model.NOUN, {"tags": [plural]}
    _add(
        f"/{plural}", "GET", many, told.a_list(model),
        operation_id=f"{noun}.list", summary=f"List {plural}", **words,
    )  # fmt: skip
    _add(
        f"/{plural}/{{key}}", "GET", one, told.a_record(model),
        operation_id=f"{noun}.read", summary=f"Read one of the {plural}", **words,
    )  # fmt: skip
    _add(
        f"/{plural}/{{key}}/available", "GET", may, told.answering({"type": "object"}),
        operation_id=f"{noun}.available", summary="What you may do with it, and why not", **words,
    )  # fmt: skip
    _add(
        f"/{plural}/available", "POST", all_may, told.answering({"type": "object"}),
        operation_id=f"{noun}.available_many", summary="What you may do with these now", **words,
    )  # fmt: skip
    page = told.answering(told.page_of({"type": "object"}))
    for name in stories_of(model):
        _add(
            f"/{plural}/{{key}}/{name}", "GET", story(model, name), page,
            operation_id=f"{noun}.{name}", summary=f"The {name} of one of the {plural}", **words,
        )  # fmt: skip


def _expose_transitions() -> None:
    days = {"in": "query", "name": "days", "required": False, "schema": {"type": "integer"}}
    for name, view, said in (
        ("check", transitions_checked, []),
        ("replay", transitions_replayed, [days]),
    ):
        made = {"parameters": said, **told.answering({"type": "object"})}
        _add(
            f"/transitions/{name}", "GET", view, made,
            operation_id=f"transition.{name}", summary=view.__doc__, tags=["transitions"],
        )  # fmt: skip


def _expose_case() -> None:
    words = {"tags": ["cases"]}
    for name, (model, _path) in BELOW.items():
        _add(
            f"/cases/{{key}}/{name}", "GET", below(name), told.a_list(model),
            operation_id=f"case.{name}", summary=f"List the {name} of a case", **words,
        )  # fmt: skip
    attaching = told.a_run(OPERATIONS["attachment.attach"], within="case")
    form = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string"}}}
    attaching["requestBody"]["content"][files.FORM] = {"schema": form}
    _add(
        "/cases/{key}/attachments", "POST", written(files.attach), attaching,
        operation_id="attachment.attach_below", summary="Attach a file", **words,
    )  # fmt: skip
    _add(
        "/attachments/{key}/content", "GET", files.content,
        {"responses": {200: {"description": "The bytes."}, **told.problems((401, 404))}},
        operation_id="attachment.content", summary="The bytes", tags=["attachments"],
    )  # fmt: skip


for _operation in sorted(OPERATIONS.values(), key=lambda one: one.name):
    _expose(_operation)
for _plural, _model in nouns().items():
    _expose_reads(_plural, _model)
_expose_case()
_expose_transitions()
_add(
    "/progress/{path:request_id}", "GET", progress, told.answering({"type": "object"}),
    operation_id="progress.read", summary="How far a long request is", tags=["progress"],
)  # fmt: skip
# What has no key in its address goes first: /cases/resolve is no case called "resolve".
for _path, _method, _view, _options in sorted(_routes, key=lambda one: "{" in one[0]):
    api.default_router.add_api_operation(_path, [_method], _view, **_options)
__all__ = ["ROOT", "api"]
