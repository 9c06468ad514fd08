"""Answer over HTTP until told to stop."""

import os
from pathlib import Path

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

from casework.environment import SettingRefused
from casework.listening import refuse_unless_free

SECONDS_TO_FINISH = 5


def serve(host: str, port: int) -> None:
    """Serve on `host` and `port` in the foreground; https where a certificate is set."""
    refuse_unless_free(host, port)
    Granian(
        "casework.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers(),
        websockets=False,
        log_level="warning",  # type: ignore[arg-type]
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        ssl_cert=certificate("CASEWORK_TLS_CERT", settings.TLS_CERT),
        ssl_key=certificate("CASEWORK_TLS_KEY", settings.TLS_KEY),
    ).serve()


def workers() -> int:
    """How many processes answer: one, unless CASEWORK_WORKERS says more."""
    given = os.environ.get("CASEWORK_WORKERS") or "1"
    if not given.isdecimal() or int(given) < 1:
        raise SettingRefused(f"CASEWORK_WORKERS is {given!r}: set it to a number from 1 on.")
    return int(given)


def certificate(name: str, given: str | None) -> Path | None:
    """The file that `name` points to, which must be there."""
    if given is None:
        return None
    path = Path(given)
    if not path.is_file():
        raise SettingRefused(f"{name} names {path}, which is no file: write its full path.")
    return path
