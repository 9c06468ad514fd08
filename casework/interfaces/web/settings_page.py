"""Your settings: language, looks, keys, password, and where else you are signed in."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from casework.interfaces.calling import call
from casework.interfaces.web.entrance import HASH, USER
from casework.interfaces.web.forms import Field, problems_into
from casework.interfaces.web.preferring import SHORTCUTS, preference_of
from casework.interfaces.web.showing import show
from casework.interfaces.web.views import CASE_VIEWS, saved_views
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import InvalidInput, Refusal
from casework.people.models import User
from casework.workplace.models import Preference

KEYS: dict[str, Any] = {
    "search": gettext_lazy("Search"),
    "new": gettext_lazy("New case"),
    "next_row": gettext_lazy("Next row"),
    "previous_row": gettext_lazy("Previous row"),
    "select": gettext_lazy("Select the row"),
    "resolve": gettext_lazy("Resolve"),
    "assign": gettext_lazy("Assign"),
    "merge": gettext_lazy("Merge"),
    "note": gettext_lazy("Write a note"),
    "edit": gettext_lazy("Edit the first field"),
    "undo": gettext_lazy("Undo what was just done"),
    "copy": gettext_lazy("Copy the case number"),
    "help": gettext_lazy("Keyboard shortcuts"),
}
SAVED = "saved"
Fields = dict[str, list[Field]]


def page(request: Any) -> Any:
    """The settings of who reads; each part is saved by itself."""
    fields = _fields(request)
    problems: dict[str, list[str]] = {}
    status, part = 200, request.POST.get("part", "")
    if request.method == "POST" and part in PARTS:
        for one in fields.get(part, []):
            one.value = request.POST.get(one.name, "")
        try:
            PARTS[part](request)
        except InvalidInput as refusal:
            status = refusal.status
            errors = refusal.facts.get("errors") or [
                {"field": refusal.facts["field"], "problem": str(refusal.facts["problem"])}
            ]
            problems[part] = problems_into(fields.get(part, []), errors)
        except Refusal as refusal:
            status, problems[part] = refusal.status, [refusal.text]
        else:
            return HttpResponseRedirect(f"/me?{SAVED}={part}", status=303)
    said = {
        "title": _("Your settings"),
        "parts": [(name, title, fields[name], problems.get(name, [])) for name, title in TITLES],
        "saved": request.GET.get(SAVED, ""),
        "others": len(_elsewhere(request)),
    }
    return show(request, "me.html", said, status=status)


TITLES: tuple[tuple[str, Any], ...] = (
    ("language", gettext_lazy("Language and time zone")),
    ("looks", gettext_lazy("Looks and work")),
    ("keys", gettext_lazy("Keyboard shortcuts")),
    ("password", gettext_lazy("Password")),
)


def _choice(name: str, label: str, value: Any, options: Any) -> Field:
    pairs = [(str(code), str(text)) for code, text in options]
    return Field(name, label, "choice", value=str(value), options=pairs)


def _fields(request: Any) -> Fields:
    me: User = request.user
    kept = preference_of(request)
    zones = [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]
    every = (*CASE_VIEWS, *saved_views("case", request.actor))
    views = [("", _("the first one")), *((one.name, one.label) for one in every)]
    order = [("true", _("Newest first")), ("false", _("Oldest first"))]
    newest = "true" if kept.newest_first else "false"
    keys = [
        Field(
            f"key.{name}", str(KEYS[name]), "text", value=kept.shortcuts.get(name, usual), most=20
        )
        for name, usual in SHORTCUTS.items()
    ]
    switch = [("true", pgettext("switch", "On")), ("false", pgettext("switch", "Off"))]
    on = "true" if kept.shortcuts_on else "false"
    return {
        "language": [
            _choice("language", _("Language"), me.language, settings.LANGUAGES),
            _choice("time_zone", _("Time zone"), me.time_zone, zones),
        ],
        "looks": [
            _choice("theme", _("Theme"), kept.theme, Preference.Themes.choices),
            _choice("density", _("Density"), kept.density, Preference.Densities.choices),
            _choice("after_operation", _("After an operation on a record"), kept.after_operation,
                    Preference.Afterwards.choices),
            _choice("default_view", _("First view of the cases"), kept.default_view, views),
            _choice("newest_first", _("Order of timelines"), newest, order),
        ],
        "keys": [_choice("shortcuts_on", _("Single keys"), on, switch), *keys],
        "password": [
            Field("present", _("Present password"), "password", True),
            Field("password", _("New password"), "password", True),
        ],
    }  # fmt: skip


def _language(request: Any) -> None:
    given = {name: request.POST.get(name, "") for name in ("language", "time_zone")}
    # whoever holds no role does not find themselves by name, and reads all the same
    OPERATIONS["user.choose_language"](request.user, by=request.actor, **given)


def _looks(request: Any) -> None:
    names = ("theme", "density", "after_operation", "default_view")
    given: dict[str, Any] = {name: request.POST.get(name, "") for name in names}
    given["newest_first"] = request.POST.get("newest_first") == "true"
    call(OPERATIONS["preference.change"], [], given, by=request.actor)


def _keys(request: Any) -> None:
    typed = {name: request.POST.get(f"key.{name}", "").strip() for name in SHORTCUTS}
    keys = {name: typed[name] or usual for name, usual in SHORTCUTS.items()}
    given = {"shortcuts": keys, "shortcuts_on": request.POST.get("shortcuts_on") == "true"}
    call(OPERATIONS["preference.change"], [], given, by=request.actor)


def _password(request: Any) -> None:
    """A new password for who knows the present one; this session goes on, all others end."""
    given = {name: request.POST.get(name, "") for name in ("present", "password")}
    OPERATIONS["user.choose_password"](request.user, by=request.actor, **given)
    user = User.objects.get(pk=request.user.pk)
    request.session.cycle_key()
    request.session[HASH] = user.get_session_auth_hash()


def _sign_out_elsewhere(request: Any) -> None:
    Session.objects.filter(pk__in=_elsewhere(request)).delete()


def _elsewhere(request: Any) -> list[str]:
    """The other sessions of who reads. What a session holds is sealed: each is opened."""
    me = str(request.user.pk)
    rows = Session.objects.filter(expire_date__gt=timezone.now())
    rows = rows.exclude(pk=request.session.session_key)
    return [one.pk for one in rows.iterator() if one.get_decoded().get(USER) == me]


PARTS: dict[str, Callable[[Any], None]] = {
    "language": _language, "looks": _looks, "keys": _keys, "password": _password,
    "sessions": _sign_out_elsewhere,
}  # fmt: skip
