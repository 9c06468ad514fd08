"""How the environment becomes settings. Standard library only: run.py uses it too."""

import contextlib
import json
import logging
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

SQLITE_AT_OPENING = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=NORMAL;"
    "PRAGMA cache_size=-64000;"
    "PRAGMA mmap_size=268435456;"
)


class SettingRefused(ValueError):
    """A setting that cannot be used, said in one sentence with its cure."""


def megabytes(name: str, usual: int) -> int:
    """The bytes of a setting that is a whole number of megabytes."""
    given = os.environ.get(name) or str(usual)
    if not given.isdecimal() or not 0 < int(given) <= 4096:
        raise SettingRefused(f"{name} is {given!r}: set it to a whole number from 1 to 4096.")
    return int(given) * 2**20


def switch(name: str) -> bool:
    """True when the variable says 1, true, yes or on."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def switched_off(name: str) -> bool:
    """True when the variable says 0, false, no or off."""
    return os.environ.get(name, "").strip().lower() in {"0", "false", "no", "off"}


def folder(given: str | Path) -> Path:
    """The data folder, made for its owner alone if it is not there yet."""
    path = Path(given).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise folder_refused(path, error.strerror) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise folder_refused(path, "no permission")
    return path


def folder_refused(path: Path, why: str | None) -> SettingRefused:
    """The sentence for a data folder in which nothing can be kept."""
    return SettingRefused(
        f"The data folder {path} cannot be written ({why}): "
        "set CASEWORK_DATA to a folder that you may write."
    )


def time_zone(given: str) -> str:
    """The name of a time zone that this machine knows."""
    try:
        return ZoneInfo(given).key
    except (KeyError, ValueError, OSError):
        raise SettingRefused(
            f"CASEWORK_TIME_ZONE is {given!r}: set it to a name such as Europe/Bucharest."
        ) from None


def attachments(storage: str, data: Path) -> dict[str, Any]:
    """Where attached files lie: the class named by `storage`, or `files` in the data folder."""
    if storage:
        return {"BACKEND": storage}
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(data / "files"), "file_permissions_mode": 0o600},
    }


def database(url: str, data: Path) -> dict[str, Any]:
    """The database that `url` names; without one, the SQLite file of the data folder."""
    if not url:
        return sqlite(data / "casework.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return postgresql(url)
    raise SettingRefused(
        f"DATABASE_URL begins with {parts.scheme!r}: "
        "write postgres://user:password@host:port/name, or leave it out for SQLite."
    )


def sqlite(path: Path) -> dict[str, Any]:
    """A file that survives two writers: a transaction waits for the lock at its start."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_AT_OPENING,
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """A server; `?host=/folder` names a unix socket, other parameters go to libpq as they are."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    port = options.pop("port", "") or str(parts.port or "")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingRefused("DATABASE_URL names no database: add its name after the last slash.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(options),
    }


def secret_key(data: Path) -> str:
    """CASEWORK_SECRET_KEY, or the key this data folder made for itself at its first use."""
    given = os.environ.get("CASEWORK_SECRET_KEY")
    return given or secret(data, "secret-key", secrets.token_urlsafe(48))


def secret(data: Path, name: str, fresh: str) -> str:
    """What the data folder keeps under `name`, for its owner alone; `fresh` the first time."""
    path = data / name
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        draft = data / f".{name}-{os.getpid()}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(fresh + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all, and the first of two wins
        draft.unlink()
    except OSError as error:
        raise folder_refused(data, error.strerror) from None
    return path.read_text(encoding="utf-8").strip()


class LineFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and what the caller put beside it."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line, whatever its message holds."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "about", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def asked_again(headers: Any, path: str, url: str) -> None:
    """Modules import one another by plain names: a browser asks each time whether they changed."""
    if path.endswith(".js"):
        headers["Cache-Control"] = "no-cache"
