"""Blocks: files of notes that are too large for one request, sent and fetched piece by piece.

Pieces wait in a folder until they are put together, or a day. What names them is signed, and good
for the person who began.
"""

import base64
import binascii
import contextlib
import hashlib
import shutil
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction

from casework.activities.files import open_attachment
from casework.activities.models import Attachment
from casework.activities.policies import ActivityPolicy
from casework.interfaces.odata import errors
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.attaching import NAMELESS, File, keep_file
from casework.interfaces.odata.messages.calling import Call
from casework.interfaces.odata.messages.given import record, required, whole
from casework.kernel.identity import new_id
from casework.kernel.policies import chosen
from casework.kernel.trying import in_transaction

LASTS = 24 * 3600  # seconds
LARGEST_BLOCK = 4 * 1024 * 1024
MOST_BLOCKS = 10_000
CLEARED = 20  # uploads that were left, forgotten in passing
SALT = "casework.odata.blocks"
EXPIRED = "The FileContinuationToken is not valid: begin again."


def begin_upload(one: Call) -> Answer:
    """Begin to send the file of a note; answers what names the upload."""
    _, note = record(one.asked, one.given, "Target", "annotation")
    _forget()
    return one.told({"FileContinuationToken": _token(one, "upload", new_id(), note)})


def upload(one: Call) -> Answer:
    """Keep a piece (at most 4 MB, in base64) under its id; a second one of an id replaces it."""
    key, _note = _named(one, "upload")
    name = _file_name(required(one.given, "BlockId"))
    data = required(one.given, "BlockData")
    try:
        content = base64.b64decode(data if isinstance(data, str) else "*", validate=True)
    except (binascii.Error, ValueError):
        raise errors.invalid("The parameter 'BlockData' must be base64.") from None
    if len(content) > LARGEST_BLOCK:
        raise errors.invalid("A block has at most 4 MB: send smaller ones.")
    folder = _folder(key)
    folder.mkdir(parents=True, exist_ok=True)
    present = [each.stat().st_size for each in folder.iterdir() if each.name != name]
    limit = chosen()[ActivityPolicy].attachment_bytes
    if sum(present) + len(content) > limit or len(present) >= MOST_BLOCKS:
        told = f"The file is larger than the {limit} bytes that are allowed."
        raise errors.ODataError(413, "0x80044a02", told)
    (folder / name).write_bytes(content)
    return Answer(204)


def commit_upload(one: Call) -> Answer:
    """Put the pieces together in the order of ``BlockList``: the note has the file."""
    key, note = _named(one, "upload")
    _, target = record(one.asked, one.given, "Target", "annotation")
    blocks = required(one.given, "BlockList")
    if target != note:
        raise errors.invalid("The upload was begun for another note.")
    if not isinstance(blocks, list) or not 0 < len(blocks) <= MOST_BLOCKS:
        raise errors.invalid(f"The parameter 'BlockList' holds 1 to {MOST_BLOCKS} ids of blocks.")
    body = one.given["Target"]
    content = _together(_folder(key), blocks)
    file = File(_text(body, "filename") or NAMELESS, _text(body, "mimetype"), content)

    def step() -> None:
        keep_file(one.asked, note, file)
        transaction.on_commit(lambda: shutil.rmtree(_folder(key), ignore_errors=True))

    in_transaction(step)
    return one.told({"AnnotationId": note, "FileSizeInBytes": len(content)})


def _together(folder: Path, blocks: list[Any]) -> bytes:
    limit, size, pieces = chosen()[ActivityPolicy].attachment_bytes, 0, []
    for block in blocks:
        try:
            pieces.append((folder / _file_name(block)).read_bytes())
        except FileNotFoundError:
            raise errors.invalid(f"The block '{str(block)[:50]}' was not sent.") from None
        size += len(pieces[-1])
        if size > limit:
            told = f"The file is larger than the {limit} bytes that are allowed."
            raise errors.ODataError(413, "0x80044a02", told)
    return b"".join(pieces)


def begin_download(one: Call) -> Answer:
    """Begin to fetch the file of a note; answers what names it, its name and its size."""
    _, note = record(one.asked, one.given, "Target", "annotation")
    file = _file(one, note)
    return one.told(
        {
            "FileContinuationToken": _token(one, "download", file.pk, note),
            "FileSizeInBytes": file.size,
            "FileName": file.file_name,
            "IsChunkingSupported": True,
        }
    )


def download(one: Call) -> Answer:
    """A piece of the file, in base64: ``BlockLength`` bytes from ``Offset``, at most 4 MB."""
    key, note = _named(one, "download")
    offset = whole(one.given, "Offset", least=0)
    length = min(whole(one.given, "BlockLength", least=1), LARGEST_BLOCK)
    file = _file(one, note, pk=key)
    with open_attachment(file) as opened:
        opened.seek(offset)
        return one.told({"Data": base64.b64encode(opened.read(length)).decode()})


def _file(one: Call, note: UUID, **more: Any) -> Attachment:
    files = Attachment.objects.visible_to(one.asked.actor).filter(activity=note, **more)
    found: Attachment | None = files.order_by("created_at", "pk").first()
    if found is None:
        raise errors.ODataError(404, "0x80040217", f"The annotation {note} has no file.")
    return found


def _token(one: Call, kind: str, key: UUID, note: UUID) -> str:
    return signing.dumps([kind, str(key), str(note), str(one.asked.actor.user)], salt=SALT)


def _named(one: Call, wanted: str) -> tuple[UUID, UUID]:
    token = required(one.given, "FileContinuationToken")
    try:
        kind, key, note, user = signing.loads(str(token), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        raise errors.invalid(EXPIRED) from None
    if kind != wanted or user != str(one.asked.actor.user):
        raise errors.invalid(EXPIRED)
    return UUID(key), UUID(note)


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _file_name(block: Any) -> str:
    if not isinstance(block, str) or not 0 < len(block) <= 200:
        raise errors.invalid("The id of a block is a text of at most 200 characters.")
    return hashlib.sha256(block.encode("utf-8", "replace")).hexdigest()


def _folder(key: UUID) -> Path:
    return Path(settings.BLOCKS_ROOT) / key.hex


def _forget() -> None:
    """Remove what was left for longer than a day."""
    root = Path(settings.BLOCKS_ROOT)
    with contextlib.suppress(FileNotFoundError):
        for _n, folder in zip(range(CLEARED), sorted(root.iterdir()), strict=False):
            if time.time() - folder.stat().st_mtime > LASTS:
                shutil.rmtree(folder, ignore_errors=True)
