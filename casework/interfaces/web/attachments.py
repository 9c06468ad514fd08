"""Attachments: handed out to be saved, never to be shown in a page of ours."""

from typing import Any

from django.http import FileResponse

from casework.activities.files import open_attachment
from casework.activities.models import Attachment
from casework.interfaces.calling import find_records
from casework.interfaces.web.failing import refused
from casework.kernel.refusals import Refusal


def download(request: Any, key: Any) -> Any:
    """The bytes of an attachment, as a file to be saved."""
    try:
        [found] = find_records(Attachment, [key], request.actor).values()
        opened = open_attachment(found)
    except Refusal as refusal:
        return refused(request, refusal)
    sent = FileResponse(
        opened,
        as_attachment=True,
        filename=found.file_name,
        content_type="application/octet-stream",
    )
    sent["X-Content-Type-Options"] = "nosniff"
    sent["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return sent
