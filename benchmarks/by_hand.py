"""By hand: what SQL needs that is written to leave the very rows of an operation, and fast.

``{...}`` are the few words in which SQLite and PostgreSQL differ.
"""

from typing import Any

from django.db import connection

from casework.kernel.identity import new_id
from casework.kernel.writing import now

POSTGRES = connection.vendor == "postgresql"
SQLITE_WORDS = {
    "new_id": "lower(hex(randomblob(16)))",
    "object": "json_object",
    "no": "0",
    "yes": "1",
    "at": "?",
    "p": "?",
    "uuid": "?",
    "json": "?",
    "whole": "json_extract(e.before, '$.{name}')",
    "moment": "json_extract(e.before, '$.{name}')",
    "id": "json_extract(e.before, '$.{name}')",
    "temporary": "CREATE TEMPORARY TABLE",
    "key": "TEXT PRIMARY KEY",
}
POSTGRESQL_WORDS = {
    "new_id": "gen_random_uuid()",
    "object": "jsonb_build_object",
    "no": "false",
    "yes": "true",
    "at": "%s::timestamptz",
    "p": "%s::text",
    "uuid": "%s::uuid",
    "json": "%s::jsonb",
    "whole": "(e.before ->> '{name}')::int",
    "moment": "(e.before ->> '{name}')::timestamptz",
    "id": "(e.before ->> '{name}')::uuid",
    "temporary": "CREATE TEMPORARY TABLE",
    "key": "uuid PRIMARY KEY",
}
WORDS = POSTGRESQL_WORDS if POSTGRES else SQLITE_WORDS

RUN = """
INSERT INTO casework_run (id, operation, actor_id, interface, at, arguments, request_id)
VALUES ({uuid}, {p}, {uuid}, 'rest', {at}, {json}, '')
"""


class Hand:
    """A run written by hand: its id, by whom, and when."""

    def __init__(self, by: Any, operation: str, arguments: str = "{}") -> None:
        self.run, self.by, self.at = key(new_id()), key(by.user), moment(now())
        cursor = connection.cursor()
        self.cursor: Any = cursor if POSTGRES else cursor.cursor
        self(RUN, self.run, operation, self.by, self.at, arguments)

    def __call__(self, sql: str, *values: Any, **words: str) -> Any:
        """One statement; ``words`` are put in before the words of the database are."""
        for name, word in words.items():
            sql = sql.replace(f"<{name}>", word)
        return self.cursor.execute(sql.format(**WORDS), values)

    def analyse(self, table: str) -> None:
        """What PostgreSQL must be told of a table that it has never seen."""
        if POSTGRES:
            self.cursor.execute(f"ANALYZE {table}")


def key(value: Any) -> Any:
    """An id as this database keeps it."""
    return value if POSTGRES else value.hex


def moment(value: Any) -> Any:
    """A time as this database keeps it."""
    return value if POSTGRES else value.replace(tzinfo=None).isoformat(" ")


def before(kind: str, name: str) -> str:
    """A column as the event ``e`` tells that it was: a ``whole`` number, ``moment`` or ``id``."""
    return WORDS[kind].format(name=name)


def after(kind: str, name: str) -> str:
    """The same, as it became."""
    return before(kind, name).replace("e.before", "e.after")
