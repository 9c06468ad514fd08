"""Bodies that come in chunks, without saying how long they are."""

import asyncio
from typing import Any

import pytest

from casework.asgi import measured


def sent(*parts: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """The headers and the body that the application gets for these chunks."""
    messages = [
        {"type": "http.request", "body": part, "more_body": n < len(parts) - 1}
        for n, part in enumerate(parts)
    ]

    async def receive() -> Any:
        return messages.pop(0)

    async def run() -> Any:
        scope = {"type": "http", "headers": [(b"transfer-encoding", b"chunked")]}
        made, whole = await measured(scope, receive)
        return dict(made["headers"]), await whole()

    headers, message = asyncio.run(run())
    assert message["more_body"] is False
    return headers, message["body"]


@pytest.mark.parametrize("parts", [(b"",), (b"abc",), (b"ab", b"c", b"")])
def test_their_length_is_told(parts: tuple[bytes, ...]) -> None:
    whole = b"".join(parts)
    chunked = {b"transfer-encoding": b"chunked"}
    assert sent(*parts) == ({**chunked, b"content-length": b"%d" % len(whole)}, whole)


def test_no_more_is_read_than_is_allowed(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3
    headers, body = sent(b"ab", b"cd", b"ef")
    assert (headers[b"content-length"], body) == (b"4", b"abcd")
