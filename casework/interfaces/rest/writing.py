"""Writing: each operation of the registry as a view; no rule here, only how to call it."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from casework.interfaces.calling import (
    PLURALS,
    Asking,
    call,
    call_table,
    find,
    foreseen,
    outcome,
    parameters,
    touched,
)
from casework.interfaces.rest.answers import answer, etag, version_wanted
from casework.interfaces.rest.bodies import keys_of, object_of
from casework.interfaces.rest.reading import record
from casework.kernel.operations import Operation, Result
from casework.kernel.previews import Preview
from casework.kernel.refusals import InvalidInput

ROOT = "/api/v1"
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
View = Callable[..., Any]


def on_one(operation: Operation) -> View:
    """The view that runs an operation on the record of the address."""

    def view(request: Any, key: str) -> Any:
        given = object_of(request)
        wanted = version_wanted(request)
        asking = asking_of(request)
        [pk] = find(operation.model, [key], request.auth)
        result = call(operation, [pk], given, by=request.auth, if_match=wanted, asking=asking)
        if isinstance(result, Preview):
            return answer(foreseen(result, operation, request.auth))
        told = answer(_told(request, result, operation))
        if operation.model.VERSIONED:
            rows = operation.model._base_manager.filter(pk=pk)
            if version := rows.values_list("version", flat=True).first():
                told["ETag"] = etag(version)
        return told

    return view


def on_many(operation: Operation) -> View:
    """The view that runs an operation on the records that the body names, or on a table."""

    def view(request: Any) -> Any:
        given = object_of(request)
        said = {"by": request.auth, "on_refusal": _on_refusal(given), "asking": asking_of(request)}
        if "rows" in given:
            result = call_table(operation, _rows_only(given), **said)
        else:
            keys = keys_of(operation.model, given, taken=parameters(operation))
            result = call(operation, keys, given, **said)
        return answer(_told(request, result, operation))

    return view


def making(operation: Operation) -> View:
    """The view that makes one record of the body, or a record of each of its rows."""

    def view(request: Any) -> Any:
        given = object_of(request)
        if "rows" in given and "rows" not in parameters(operation):
            on_refusal = _on_refusal(given)
            result = call_table(
                operation,
                _rows_only(given),
                by=request.auth,
                on_refusal=on_refusal,
                asking=asking_of(request),
            )
            return answer(_told(request, result, operation), _status(result))
        return made(request, operation, given)

    return view


def making_below(operation: Operation) -> View:
    """The view that makes one record below the case of the address."""

    def view(request: Any, key: str) -> Any:
        given = object_of(request)
        if "case" in given:
            raise InvalidInput(field="case", problem=_("is in the address already"))
        return made(request, operation, {**given, "case": key})

    return view


def made(request: Any, operation: Operation, given: dict[str, Any]) -> Any:
    """Make one record and answer it, with where it lies and what the run did."""
    result = call(operation, [], given, by=request.auth, asking=asking_of(request))
    if isinstance(result, Preview):
        return answer(foreseen(result, operation, request.auth))
    told = _told(request, result, operation)
    ids = result.created.get(operation.model.NOUN, [])
    if len(ids) != 1:
        return answer(told, HTTPStatus.CREATED)
    body, version = record(request, operation.model, ids[0])
    if secret := told.pop("secrets", {}).get(str(ids[0])):
        body["secret"] = secret
    body["outcome"] = told
    return answer(
        body,
        HTTPStatus.CREATED,
        Location=location(operation.model, told["created"][operation.model.NOUN][0]),
        ETag=etag(version),
    )


def asking_of(request: Any) -> Asking:
    """Whether the address asks for a preview, or confirms one by its fingerprint.

    Raises InvalidInput for anything else under these names.
    """
    preview = request.GET.get("preview", "false")
    if preview not in ("true", "false"):
        raise InvalidInput(field="preview", problem=_("must be true or false"))
    expecting = request.GET.get("fingerprint")
    if expecting is not None and not FINGERPRINT.fullmatch(expecting):
        raise InvalidInput(field="fingerprint", problem=_("is not the fingerprint of a preview"))
    return Asking(preview == "true", expecting)


def _told(request: Any, result: Result | Preview, operation: Operation) -> dict[str, Any]:
    if isinstance(result, Preview):
        return foreseen(result, operation, request.auth)
    request.touched = touched(result, operation)
    return outcome(result, operation)


def _status(result: Result | Preview) -> HTTPStatus:
    return HTTPStatus.OK if isinstance(result, Preview) else HTTPStatus.CREATED


def location(model: Any, key: str) -> str:
    """Where a record lies."""
    return f"{ROOT}/{PLURALS[model.NOUN]}/{quote(key, safe='')}"


def _on_refusal(given: dict[str, Any]) -> Any:
    wanted = given.pop("on_refusal", "stop")
    if wanted not in ("stop", "skip"):
        raise InvalidInput(field="on_refusal", problem=_("must be stop or skip"))
    return wanted


def _rows_only(given: dict[str, Any]) -> list[Any]:
    rows = given.pop("rows")
    if given:
        problem = _("stands beside rows: give it in the rows")
        raise InvalidInput(field=next(iter(given)), problem=problem)
    if not isinstance(rows, list):
        raise InvalidInput(field="rows", problem=_("must be a list"))
    return rows
