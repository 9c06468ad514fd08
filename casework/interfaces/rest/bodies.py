"""Bodies: what a request carries, read strictly."""

import json
import math
from collections.abc import Container
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.interfaces.calling import NUMBERED
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.text import storable

DEEP = 20
LISTS = ("numbers", "ids", "keys")


class Unreadable(Refusal):
    """A body that is no JSON, or more than JSON."""

    code = "unreadable"
    status = 400
    message = gettext_lazy("The body cannot be read as JSON: {problem}.")


class TooLarge(Refusal):
    """A body above the limit of the installation."""

    code = "too-large"
    status = 413
    message = gettext_lazy("The body is too large: send it in parts.")


class UnsupportedMediaType(Refusal):
    """A body that is not what this address takes."""

    code = "unsupported-media-type"
    status = 415
    message = gettext_lazy("Send the body as {wanted}.")


def bytes_of(request: Any) -> bytes:
    """The body as it came. Raises TooLarge, Unreadable when it ends too early."""
    try:
        body: bytes = request.body
    except RequestDataTooBig:
        raise TooLarge() from None
    except OSError:
        raise Unreadable(problem=_("it ends too early")) from None
    return body


def object_of(request: Any) -> dict[str, Any]:
    """The body as one JSON object; nothing at all is an empty one.

    Raises Unreadable for what is no JSON or says a name twice, TooLarge, UnsupportedMediaType,
    InvalidInput for numbers and texts nobody can keep and for anything but an object.
    """
    text = bytes_of(request)
    if not text:
        return {}
    if request.content_type != "application/json":
        raise UnsupportedMediaType(wanted="application/json")
    try:
        value = json.loads(text.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Unreadable(problem=_("it is not UTF-8")) from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(problem=_shortly(error)) from None
    if not isinstance(value, dict):
        raise InvalidInput(field="body", problem=_("must be an object with names and values"))
    _check(value)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("{name} is there twice").format(name=twice[:50]))
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(_("{name} is no number of JSON").format(name=name))


def _shortly(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, line {error.lineno} column {error.colno}"
    if isinstance(error, RecursionError):
        return _("it is nested too deeply")
    return str(error) if len(str(error)) < 200 else _("it holds a number that is too large")


def _check(value: Any) -> None:
    """Depth, numbers and texts, without recursion: the body may be hostile."""
    level, depth = [("", value)], 0
    while level:
        depth += 1
        if depth > DEEP:
            raise Unreadable(problem=_("it is nested too deeply"))
        below: list[tuple[str, Any]] = []
        for name, one in level:
            if isinstance(one, dict):
                for key, inner in one.items():
                    _check_text(key, key)
                    below.append((key, inner))
            elif isinstance(one, list):
                below += [(name, inner) for inner in one]
            elif isinstance(one, str):
                _check_text(one, name)
            elif isinstance(one, float) and not math.isfinite(one):
                raise InvalidInput(field=name, problem=_("is too large a number"))
        level = below


def _check_text(text: str, name: str) -> None:
    if not storable(text):
        raise InvalidInput(
            field=name.encode("ascii", "replace").decode().replace("\0", "?"),
            problem=_("holds a character that cannot be stored (NUL or half a pair)"),
        )


def form_of(request: Any) -> tuple[dict[str, Any], Any]:
    """The fields and the one file of a multipart body. Raises as ``object_of``."""
    if request.content_type != "multipart/form-data":
        raise UnsupportedMediaType(wanted="multipart/form-data")
    try:
        fields, files = request.POST.dict(), request.FILES
    except RequestDataTooBig:
        raise TooLarge() from None
    except (MultiPartParserError, BadRequest, OSError, ValueError) as error:
        raise Unreadable(problem=_shortly(error)) from None
    if set(files) != {"file"} or len(files.getlist("file")) != 1:
        raise InvalidInput(field="file", problem=_("send exactly one part of this name"))
    for name, text in fields.items():
        _check_text(text, name)
    return fields, files["file"]


def keys_of(model: Any, given: dict[str, Any], taken: Container[str] = ()) -> list[str]:
    """Take the names of records out of a body; ``taken`` are names that mean something else.

    Raises InvalidInput unless they stand in exactly one list of texts.
    """
    names = [one for one in LISTS if one in given and one not in taken]
    if len(names) != 1:
        word = LISTS[0] if model.NOUN in NUMBERED else LISTS[1]
        problem = _("name the records in one list: {names}, or give rows").format(
            names=", ".join(LISTS)
        )
        raise InvalidInput(field=names[1] if names else word, problem=problem)
    keys = given.pop(names[0])
    if not isinstance(keys, list) or not all(isinstance(one, str) for one in keys):
        raise InvalidInput(field=names[0], problem=_("must be a list of texts"))
    if not keys:
        raise InvalidInput(field=names[0], problem=_("name at least one record"))
    return keys
