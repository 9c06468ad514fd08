"""Streams: the lines of a file, one at a time, gzipped or not, however large the file is."""

import gzip
import hashlib
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel.refusals import InvalidInput

LONGEST = 1_000_000  # bytes of one line
FOREIGN = (b"\xff\xfe", b"\xfe\xff")


class FileUnusable(InvalidInput):
    """A file that cannot be read as what it is said to be."""

    code = "file-unusable"
    message = gettext_lazy("{file}: {problem}")


class Stream:
    """The lines of a file as text.

    gzip is known by its first bytes, not by the name. A byte-order mark is left out. Bytes that
    are not UTF-8 come as half characters, by which the row that holds them is told; a line longer
    than a million bytes comes cut. Raises FileUnusable where there is no such file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._raw = path.open("rb")
        except OSError as error:
            raise FileUnusable(file=path, problem=error.strerror or str(error)) from None
        self.total = path.stat().st_size
        head = self._raw.peek(3)
        self._body: IO[bytes] = self._raw
        if head[:2] == b"\x1f\x8b":
            self._body = cast(IO[bytes], gzip.GzipFile(fileobj=self._raw))
        elif head[:2] in FOREIGN:
            raise FileUnusable(file=path, problem=_("is not UTF-8; save it as UTF-8"))
        self._again: deque[str] = deque()
        self.line = 0
        self.broken = ""

    def __enter__(self) -> "Stream":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: Any, trace: TracebackType | None
    ) -> None:
        self._raw.close()

    @property
    def done(self) -> int:
        """How many bytes of the file have been read, of ``total``."""
        return self._raw.tell()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._again:
            self.line += 1
            return self._again.popleft()
        try:
            given = self._body.readline(LONGEST)
            while given and not given.endswith(b"\n") and (more := self._body.readline(LONGEST)):
                if more.endswith(b"\n"):
                    given = given[: LONGEST - 1] + b"\xff\n"
        except (EOFError, OSError, zlib.error):
            self.broken = _("the file is cut off or damaged after this line")
            given = b""
        if not given:
            raise StopIteration
        if self.line == 0:
            given = given.removeprefix(b"\xef\xbb\xbf")
        self.line += 1
        return given.decode("utf-8", "surrogateescape")

    def again(self, lines: list[str]) -> None:
        """Read these lines once more: they were swallowed by a quote that never closed."""
        self._again.extendleft(reversed(lines))
        self.line -= len(lines)


def digest(path: Path) -> str:
    """The sha256 of a file's bytes, by which the file is known again."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileUnusable(file=path, problem=error.strerror or str(error)) from None
