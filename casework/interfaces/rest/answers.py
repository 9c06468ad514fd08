"""Answers: JSON, and the version of a record as its ETag."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from casework.interfaces.reading import in_json
from casework.kernel.refusals import InvalidInput

JSON = "application/json"


def answer(value: Any, status: int = 200, **headers: str) -> HttpResponse:
    """A value as JSON; times in UTC with a Z, ids as text."""
    made = HttpResponse(in_json(value), status=status, content_type=JSON)
    for name, one in headers.items():
        made[name.replace("_", "-")] = one
    return made


def etag(version: int) -> str:
    """The version of a record as an entity tag."""
    return f'"{version}"'


def fresh(request: Any, version: int) -> bool:
    """Whether the reader has this version already (If-None-Match)."""
    given = request.headers.get("If-None-Match", "")
    tags = [one.strip().removeprefix("W/") for one in given.split(",")]
    return etag(version) in tags or given.strip() == "*"


def version_wanted(request: Any) -> int | None:
    """The version a writer has read (If-Match); raises InvalidInput when it is none of ours."""
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        return None
    digits = given.removeprefix("W/").strip('"')
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        raise InvalidInput(field="If-Match", problem=_("is not the ETag of a record"))
    return int(digits)


def moment(value: datetime.datetime) -> str:
    """A time as our answers write it."""
    return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
