"""What a database connection must know before we use it."""

from typing import Any

from django.db.backends.signals import connection_created
from django.dispatch import receiver

from casework.kernel.by_record import by_record
from casework.kernel.identity import stored_id
from casework.kernel.text import fold


@receiver(connection_created, dispatch_uid="casework.connections")
def prepare(sender: Any, connection: Any, **kwargs: Any) -> None:
    """SQLite gets our functions; PostgreSQL has what it needs."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("casework_by_record", 2, by_record)
        connection.connection.create_function("casework_fold", 1, fold, deterministic=True)
        connection.connection.create_function("casework_lower", 1, _lower, deterministic=True)
        connection.ops.convert_uuidfield_value = _read_id


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


def _read_id(value: Any, expression: Any, connection: Any) -> Any:
    return None if value is None else stored_id(value)
