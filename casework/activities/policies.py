"""What an administrator may choose about activities and the files attached to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from casework.kernel.policies import policies
from casework.kernel.refusals import InvalidInput

# Programs and scripts that a double click would run.
BLOCKED = (
    "ade", "adp", "app", "appx", "bat", "chm", "cmd", "com", "cpl", "dll", "exe", "gadget", "hta",
    "inf", "ins", "iso", "isp", "jar", "js", "jse", "lnk", "mde", "msc", "msi", "msix", "msp",
    "mst", "pif", "ps1", "ps1xml", "psm1", "py", "reg", "scf", "scr", "sct", "sh", "shb", "sys",
    "vb", "vbe", "vbs", "vhd", "vxd", "wsc", "wsf", "wsh",
)  # fmt: skip


@policies("activity")
@dataclass(frozen=True)
class ActivityPolicy:
    """Policies about activities and attachments.

    ``attachment_bytes`` is how large a file may be; ``blocked_extensions`` are endings of file
    names that are refused; ``allowed_media_types`` are the only ones taken, ``image/*`` meaning
    every kind of image; when there are none in the list, all are taken.
    """

    attachment_bytes: int = 32 * 2**20
    blocked_extensions: list[str] = field(default_factory=lambda: list(BLOCKED))
    allowed_media_types: list[str] = field(default_factory=list)

    @staticmethod
    def check(changes: Mapping[str, Any]) -> None:
        """Refuse endings and media types that no file could ever have."""
        for ending in changes.get("blocked_extensions", ()):
            if not ending.strip(". ") or "/" in ending:
                raise InvalidInput(
                    field="blocked_extensions",
                    problem=_("{value} is no ending of a file name").format(value=ending),
                )
        for kind in changes.get("allowed_media_types", ()):
            if kind.count("/") != 1:
                raise InvalidInput(
                    field="allowed_media_types",
                    problem=_("{value} is no media type such as image/png").format(value=kind),
                )
