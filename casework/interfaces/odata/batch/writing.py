"""Writing: the answers of a batch as one multipart body.

Clients read it with less than a parser: nothing stands before the first boundary, every line ends
with CRLF, boundaries have the names they look for, and a change set has one header only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from casework.interfaces.odata.answering import JSON, Answer
from casework.kernel.identity import new_id

LINE = b"\r\n"


@dataclass(frozen=True)
class Answered:
    """The answer to one part, with the Content-ID it was asked under."""

    answer: Answer
    content_id: str | None = None


@dataclass(frozen=True)
class ChangeSetAnswered:
    """The answers to a change set; of one that failed only the answer that says why."""

    answers: tuple[Answered, ...]


def put_together(items: Sequence[Answered | ChangeSetAnswered]) -> tuple[str, bytes]:
    """The Content-Type and the body."""
    boundary = f"batchresponse_{new_id()}"
    pieces: list[bytes] = []
    for one in items:
        pieces += [b"--", boundary.encode(), LINE]
        if isinstance(one, Answered):
            pieces += _part(one)
            continue
        inner = f"changesetresponse_{new_id()}"
        pieces += [f"Content-Type: multipart/mixed; boundary={inner}".encode(), LINE, LINE]
        for each in one.answers:
            pieces += [b"--", inner.encode(), LINE, *_part(each)]
        pieces += [b"--", inner.encode(), b"--", LINE]
    pieces += [b"--", boundary.encode(), b"--", LINE]
    return f"multipart/mixed; boundary={boundary}", b"".join(pieces)


def _part(one: Answered) -> list[bytes]:
    made = one.answer
    content = b"" if made.status in (204, 304) else made.content
    outer = {"Content-Type": "application/http", "Content-Transfer-Encoding": "binary"}
    if one.content_id is not None:
        outer["Content-ID"] = one.content_id
    inner = {"Content-Type": JSON} if content else {}
    inner = {**inner, "OData-Version": "4.0", **made.headers}
    phrase = HTTPStatus(made.status).phrase.replace("-", " ")
    lines = [
        *(f"{name}: {value}" for name, value in outer.items()), "",
        f"HTTP/1.1 {made.status} {phrase}",
        *(f"{name}: {value}" for name, value in inner.items()), "",
    ]  # fmt: skip
    return [LINE.join(line.encode() for line in lines), LINE, content, LINE]
