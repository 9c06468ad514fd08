"""The pages with so many cases; the last line is what was found, as JSON."""

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.asking import Browser, asked  # noqa: E402
from benchmarks.many_cases import filled  # noqa: E402
from benchmarks.works import given  # noqa: E402
from casework.interfaces.web.entrance import HASH, USER  # noqa: E402
from casework.kernel.actor import Actor  # noqa: E402
from casework.models import User  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
WARM = 2  # seconds


def main() -> None:
    """Fill the database, ask the pages, and say what they cost."""
    options = argparse.ArgumentParser()
    options.add_argument("cases", type=int)
    options.add_argument("seconds", type=float)
    said = options.parse_args()
    case, agents = filled(given(), said.cases)
    sessions = [session_of(one) for one in agents]
    pages = {
        "list of 50": "/cases?view=active",
        "list of 50, my own": "/cases",
        "case of 100 entries": f"/cases/{case.number}",
        "dashboard": "/dashboards",
        "search": "/search?q=order",
        "palette": "/palette?q=order",
        "bell": "/bell",
    }
    told = {}
    with serving() as (port, server):
        browsers = [Browser(port, one) for one in sessions]
        for name, path in pages.items():
            asked(browsers, path, WARM)
            before = used(server), used_by_database()
            number = asked(browsers, path, said.seconds)
            after = used(server), used_by_database()
            ours, database = (1000 * (b - a) / number for a, b in zip(before, after, strict=True))
            told[name] = {
                "cpu": ours + database,
                "database": database,
                "pages": number,
                "queries": queries(path, sessions[0]),
                "first_paint": browsers[0].first_paint(path) / 1000,
            }
            print(name, told[name], file=sys.stderr)
    print(json.dumps(told))


def session_of(actor: Actor) -> str:
    """The key of a session of somebody who has signed in."""
    user = User.objects.get(pk=actor.user)
    session = SessionStore()
    session[USER], session[HASH] = str(user.pk), user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def queries(path: str, session: str) -> int:
    """The statements of a page that was asked before."""
    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.cookies["sessionid"] = session
    for _twice in range(2):
        with CaptureQueriesContext(connection) as found:
            client.get(path)
    return len(found)


@contextlib.contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """The server that ships, on a free port: the port and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "casework", "serve"],
        env=os.environ | {"CASEWORK_PORT": str(port), "CASEWORK_HOST": "127.0.0.1"},
        stdout=sys.stderr,
    )
    try:
        for _often in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(30)


def used(process: int) -> float:
    """The seconds of processor time of a process and of all below it, from /proc."""
    below: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(OSError):
                said = (folder / "stat").read_text().rpartition(")")[2].split()
                below.setdefault(int(said[1]), []).append(int(folder.name))
                spent[int(folder.name)] = (int(said[11]) + int(said[12])) / TICK
    family = [process]
    for one in family:
        family += below.get(one, [])
    return sum(spent.get(one, 0.0) for one in family)


def used_by_database() -> float:
    """The seconds of processor time of whoever answers on this database, ourselves apart."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type IN ('client backend', 'parallel worker') "
            "AND pid <> pg_backend_pid()"
        )
        return sum(used(pid) for (pid,) in cursor.fetchall())


if __name__ == "__main__":
    main()
