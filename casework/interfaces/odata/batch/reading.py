"""Reading: the body of a ``$batch`` as the requests it holds.

Clients differ in their line ends, in blank lines, in quotes around boundaries and in blanks within
request lines; all of that is taken. What is cut short or ambiguous is refused as a whole, before
anything is done.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from casework.interfaces.odata import errors

MOST = 1000  # requests
LONGEST_LINE = 64 * 1024  # bytes of a request line or a header
MOST_HEADERS = 100
WRITES = ("POST", "PATCH", "PUT", "DELETE")
METHODS = ("GET", "HEAD", *WRITES)
_BOUNDARY = re.compile(r'boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_END = re.compile(rb"\r?\n")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
# What may stand in a query string as it is; a blank and all beyond ASCII is encoded.
_PLAIN = "".join(chr(one) for one in range(0x21, 0x7F) if chr(one) not in '"#<>`')


@dataclass(frozen=True)
class Part:
    """One request: ``target`` is its path with its query, without scheme and host; header names
    are in small letters; ``content_id`` is what others refer to it by, if anything."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_id: str | None = None


@dataclass(frozen=True)
class ChangeSet:
    """Writes of which all are done or none."""

    parts: tuple[Part, ...]


Item = Part | ChangeSet


def read(content_type: str, body: bytes) -> list[Item]:
    """The requests of a batch in their order.

    Refuses (400) what is no multipart body or ends before its last boundary, a change set within a
    change set, a read within one, a Content-ID that is there twice, and more than 1,000 requests.
    """
    items: list[Item] = []
    count = 0
    for headers, content in _sections(body, _boundary(content_type)):
        kind = headers.get("content-type", "")
        if kind.lower().lstrip().startswith("multipart/mixed"):
            made: Item = _change_set(kind, content)
            count += len(made.parts) if isinstance(made, ChangeSet) else 1
        else:
            made = _part(headers, content)
            count += 1
        items.append(made)
        if count > MOST:
            raise _unreadable(f"The batch holds more than {MOST} requests: send several batches.")
    return items


def _change_set(content_type: str, content: bytes) -> ChangeSet:
    parts: list[Part] = []
    seen: set[str] = set()
    for headers, inner in _sections(content, _boundary(content_type)):
        if headers.get("content-type", "").lower().lstrip().startswith("multipart/"):
            raise _unreadable("A change set cannot hold another one.")
        part = _part(headers, inner)
        if part.method not in WRITES:
            raise _unreadable(f"A change set holds writes only, no {part.method}.")
        if part.content_id is not None and part.content_id in seen:
            raise _unreadable(f"The Content-ID {part.content_id[:50]} is there twice.")
        seen.add(part.content_id or "")
        parts.append(part)
        if len(parts) > MOST:
            raise _unreadable(f"The batch holds more than {MOST} requests: send several batches.")
    return ChangeSet(tuple(parts))


def _boundary(content_type: str) -> bytes:
    found = _BOUNDARY.search(content_type)
    if not content_type.lower().lstrip().startswith("multipart/mixed") or found is None:
        raise _unreadable(
            "The Content-Type of a batch is multipart/mixed with its boundary, as in "
            "'multipart/mixed; boundary=batch_1'."
        )
    return (found[1] or found[2]).strip().encode("utf-8", "replace")


def _sections(body: bytes, boundary: bytes) -> Iterator[tuple[dict[str, str], bytes]]:
    """Headers and content of what stands between the boundary lines; around them is nothing."""
    line = re.compile(rb"(?<![^\n])--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    start = None
    for found in line.finditer(body):
        if start is not None:
            content = body[start : found.start()]
            yield _headed(re.sub(rb"\r?\n\Z", b"", content))
        if found[1]:
            return
        start = found.end()
    raise _unreadable(
        "The batch has no boundary line." if start is None else "The batch ends too early."
    )


def _headed(content: bytes) -> tuple[dict[str, str], bytes]:
    """Headers by their names in small letters, and what follows the blank line behind them."""
    headers: dict[str, str] = {}
    at = _behind_blank_lines(content, 0)
    while at < len(content):
        text, at = _line(content, at)
        if not text:
            break
        name, colon, value = text.partition(":")
        if not colon or len(headers) >= MOST_HEADERS:
            raise _unreadable(f"'{text[:50]}' is no header.")
        name = name.strip().lower()
        # As several headers of one name: a list.
        headers[name] = f"{headers[name]},{value.strip()}" if name in headers else value.strip()
    return headers, content[at:]


def _part(outer: dict[str, str], content: bytes) -> Part:
    if not outer.get("content-type", "").lower().lstrip().startswith("application/http"):
        raise _unreadable("Each part of a batch has the Content-Type application/http.")
    at = _behind_blank_lines(content, 0)
    first, at = _line(content, at)
    method, blank, rest = first.strip().partition(" ")
    target, last, version = rest.rstrip().rpartition(" ")
    if not (blank and last and version.upper().startswith("HTTP/") and target.strip()):
        raise _unreadable(f"'{first[:100]}' is no request line, such as 'GET accounts HTTP/1.1'.")
    if method.upper() not in METHODS:
        raise _unreadable(f"'{method[:20]}' is no method of a batch.")
    # An empty header block is told from leading blank lines by what follows the request line.
    end = _END.match(content, at)
    headers, body = ({}, content[end.end() :]) if end else _headed(content[at:])
    target = _URL.sub("", target.strip(), count=1) or "/"
    named = outer.get("content-id") or headers.get("content-id")
    return Part(method.upper(), quote(target, safe=_PLAIN), headers, body, named or None)


def _line(content: bytes, at: int) -> tuple[str, int]:
    found = _END.search(content, at)
    end, after = found.span() if found else (len(content), len(content))
    if end - at > LONGEST_LINE:
        raise _unreadable("A line is longer than 64 KB.")
    try:
        return content[at:end].decode(), after
    except UnicodeDecodeError:
        raise _unreadable("A line is not UTF-8.") from None


def _behind_blank_lines(content: bytes, at: int) -> int:
    while found := _END.match(content, at):
        at = found.end()
    return at


def _unreadable(message: str) -> errors.ODataError:
    return errors.ODataError(400, errors.PAYLOAD, f"The batch cannot be read: {message}")
