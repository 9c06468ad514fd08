"""What can go wrong is asked before long work begins."""

import os
import socket
import tempfile
from pathlib import Path

from bootstrap.speaking import Refused

ROOT = Path(__file__).resolve().parent.parent


def chosen_port() -> int:
    """CASEWORK_PORT, or 8000."""
    given = os.environ.get("CASEWORK_PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Refused(f"CASEWORK_PORT is {given!r}: set it to a number from 1 to 65535.")
    return int(given)


def chosen_host() -> str:
    """CASEWORK_HOST, or this machine alone."""
    return os.environ.get("CASEWORK_HOST") or "127.0.0.1"


def free(host: str, port: int) -> None:
    """Refuse a port that somebody holds already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Refused(
                f"Port {port} is not allowed to you: "
                "choose one above 1023, as in: CASEWORK_PORT=8000 python3 run.py"
            ) from None
        except OSError as error:
            if error.errno in {98, 48, 10048}:  # address in use: Linux, macOS, Windows
                raise Refused(
                    f"Port {port} is taken: stop what runs there, or choose another, "
                    f"as in: CASEWORK_PORT={port + 1} python3 run.py"
                ) from None
            raise Refused(
                f"Cannot listen on {host} ({error.strerror}): "
                "set CASEWORK_HOST to an address of this machine, such as 127.0.0.1."
            ) from None


def writable(folder: Path, cure: str) -> None:
    """Refuse a folder in which no file can be made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".writable-"):
            pass
    except OSError as error:
        raise Refused(f"The folder {folder} cannot be written ({error.strerror}): {cure}") from None


def data_folder() -> Path:
    """CASEWORK_DATA, or `data` beside run.py; refused unless it can be written."""
    folder = Path(os.environ.get("CASEWORK_DATA") or ROOT / "data").expanduser().absolute()
    writable(folder, "set CASEWORK_DATA to a folder that you may write.")
    return folder
