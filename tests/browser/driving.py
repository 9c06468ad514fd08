"""How a test and the loop that drives the browser share one thread."""

import asyncio
import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from playwright.sync_api import Page, TimeoutError

MOMENT = 1_000  # milliseconds that a page may be busy at the end of a test


@contextmanager
def driving(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """While the loop counts as running, Django goes on with the connection that it has.

    Without this it would refuse the database as if this were asynchronous code, and would open
    another connection that nobody closes.
    """
    connection = connections["default"]
    asyncio._set_running_loop(loop)
    connections["default"] = connection
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    try:
        yield
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        del connections["default"]
        asyncio._set_running_loop(None)


def settled(page: Page) -> None:
    """What the page said so far has arrived, unless it has no time to say it."""
    with contextlib.suppress(TimeoutError):
        page.wait_for_function("true", timeout=MOMENT)
