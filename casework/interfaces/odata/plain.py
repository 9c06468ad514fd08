"""Plain: the values of a column as the database gives them, as JSON tells them.

PostgreSQL gives ids, times and flags that our JSON knows. SQLite keeps ids as 32 digits, computed
times as text and computed flags as numbers, and its times are in UTC without saying so (as our
JSON takes them). A column is changed at one go, and only where it must be.
"""

from collections.abc import Callable, Sequence
from typing import Any

from casework.interfaces.odata.entities import Attribute, Type


def plain(one: Attribute, values: Sequence[Any]) -> Sequence[Any]:
    """The values of a column for an answer."""
    if one.told is not None:
        return [None if value is None else one.told(value) for value in values]
    change = _changed(one)
    if change is None:
        return values
    first = next((value for value in values if value is not None), None)
    if first is None or not isinstance(first, str | int) or isinstance(first, bool):
        return values
    return [None if value is None else change(value) for value in values]


def _changed(one: Attribute) -> Callable[[Any], Any] | None:
    if one.type == Type.GUID or one.is_lookup:
        return _id
    if one.type == Type.DATETIME and not one.date_only:
        return _moment
    if one.type == Type.BOOLEAN:
        return bool
    return None


def _id(text: str) -> str:
    if len(text) != 32:
        return text
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _moment(text: str) -> str:
    return f"{text[:10]}T{text[11:19]}Z"
