"""Kill an import at statement boundaries, let it go on, and look at what came of it.

``python -m tests.importing.killing FILE --kills 5`` on the database of ``DATABASE_URL`` (SQLite in
``CASEWORK_DATA`` without it), which is made for this and thrown away. Answers one line of JSON.
"""

import argparse
import json
import os
import random
import signal
from pathlib import Path
from typing import Any

from tests.proofs.killing import Postgres, Sqlite

CHUNK = 120


def child(file: Path, kill_at: int) -> int:
    """Import in a process of its own, killed at this statement (0: not); answers how many
    statements it came to."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        with os.fdopen(reading) as pipe:
            told = pipe.read()
        _pid, status = os.waitpid(process, 0)
        if kill_at:
            assert os.WIFSIGNALED(status), "it ended before it could be killed"
            return kill_at
        assert status == 0, told
        return int(told)
    try:
        os.write(writing, str(run(file, kill_at)).encode())
    except BaseException as error:
        os.write(writing, repr(error).encode())
        os._exit(1)
    os._exit(0)


def run(file: Path, kill_at: int) -> int:
    """The import, with an eye on each statement."""
    from django.db import connection

    from casework.importing.sources import SOURCES
    from tests.conftest import acting

    passed = 0

    def around(execute: Any, *arguments: Any) -> Any:
        nonlocal passed
        passed += 1
        if passed == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    with connection.execute_wrapper(around):
        SOURCES["incident-log"].run(file, acting("admin", "import"), chunk=CHUNK)
    return passed


def look() -> Any:
    """What the import left; the events must tell every table of it."""
    from django.db import connection

    from tests.importing.pictures import picture
    from tests.proofs.rebuild import assert_events_tell_everything

    assert_events_tell_everything()
    seen = picture()
    connection.close()
    return seen


def main() -> None:
    """Import without a kill, then with kills at points spread over the whole of it."""
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    options.add_argument("--kills", type=int, default=5)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    url = os.environ.get("DATABASE_URL")
    database = Postgres(url) if url else Sqlite()

    import django

    django.setup()
    try:
        print(json.dumps(kill(database, given.file, given.kills, given.seed)))
    finally:
        database.drop()


def kill(database: Any, file: Path, kills: int, seed: int) -> dict[str, int]:
    """The report: statements, kills, how many kills fell where some rows were already kept, and
    how many imports ended as the uninterrupted one."""
    from django.core.management import call_command
    from django.db import connection

    from casework.cases.founding import found
    from casework.importing.models import ImportProgress

    call_command("migrate", verbosity=0)
    found()
    connection.close()
    database.keep()
    statements = child(file, 0)
    whole = look()
    chance = random.Random(seed)
    width = statements // kills
    points = [n * width + chance.randrange(width) + 1 for n in range(kills)]
    equal = midway = 0
    for point in points:
        database.restore()
        child(file, point)
        database.settle()
        midway += ImportProgress.objects.filter(rows_read__gt=0).exists()
        connection.close()
        child(file, 0)
        equal += look() == whole
    return {"statements": statements, "kills": kills, "midway": midway, "equal": equal}


if __name__ == "__main__":
    main()
