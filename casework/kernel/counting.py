"""Counting: numbers that only grow, and whether they are ahead of what is there."""

from typing import Any

from django.db import connections


def next_numbers(counter: Any, name: str, how_many: int, using: str = "default") -> int:
    """Take ``how_many`` numbers from a counter row, made at need; returns the first of them."""
    connection = connections[using]
    table = connection.ops.quote_name(counter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, value) VALUES (%s, %s) "
            f"ON CONFLICT (name) DO UPDATE SET value = {table}.value + excluded.value "
            "RETURNING value",
            [name, how_many],
        )
        last: int = cursor.fetchone()[0]
    return last - how_many + 1


def sequence_is_behind(model: Any, using: str = "default") -> bool:
    """Whether the next id of a numbered table is taken already; SQLite looks for itself."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        sequence = cursor.fetchone()[0]
        cursor.execute(
            f"SELECT coalesce((SELECT max(id) FROM {table}), 0) > "
            f"(SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM {sequence})"
        )
        return bool(cursor.fetchone()[0])


def advance_sequence(model: Any, using: str = "default") -> None:
    """Let the next id of a numbered table come after all that are there."""
    connection = connections[using]
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), "
                f"(SELECT coalesce(max(id), 0) + 1 FROM {table}), false)",
                [model._meta.db_table],
            )


def advance_counter(counter: Any, name: str, value: int, using: str = "default") -> None:
    """Let a counter be at least so high."""
    counter._base_manager.using(using).get_or_create(name=name)
    counter._base_manager.using(using).filter(name=name, value__lt=value).update(value=value)
