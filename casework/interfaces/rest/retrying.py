"""Retrying: a write that carries an Idempotency-Key is done once, however often it is sent."""

import functools
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse

from casework.interfaces.rest.bodies import bytes_of, form_of
from casework.kernel.retrying import Answer, checked_key, digest_of, once

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT = ("Content-Type", "Location", "ETag")
SECRETS = ("secret", "secrets")  # told once, and kept by nobody


def retried(view: Any) -> Any:
    """The view, run once for each key of a person; without the header as it is."""

    @functools.wraps(view)
    def sent(request: Any, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None or request.GET.get("preview") == "true":
            return view(request, *args, **kwargs)

        def step() -> Answer:
            return _kept(request, view(request, *args, **kwargs))

        asked = digest_of(_parts(request))
        value, again = once(request.auth, checked_key(key, HEADER), asked, step)
        return _answer(value) if again else request.answered

    return sent


def _parts(request: Any) -> Iterator[bytes]:
    yield from (b"rest", request.method.encode(), request.get_full_path().encode())
    if request.content_type != "multipart/form-data":
        yield bytes_of(request)
        return
    fields, file = form_of(request)
    yield json.dumps(fields, sort_keys=True).encode()
    yield f"{file.name} {file.content_type}".encode()
    yield from file.chunks()
    file.seek(0)


def _kept(request: Any, answered: HttpResponse) -> Answer:
    """What is kept of an answer: everything but secrets."""
    request.answered = answered
    body = json.loads(answered.content)
    bare = {name: value for name, value in body.items() if name not in SECRETS}
    headers = {name: answered[name] for name in KEPT if name in answered}
    value = {"status": answered.status_code, "headers": headers, "body": bare}
    return Answer(value, getattr(request, "touched", {}))


def _answer(value: dict[str, Any]) -> HttpResponse:
    made = HttpResponse(
        json.dumps(value["body"], ensure_ascii=False, separators=(",", ":")),
        status=value["status"],
    )
    for name, one in value["headers"].items():
        made[name] = one
    made[REPLAYED] = "true"
    return made
