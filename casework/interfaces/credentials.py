"""Credentials: how the administrator of an installation enters, kept for its owner alone."""

import contextlib
import os
import secrets
from pathlib import Path

from casework.environment import folder_refused
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS
from casework.people.acting import ADMINISTRATOR
from casework.people.models import User
from casework.people.tokens import TokenInvalid, token_actor

FILE = "credentials"
NAMES = ("user", "password", "token")


def ensured(data: Path, by: Actor, *, keep: bool) -> dict[str, str]:
    """User, password and token of the administrator, as far as they can be told.

    A password is set where there is none, a token made where the one known opens nothing. With
    ``keep`` both lie in the file ``credentials`` of the data folder, for its owner alone, and are
    told each time; otherwise what is made now is told once and kept by nobody. A password that
    somebody has changed since is not known and never set anew.
    """
    known = _read(data / FILE) if keep else {}
    admin = User.objects.get(username=ADMINISTRATOR)
    told = {"user": ADMINISTRATOR}
    if not admin.has_usable_password():
        told["password"] = secrets.token_urlsafe(15)
        OPERATIONS["user.set_password"](admin, by=by, password=told["password"])
    elif "password" in known and admin.check_password(known["password"]):
        told["password"] = known["password"]
    if keep and _opens(known.get("token", "")):
        told["token"] = known["token"]
    elif keep or "password" in told:
        result = OPERATIONS["token.create"](by=by, name=FILE, scopes=["*"])
        told["token"] = next(iter(result.secrets.values()))
    if keep and told != known:
        _write(data / FILE, told)
    return told


def _opens(secret: str) -> bool:
    try:
        return bool(secret) and token_actor(secret, "shell").name == ADMINISTRATOR
    except TokenInvalid:
        return False


def _read(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.partition(": ") for line in text.splitlines())
    return {name: value for name, _colon, value in pairs if name in NAMES and value}


def _write(path: Path, told: dict[str, str]) -> None:
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("".join(f"{name}: {value}\n" for name, value in told.items()))
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise folder_refused(path.parent, error.strerror) from None
