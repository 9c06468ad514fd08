"""One database, measured in a process of its own; its last line is what it found, as JSON."""

import argparse
import json

import django

django.setup()

from django.db import connection  # noqa: E402

from benchmarks.by_hand import POSTGRES  # noqa: E402
from benchmarks.works import by_rest, cascade, given, merging, single  # noqa: E402


def main() -> None:
    """Measure, and say it."""
    options = argparse.ArgumentParser()
    options.add_argument("--children", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--only")
    said = options.parse_args()
    made = given()
    works = {
        "single": lambda: single(made, said.rounds),
        "rest": lambda: by_rest(made, said.rounds),
        "merging": lambda: merging(made, said.rounds),
        "cascade": lambda: cascade(made, said.children, said.rounds),
    }
    rows = {}
    for name, work in works.items():
        if said.only in (None, name):
            rows |= {what: row.told() for what, row in work().items()}
    print(json.dumps({"version": version(), "children": said.children, "rows": rows}))


def version() -> str:
    """Which database it is, and how careful with its disk."""
    with connection.cursor() as cursor:
        if not POSTGRES:
            cursor.execute("SELECT sqlite_version()")
            return str(cursor.fetchone()[0])
        cursor.execute("SELECT version(), current_setting('fsync')")
        text, careful = cursor.fetchone()
        return f"{text.split(',')[0].split(' on ')[0]}, fsync {careful}"


if __name__ == "__main__":
    main()
