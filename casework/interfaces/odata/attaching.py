"""Attaching: the file of a note, in base64 as ``documentbody``."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.activities.files import open_attachment
from casework.activities.models import Activity, Attachment
from casework.interfaces.calling import call
from casework.interfaces.odata import errors
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.bodies import Said
from casework.interfaces.odata.entities import Entity
from casework.kernel.operations import OPERATIONS

BODY = "documentbody"
NAMELESS = "attachment"
MOST_READ = 48 * 1024 * 1024  # bytes of files in one answer


@dataclass(frozen=True)
class File:
    """A file as a body says it; ``content`` is None where the note is to have none."""

    name: str
    media_type: str
    content: bytes | None


def take_file(entity: Entity, told: Said) -> File | None:
    """The file of a note, taken out of what a body says; None when it says nothing of a body.

    Refuses with 0x80048d19 what is no base64.
    """
    if entity.name != "annotation" or BODY not in told.columns:
        return None
    text = told.columns.pop(BODY)
    name = told.columns.pop("filename", None) or NAMELESS
    media_type = told.columns.pop("mimetype", None) or ""
    if not text:
        return File(name, media_type, None)
    try:
        return File(name, media_type, base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        raise errors.payload(f"'{BODY}' must be the content of a file in base64.", entity) from None


def keep_file(asked: Asked, note: UUID, file: File | None) -> None:
    """Let the note have this file in the place of the one it had."""
    if file is None:
        return
    present = Attachment.objects.visible_to(asked.actor).filter(activity=note)
    if gone := list(present.order_by("created_at", "pk").values_list("pk", flat=True)[:1]):
        call(OPERATIONS["attachment.detach"], gone, {}, by=asked.actor)
    if file.content is None:
        return
    case = Activity.objects.visible_to(asked.actor).values_list("case_id", flat=True).get(pk=note)
    given: dict[str, Any] = {
        "case": str(case),
        "activity": str(note),
        "file_name": file.name,
        "media_type": file.media_type,
        "content": base64.b64encode(file.content).decode(),
    }
    call(OPERATIONS["attachment.attach"], [], given, by=asked.actor)


def bodies_of(asked: Asked, notes: Sequence[UUID]) -> list[str | None]:
    """The file of each note in base64, the first where there are several; None where none is.

    One query; refuses with 413 what is more than 48 MB in all.
    """
    files = Attachment.objects.visible_to(asked.actor).filter(activity__among=notes)
    first: dict[UUID, Attachment] = {}
    for one in files.order_by("created_at", "pk"):
        if one.activity_id is not None:
            first.setdefault(one.activity_id, one)
    if sum(one.size for one in first.values()) > MOST_READ:
        told = f"The files are more than {MOST_READ // 2**20} MB: read fewer notes at once."
        raise errors.ODataError(413, errors.UNEXPECTED, told)
    return [_body(first[note]) if note in first else None for note in notes]


def _body(one: Attachment) -> str:
    with open_attachment(one) as opened:
        return base64.b64encode(opened.read()).decode()
