"""Sending: a form that is sent twice, by two clicks or a reload, is done once."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from casework.kernel.retrying import Answer, digest_of, once

FIELD = "once"  # of a form: what tells one showing of it from another
TOKEN = re.compile(r"[0-9a-f]{32}")
OURS = ("csrfmiddlewaretoken",)


def new_token() -> str:
    """What a form bears so that it is done once."""
    return uuid.uuid4().hex


def done_once(request: Any, name: str, do: Callable[[], str]) -> tuple[str, bool]:
    """The address that ``do`` answers, and whether the same form was done before.

    What was changed in a form makes it another one: nothing that was typed is taken for a
    repetition. A refusal is not remembered. Raises what ``do`` raises.
    """
    if not TOKEN.fullmatch(request.POST.get(FIELD, "")):
        return do(), False
    key = digest_of(_parts(request, name))
    there, again = once(request.actor, f"web:{key}", key, lambda: Answer(do(), {}))
    return str(there), again


def _parts(request: Any, name: str) -> Iterator[bytes]:
    yield name.encode()
    for field, values in sorted(request.POST.lists()):
        if field not in OURS:
            yield from (one.encode("utf-8", "surrogatepass") for one in (field, *values))
    for field, files in sorted(request.FILES.lists()):
        for file in files:
            yield f"{field} {file.name} {file.size}".encode("utf-8", "surrogatepass")
            yield from file.chunks()
            file.seek(0)
