"""The product, served to a browser from the process of the tests."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that answers each request in a thread of its own."""
    thread = LiveServerThread("localhost", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://{thread.host}:{thread.port}"
    finally:
        thread.terminate()


@contextmanager
def on_disk(folder: Path) -> Iterator[None]:
    """SQLite as it is in use: a file, and a connection for each thread.

    The test database lies in memory, where the threads of test and server would share one
    connection, and with it their transactions. So the test goes on with a copy of it.
    """
    memory = connections["default"]
    if memory.vendor != "sqlite" or not memory.is_in_memory_db():
        yield
        return
    file = folder / "casework.sqlite3"
    memory.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        memory.connection.backup(copy)
    settings = connections.settings["default"]
    connections.settings["default"] = {**settings, "NAME": str(file)}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = settings
        connections["default"] = memory
