"""Identity: time-ordered ids (UUID version 7), so that new rows lie together in every index."""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def new_id() -> uuid.UUID:
    """A new id, greater than every id this process has made before."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[uuid.UUID]:
    """So many new ids, in order."""
    global _last
    with _lock:
        first = max(time.time_ns() // 250, _last + 1)  # a quarter of a microsecond: 60 bits
        _last = first + count - 1
    chance = os.urandom(8 * count)
    made = []
    for n in range(count):
        milliseconds, rest = divmod(first + n, 4_000)
        tail = int.from_bytes(chance[8 * n : 8 * n + 8], "big") & ((1 << 62) - 1)
        made.append(_id(milliseconds << 80 | 0x7 << 76 | (rest & 0xFFF) << 64 | 0b10 << 62 | tail))
    return made


_number = uuid.UUID.int.__set__  # type: ignore[misc, attr-defined]
_safety = uuid.UUID.is_safe.__set__  # type: ignore[misc, attr-defined]
_unknown = uuid.SafeUUID.unknown


def _id(number: int) -> uuid.UUID:
    made = object.__new__(uuid.UUID)
    _number(made, number)
    _safety(made, _unknown)
    return made


def stored_id(text: str) -> uuid.UUID:
    """An id as SQLite keeps it: 32 hexadecimal digits, not checked again.

    A large run reads tens of thousands of ids; the checks of ``UUID()`` were a fifth of its time.
    """
    return _id(int(text, 16))


class StoredIds(dict[str | uuid.UUID, uuid.UUID]):
    """Ids by what the database gives: text on SQLite, each made once; ids on PostgreSQL."""

    def __missing__(self, key: str | uuid.UUID) -> uuid.UUID:
        made = self[key] = stored_id(key) if isinstance(key, str) else key
        return made
