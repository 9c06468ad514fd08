"""Files: the bytes of attachments in the storage called "attachments", and the names of files."""

import unicodedata
import uuid
import weakref
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_lazy

from casework.activities.models import Attachment
from casework.kernel.refusals import Refusal

LONGEST = 255
UNSAFE = dict.fromkeys(map(ord, '<>:"|?*'), "_")


class FileMissing(Refusal):
    """Opening an attachment whose bytes are gone from the storage."""

    code = "file-missing"
    status = 404
    message = gettext_lazy("The file {records} is no longer in the storage: restore it there.")


def open_attachment(attachment: Attachment) -> IO[bytes]:
    """The bytes of an attachment, open for reading; the caller has found it by visible_to.

    Raises FileMissing.
    """
    try:
        opened: IO[bytes] = storages["attachments"].open(attachment.key, "rb")
    except FileNotFoundError:
        raise FileMissing([attachment]) from None
    return opened


def new_key() -> str:
    """A name in the storage that tells nothing and that no user chose."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class _Unkept:
    """Held by nothing but the open transaction's list of what to do at its commit."""


def keep(key: str, content: bytes, using: str) -> str:
    """Put bytes into the storage, to stay only if the transaction commits; answers the key used.

    A row without its file would be a lie, a file without its row is only waste: so the file is
    written first, not on commit. Django tells when a transaction commits, never when it rolls
    back, but it then lets go of what it kept for the commit (of a savepoint too): that lets go of
    ``unkept``, and the file is deleted. Only a killed process leaves a file that no row names.
    """
    storage: Any = storages["attachments"]
    kept: str = storage.save(key, ContentFile(content))
    unkept = _Unkept()
    undo = weakref.finalize(unkept, storage.delete, kept)

    def stay(held: _Unkept = unkept) -> None:
        undo.detach()

    transaction.on_commit(stay, using=using)
    return kept


def safe_name(given: str) -> str:
    """A file's name without folders, control characters and what file systems forbid.

    At most 255 characters, the ending kept; an empty text when nothing is left.
    """
    name = given.replace("\\", "/").rpartition("/")[2]
    name = "".join(one for one in name if unicodedata.category(one)[0] != "C")
    name = unicodedata.normalize("NFC", name).translate(UNSAFE).strip().rstrip(". ")
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 20:
        return name[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
