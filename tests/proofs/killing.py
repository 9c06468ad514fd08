"""Kill an operation at every statement boundary, and look at what is left.

``python -m tests.proofs.killing resolve --kills 5`` on the database of ``DATABASE_URL`` (SQLite in
``CASEWORK_DATA`` without it), which is made for this and thrown away. Answers one line of JSON.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

# What is run for each word; "retry" sends it again under its key after each kill.
OPERATION = {
    "resolve": "case.resolve",
    "merge": "case.merge",
    "undo": "run.undo",
    "retry": "case.resolve",
}


class Sqlite:
    """The database is a file: what it was at the start is copied back before each kill."""

    def __init__(self) -> None:
        self.file = Path(os.environ["CASEWORK_DATA"]) / "casework.sqlite3"
        self.kept = self.file.with_suffix(".start")

    def keep(self) -> None:
        from django.db import connection

        self.file = Path(connection.settings_dict["NAME"])
        self.kept = self.file.with_suffix(".start")
        shutil.copy(self.file, self.kept)

    def restore(self) -> None:
        for path in self.file.parent.glob(self.file.name + "-*"):
            path.unlink()
        shutil.copy(self.kept, self.file)

    def settle(self) -> None:
        """A killed writer of a file is gone at once."""

    def drop(self) -> None:
        """The folder is the caller's."""


class Postgres:
    """The database is copied from a template of the server."""

    def __init__(self, url: str) -> None:
        import psycopg

        parts = urlsplit(url)
        self.name = f"casework_kills_{os.getpid()}"
        self.start = f"{self.name}_start"
        self.server = psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True)
        os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{self.name}"))
        self.server.execute(f"CREATE DATABASE {self.name}")

    def keep(self) -> None:
        self.server.execute(f"CREATE DATABASE {self.start} TEMPLATE {self.name}")

    def restore(self) -> None:
        self.server.execute(f"DROP DATABASE {self.name} WITH (FORCE)")
        self.server.execute(f"CREATE DATABASE {self.name} TEMPLATE {self.start}")

    def settle(self) -> None:
        """The server notices by itself that its client is dead, and rolls back."""
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        for _try in range(1000):
            if self.server.execute(asked, [self.name]).fetchone() == (0,):
                return
            time.sleep(0.01)
        raise AssertionError("a killed client is still there")

    def drop(self) -> None:
        for name in (self.name, self.start):
            self.server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def prepare(verb: str) -> Any:
    """A founded installation with something to close or to merge."""
    from django.core.management import call_command

    from casework.cases.founding import found
    from tests.conftest import Given, acting
    from tests.more_setups import SETUPS

    call_command("migrate", verbosity=0)
    found()
    given = Given(acting("admin"))
    call = SETUPS[OPERATION[verb]](given, 3)
    return call, given.admin


def child(verb: str, call: Any, actor: Any, kill_at: int) -> int:
    """Run it in a process of its own, killed at this boundary; answers how many it passed."""
    from django.db import connection

    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        with os.fdopen(reading) as pipe:
            told = pipe.read()
        _pid, status = os.waitpid(process, 0)
        if kill_at:
            assert os.WIFSIGNALED(status), "it ended before it could be killed"
            assert os.WTERMSIG(status) == signal.SIGKILL
            return kill_at
        assert status == 0, told
        return int(told)
    passed = 0

    def boundary() -> None:
        nonlocal passed
        passed += 1
        if passed == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(execute: Any, *arguments: Any) -> Any:
        boundary()
        answer = execute(*arguments)
        boundary()
        return answer

    try:
        connection.ensure_connection()
        commit = connection._commit

        def committing() -> None:
            boundary()
            commit()
            boundary()

        connection._commit = committing
        with connection.execute_wrapper(around):
            perform(verb, call, actor)
        os.write(writing, str(passed).encode())
    except BaseException as error:
        os.write(writing, repr(error).encode())
        os._exit(1)
    os._exit(0)


def perform(verb: str, call: Any, actor: Any) -> None:
    """Run it; a retry under a key of its own."""
    from casework.kernel.retrying import Answer, once
    from tests.more_setups import run

    if verb != "retry":
        run(OPERATION[verb], call, actor)
        return
    once(actor, "kill", "0" * 64, lambda: Answer(str(run(OPERATION[verb], call, actor).run), {}))


def look() -> tuple[Any, int]:
    """Every table, and how many events there are; history must tell both."""
    from django.db import connection

    from tests.proofs.rebuild import assert_events_tell_everything, tables_now

    events = assert_events_tell_everything()
    tables = tables_now()
    connection.close()
    return tables, events


def states(tables: Any) -> list[Any]:
    """What an operation does to cases, activities and queue items, times and ids apart."""
    return [
        sorted(
            (str(key), row["state"], row.get("status"), str(row.get("case_id")))
            for key, row in tables[noun].items()
        )
        for noun in ("case", "activity", "queue_item")
    ] + [len(tables["resolution"])]


def main() -> None:
    """Count the boundaries, kill at some or all of them, and say what was left."""
    options = argparse.ArgumentParser()
    options.add_argument("verb", choices=list(OPERATION))
    options.add_argument("--kills", type=int, default=0, help="how many boundaries; 0: all")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    url = os.environ.get("DATABASE_URL")
    database = Postgres(url) if url else Sqlite()

    import django

    django.setup()
    try:
        print(json.dumps(kill_all(database, given.verb, given.kills, given.seed)))
    finally:
        database.drop()


def kill_all(database: Any, verb: str, kills: int, seed: int) -> dict[str, Any]:
    """The report: boundaries, kills, and how many of these left nothing and how many all."""
    from django.db import connection

    call, actor = prepare(verb)
    before, events = look()
    connection.close()
    database.keep()
    boundaries = child(verb, call, actor, kill_at=0)
    done, all_events = look()
    assert all_events > events
    wanted = list(range(1, boundaries + 1))
    if kills and kills < boundaries:
        edges = wanted[-2:]  # before and after the commit
        wanted = sorted(random.Random(seed).sample(wanted[:-2], kills - 2) + edges)
    left = {"nothing": 0, "all": 0}
    for boundary in wanted:
        database.restore()
        child(verb, call, actor, kill_at=boundary)
        database.settle()
        tables, count = look()
        if count == events:
            assert tables == before, f"boundary {boundary}: something is half done"
            left["nothing"] += 1
        else:
            assert count == all_events, f"boundary {boundary}: {count} events of {all_events}"
            assert states(tables) == states(done), f"boundary {boundary}: half done"
            left["all"] += 1
        if verb == "retry":
            child(verb, call, actor, kill_at=0)
            again, count = look()
            assert count == all_events, f"boundary {boundary}: {count} events of {all_events}"
            assert states(again) == states(done), f"boundary {boundary}: not done once"
    return {"verb": verb, "boundaries": boundaries, "kills": len(wanted), **left}


if __name__ == "__main__":
    sys.exit(main())
