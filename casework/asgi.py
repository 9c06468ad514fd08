"""The ASGI application that is served: ordinary requests run as WSGI on threads that last.

Django's own ASGI handler would open a thread and a database connection for each request.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings

from casework.wsgi import application as wsgi_application

THREADS = 8
WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

ordinary = WSGIMiddleware(wsgi_application, workers=THREADS)  # type: ignore[arg-type]


async def application(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """Answer the server's own questions here, and hand each request to the threads."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http":
        # granian's receive and send return awaitables that are no coroutines; a2wsgi needs these
        async def receive_() -> Message:
            return await receive()

        async def send_(message: Message) -> None:
            await send(message)

        if scope["method"] in WITH_BODY and not any(
            n == b"content-length" for n, _v in scope["headers"]
        ):
            scope, receive_ = await measured(scope, receive_)  # type: ignore[assignment]
        await ordinary(scope, receive_, send_)  # type: ignore[arg-type]
    else:
        await send({"type": "websocket.close", "code": 1003})


async def measured(
    scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[Message]]
) -> tuple[MutableMapping[str, Any], Receive]:
    """The same request with the length of its body, which comes in chunks.

    WSGI reads no body that does not say how long it is. More than is allowed is not read: its
    length is enough to refuse it.
    """
    parts: list[bytes] = []
    length = 0
    while length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        message = await receive()
        if message["type"] != "http.request":
            break
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if not message.get("more_body"):
            break
    body = b"".join(parts)

    async def whole() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [*scope["headers"], (b"content-length", str(length).encode())]
    return {**scope, "headers": headers}, whole


async def lifespan(receive: Receive, send: Send) -> None:
    """Say that we are ready, wait for the end, say that we are done."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await send({"type": "lifespan.shutdown.complete"})
            return
