"""Values of arguments: one for all records, or one for each."""

from typing import Any
from uuid import UUID

from casework.kernel.by_record import ByRecord


def value_of(value: Any, key: UUID, absent: Any = None) -> Any:
    """What an argument says of one record: ids for records, ``absent`` for what it leaves out."""
    one = value.values.get(key, absent) if isinstance(value, ByRecord) else value
    return getattr(one, "pk", one)
