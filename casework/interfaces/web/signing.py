"""Signing in and out."""

from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _

from casework.interfaces.web import carrying
from casework.interfaces.web.entrance import HASH, USER
from casework.interfaces.web.showing import show
from casework.people.models import User

LONGEST = 1_000  # characters of a password that are looked at


def sign_in(request: Any) -> Any:
    """The page to sign in, and what it sends: a sign-in name and a password."""
    there = _inside(request.POST.get("next") or request.GET.get("next") or "/", request)
    if request.user is not None:
        return HttpResponseRedirect(there)
    problem, status = "", 200
    typed = request.POST.get(carrying.CARRIED, "")
    if request.method == "POST":
        name, password = request.POST.get("username", ""), request.POST.get("password", "")
        if user := _known(name.strip(), password[:LONGEST]):
            request.session.flush()
            request.session[USER] = str(user.pk)
            request.session[HASH] = user.get_session_auth_hash()
            if carrying.read(typed) is not None:
                request.session[carrying.CARRIED] = typed
                there = carrying.PLACE
            return HttpResponseRedirect(there)
        problem = _("This name and this password do not fit together. Check both, then try again.")
        status = 422
    said = {"next": there, "problem": problem, "username": request.POST.get("username", "")}
    said["carried"] = typed if carrying.read(typed) is not None else ""
    return show(request, "sign_in.html", said, status=status)


def sign_out(request: Any) -> Any:
    """End the session."""
    if request.method == "POST":
        request.session.flush()
        return HttpResponseRedirect("/sign-in")
    return HttpResponseRedirect("/")


def choose_language(request: Any) -> Any:
    """The language of the page to sign in, kept in a cookie until somebody has signed in."""
    there = _inside(request.GET.get("next", "/"), request)
    answer = HttpResponseRedirect(there)
    language = request.GET.get("to", "")
    if language in ("en", "ro", "id") and check_for_language(language):
        answer.set_cookie("django_language", language, samesite="Lax", httponly=True)
    return answer


def _known(name: str, password: str) -> User | None:
    """The user of this name and password. It takes as long where there is no such name."""
    user = User.objects.filter(username=name, is_active=True).first() if "\0" not in name else None
    if user is None or not user.has_usable_password():
        make_password(password)
        return None
    return user if check_password(password, user.password) else None


def _inside(there: str, request: Any) -> str:
    host = {request.get_host()}
    return there if url_has_allowed_host_and_scheme(there, host) and there[:1] == "/" else "/"
