"""Files: sent in as one part of a form, handed out to be saved and never to be shown."""

from typing import Any

from django.http import FileResponse

from casework.activities.attach import FileTooLarge
from casework.activities.files import open_attachment, safe_name
from casework.activities.models import Attachment
from casework.activities.policies import ActivityPolicy
from casework.interfaces.calling import find_records
from casework.interfaces.rest.bodies import form_of, object_of
from casework.interfaces.rest.writing import made
from casework.kernel.operations import OPERATIONS
from casework.kernel.policies import chosen

# A browser runs nothing of these, even where it were to show them.
HARMLESS = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
FORM = "multipart/form-data"


def attach(request: Any, key: str) -> Any:
    """Attach a file to a case: a form with the part `file`, or JSON with `content` in base64."""
    if request.content_type != FORM:
        given = object_of(request)
        return made(request, OPERATIONS["attachment.attach"], {**given, "case": key})
    fields, file = form_of(request)
    limit = chosen()[ActivityPolicy].attachment_bytes
    if file.size > limit:  # asked again by the operation; here before the bytes are in memory
        raise FileTooLarge(file_name=safe_name(file.name or ""), size=file.size, limit=limit)
    given = {"file_name": file.name or "", "media_type": file.content_type or "", **fields}
    with file.open() as opened:
        content = opened.read()
    columns = {**given, "case": key, "content": content}
    return made(request, OPERATIONS["attachment.attach"], columns)


def content(request: Any, key: str) -> Any:
    """The bytes of an attachment, to be saved as a file."""
    attachment = find_records(Attachment, [key], request.auth)[key]
    kind = attachment.media_type if attachment.media_type in HARMLESS else ""
    sent = FileResponse(
        open_attachment(attachment),
        as_attachment=True,
        filename=attachment.file_name,
        content_type=kind or "application/octet-stream",
    )
    sent["X-Content-Type-Options"] = "nosniff"
    sent["Content-Security-Policy"] = "default-src 'none'; sandbox"
    sent["Cache-Control"] = "private, no-store"
    return sent
