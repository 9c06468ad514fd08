"""Carrying: what was typed when the session had ended goes through signing in, and is shown again.

Nothing is done with it by itself: whoever has signed in looks at it and sends it once more.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from casework.interfaces.web.forms import TEXTAREA
from casework.interfaces.web.showing import show
from casework.interfaces.web.words.columns import label_of

CARRIED = "carried"  # in the form to sign in, and in the session: what was typed, as JSON
PLACE = "/typed"
LARGEST = 200_000  # characters
NEVER = frozenset({"csrfmiddlewaretoken", "password", "present"})
# of a form, what says how it was sent and not what was typed
SILENT = frozenset({"next", "once", "version", "fingerprint", "step", "on", "all", "kind", "part",
                    "act", "noun", "place", "query", "size"})  # fmt: skip
CODE = re.compile(r"\d+|[0-9a-f-]{36}|true|on")  # a dialog says it in words itself
NOT_TYPED = ("/sign-out", "/drafts", "/bell", "/language")


@dataclass(frozen=True)
class Typed:
    """One thing that was typed; what nobody typed is only handed on."""

    name: str
    value: str
    label: str = ""
    long: bool = False


def carried(request: Any) -> str:
    """What a form says that was sent without a session, as JSON; empty where nothing was typed.

    A form that did not come from a page of ours is not carried, no password ever is, nor a file.
    """
    if request.method != "POST" or request.path.startswith(NOT_TYPED):
        return ""
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except (RequestDataTooBig, SuspiciousOperation, MultiPartParserError, OSError):
        return ""
    if CsrfViewMiddleware(_pass).process_view(request, _pass, (), {}) is not None:
        return ""
    said = [(name, value) for name, value in pairs if name not in NEVER]
    if not any(value.strip() and _is_typed(name) for name, value in said):
        return ""
    text = json.dumps({"to": request.get_full_path(), "said": said, "files": files})
    return text if len(text) <= LARGEST else ""


def _pass(request: Any) -> Any:
    return None


def read(text: str) -> dict[str, Any] | None:
    """What was carried, if it can be read and goes to a page of ours."""
    try:
        found: Any = json.loads(text[: LARGEST + 1])
        to = found["to"]
        said = [(str(name), str(value)) for name, value in found["said"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(to, str) or not to.startswith("/") or to[1:2] in ("/", "\\"):
        return None
    return {"to": to, "said": said, "files": bool(found.get("files"))}


def sign_in_first(request: Any, typed: str, there: str) -> Any:
    """The page to sign in for who has typed something and was signed out: it is carried along."""
    said = {"next": there, "problem": "", "username": "", "carried": typed}
    return show(request, "sign_in.html", said, status=401)


def page(request: Any) -> Any:
    """The form again with what was typed, to be looked at and sent once more."""
    kept = read(request.session.get(CARRIED, ""))
    if kept is None:
        return HttpResponseRedirect("/")
    is_dialog = kept["to"].startswith("/do/")
    # a dialog shows once more what would happen before it is confirmed
    left_out = {"step", "fingerprint"} if is_dialog else set()
    made = [
        Typed(name, value) if is_dialog and CODE.fullmatch(value) else _typed(name, value)
        for name, value in kept["said"]
        if name not in left_out
    ]
    said = {
        "title": _("What you typed is still here"),
        "to": kept["to"],
        "typed": [one for one in made if one.label],
        "silent": [one for one in made if not one.label],
        "files": kept["files"],
        "is_dialog": is_dialog,
    }
    return show(request, "typed.html", said)


def _typed(name: str, value: str) -> Typed:
    if not _is_typed(name) or not value:
        return Typed(name, value)
    label = label_of("", name.removeprefix("custom."))
    return Typed(name, value, label, len(value) > TEXTAREA // 4 or "\n" in value)


def _is_typed(name: str) -> bool:
    return name not in SILENT and ":" not in name
