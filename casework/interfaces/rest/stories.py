"""Stories: the timeline and the history of a case."""

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.history.changes import history
from casework.history.timeline import timeline
from casework.interfaces.calling import find
from casework.interfaces.rest.answers import answer
from casework.kernel.refusals import InvalidInput

SAID = frozenset({"kinds", "before", "limit"})


def told_timeline(request: Any, key: str) -> Any:
    """Activities, notes, resolutions and events of a case as one story, newest first."""
    given = _given(request)
    kinds = [one for one in given.get("kinds", "").split(",") if one] or None
    page = timeline(
        _case(request, key),
        request.auth,
        kinds=kinds,
        before=given.get("before"),
        limit=_whole("limit", given.get("limit", "10")),
    )
    return answer({"items": page.entries, "next": _next(request, page.next)})


def told_history(request: Any, key: str) -> Any:
    """Every change of a column of a case and of what belongs to it, the last recorded first."""
    given = _given(request)
    before = _whole("before", given["before"]) if "before" in given else None
    limit = _whole("limit", given.get("limit", "50"))
    page = history(_case(request, key), request.auth, before=before, limit=limit)
    return answer({"items": page.changes, "next": _next(request, page.next)})


def _case(request: Any, key: str) -> Any:
    [pk] = find(Case, [key], request.auth)
    return pk


def _given(request: Any) -> dict[str, str]:
    for name in request.GET:
        if name not in SAID:
            shown = name[:50].encode("ascii", "replace").decode().replace("\0", "?")
            raise InvalidInput(field=shown, problem=_("is not one of kinds, before, limit"))
    given: dict[str, str] = request.GET.dict()
    return given


def _whole(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InvalidInput(field=name, problem=_("must be a whole number"))
    return int(text)


def _next(request: Any, before: Any) -> str | None:
    if before is None:
        return None
    kept = {k: v for k, v in request.GET.dict().items() if k != "before"}
    return f"{request.path}?{urlencode({**kept, 'before': str(before)})}"
