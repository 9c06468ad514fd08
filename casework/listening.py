"""Where the server listens. Standard library only: run.py uses it too."""

import errno
import socket

from casework.environment import SettingRefused

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 compared, not bound


def port(given: str) -> int:
    """The number of a port that a server may listen on."""
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise SettingRefused(f"CASEWORK_PORT is {given!r}: set it to a number from 1 to 65535.")
    return int(given)


def refuse_unless_free(host: str, port: int) -> None:
    """Refuse a port that somebody holds already, or an address that is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise SettingRefused(
                f"Port {port} is not allowed to you: "
                "choose one above 1023, as in: CASEWORK_PORT=8000 python3 run.py"
            ) from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SettingRefused(
                    f"Port {port} is taken: stop what runs there, or choose another, "
                    f"as in: CASEWORK_PORT={port + 1} python3 run.py"
                ) from None
            raise SettingRefused(
                f"Cannot listen on {host} ({error.strerror}): "
                "set CASEWORK_HOST to an address of this machine, such as 127.0.0.1."
            ) from None


def from_here(host: str) -> str:
    """The address at which this machine itself reaches what listens on `host`."""
    return EVERYWHERE.get(host, host)


def address(host: str, port: int, tls: bool) -> str:
    """What to type into a browser; this machine is `localhost`, as passkeys want it."""
    here = from_here(host) in {"127.0.0.1", "::1", "localhost"}
    return f"{'https' if tls else 'http'}://{'localhost' if here else host}:{port}"
