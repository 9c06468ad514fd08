"""Identity: time-ordered ids (UUID version 7), so that new rows lie together in every index."""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def new_id() -> uuid.UUID:
    """A new id, greater than every id this process has made before."""
    global _last
    with _lock:
        stamp = time.time_ns() // 250  # a quarter of a microsecond: 60 bits, milliseconds on top
        _last = stamp = max(stamp, _last + 1)
    milliseconds, rest = divmod(stamp, 4_000)
    tail = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    value = milliseconds << 80 | 0x7 << 76 | (rest & 0xFFF) << 64 | 0b10 << 62 | tail
    return uuid.UUID(int=value)


_number = uuid.UUID.int.__set__  # type: ignore[misc, attr-defined]
_safety = uuid.UUID.is_safe.__set__  # type: ignore[misc, attr-defined]
_unknown = uuid.SafeUUID.unknown


def stored_id(text: str) -> uuid.UUID:
    """An id as SQLite keeps it: 32 hexadecimal digits, not checked again.

    A large run reads tens of thousands of ids; the checks of ``UUID()`` were a fifth of its time.
    """
    made = object.__new__(uuid.UUID)
    _number(made, int(text, 16))
    _safety(made, _unknown)
    return made


class StoredIds(dict[str | uuid.UUID, uuid.UUID]):
    """Ids by what the database gives: text on SQLite, each made once; ids on PostgreSQL."""

    def __missing__(self, key: str | uuid.UUID) -> uuid.UUID:
        made = self[key] = stored_id(key) if isinstance(key, str) else key
        return made
