"""Attach: keep files with a case, or with one of its activities."""

import fnmatch
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.activities.files import keep, new_key, safe_name
from casework.activities.models import Activity, Attachment
from casework.activities.of_cases import Case, hold_cases
from casework.activities.policies import ActivityPolicy
from casework.kernel.arguments import NewRow
from casework.kernel.operations import creation
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

UNKNOWN = "application/octet-stream"


class FileTooLarge(Refusal):
    """A file beyond the size that the policy allows."""

    code = "file-too-large"
    status = 413
    message = gettext_lazy(
        "{file_name} has {size} bytes; at most {limit} are allowed. Make it smaller."
    )


class FileTypeBlocked(Refusal):
    """A kind of file that the policy does not take."""

    code = "file-type-blocked"
    status = 415
    message = gettext_lazy(
        "{file_name} is of a kind ({kind}) that is not taken here. "
        "Send another kind, or ask an administrator to allow it."
    )


@dataclass(kw_only=True)
class NewAttachment(NewRow):
    """A file to be kept. ``media_type`` is guessed from the name when it is absent."""

    case: Case
    activity: Activity | None = None
    file_name: str
    media_type: str = ""
    content: bytes


@creation("attachment.attach", makes=Attachment, row=NewAttachment)
def attach(work: Work, rows: list[NewAttachment]) -> WorkingSet:
    """Keep files with a case in any state but merged, or with an activity of that case.

    The name loses folders and control characters; in the storage the file has a random name of
    its own. Its size in bytes and its SHA-256 are on record, its content is not. Refuses with
    forbidden, not-found, merged-away, file-too-large, file-type-blocked, invalid-input.
    """
    homes = hold_cases(work, rows, "attachment.attach")
    _check_activities(work, rows, homes)
    policy = work.policy(ActivityPolicy)
    made = [_columns(row, homes[row.id], policy) for row in rows]
    contents = {row.id: row.content for row in rows}
    keys: dict[UUID, str] = {}

    def write() -> None:
        for one in made:
            keys[one["id"]] = keep(one["key"], contents[one["id"]], work.using)

    def name_keys(fitted: list[dict[str, Any]]) -> None:
        for one in fitted:
            one["key"] = keys[one["id"]]

    if made:
        work.then(write)
    return work.add(Attachment, made, "attachment.attached", late=name_keys)


def _check_activities(work: Work, rows: list[NewAttachment], homes: dict[UUID, UUID]) -> None:
    wanted: dict[UUID, Any] = {
        row.id: getattr(row.activity, "pk", row.activity) for row in rows if row.activity
    }
    if not wanted:
        return
    cases = work.facts(WorkingSet(Activity, wanted.values()), "case_id")
    for row, activity in wanted.items():
        if activity not in cases or cases[activity].case_id != homes[row]:
            problem = _("is no activity of this case")
            raise InvalidInput(field="activity", problem=problem, targets=[row])


def _columns(row: NewAttachment, case: UUID, policy: ActivityPolicy) -> dict[str, Any]:
    if not isinstance(row.content, bytes):
        raise InvalidInput(field="content", problem=_("must be bytes"), targets=[row.id])
    name = safe_name(row.file_name) if isinstance(row.file_name, str) else ""
    if not name:
        raise InvalidInput(field="file_name", problem=_("is no name of a file"), targets=[row.id])
    kind = _media_type(row, name)
    size = len(row.content)
    if size > policy.attachment_bytes:
        limit = policy.attachment_bytes
        raise FileTooLarge(targets=[row.id], file_name=name, size=size, limit=limit)
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending in {one.strip(". ").casefold() for one in policy.blocked_extensions}:
        raise FileTypeBlocked(targets=[row.id], file_name=name, kind=ending)
    allowed = [one.casefold() for one in policy.allowed_media_types]
    if allowed and not any(fnmatch.fnmatchcase(kind, one) for one in allowed):
        raise FileTypeBlocked(targets=[row.id], file_name=name, kind=kind)
    return {
        "id": row.id,
        "case": case,
        "logged_on": case,
        "activity": row.activity,
        "file_name": name,
        "media_type": kind,
        "size": size,
        "sha256": hashlib.sha256(row.content).hexdigest(),
        "key": new_key(),
    }


def _media_type(row: NewAttachment, name: str) -> str:
    given = row.media_type or mimetypes.guess_type(name)[0] or UNKNOWN
    kind = given.partition(";")[0].strip().lower() if isinstance(given, str) else ""
    if len(kind) > 100 or not re.fullmatch(r"[a-z0-9][\w.+-]*/[a-z0-9][\w.+-]*", kind, re.ASCII):
        problem = _("is no media type such as image/png")
        raise InvalidInput(field="media_type", problem=problem, targets=[row.id])
    return kind
