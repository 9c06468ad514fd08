"""``python -m benchmarks``: measure on SQLite and PostgreSQL, and write docs/performance.md."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks.importing import imported
from bootstrap.suite import Unavailable, clean, postgresql

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
ANY = ("SQLite", "PostgreSQL")
LIMITS = {
    "resolve": dict.fromkeys(ANY, 1.5),
    "preview of it": dict.fromkeys(ANY, 2.0),
    "undo of it": dict.fromkeys(ANY, 2.0),
    "merge": dict.fromkeys(ANY, 1.5),
    "undo of the merge": dict.fromkeys(ANY, 1.5),
    "resolve one case": {"SQLite": 20.0, "PostgreSQL": 6.0},
    "assign one case": {"SQLite": 20.0, "PostgreSQL": 6.0},
    "close 1,000 by REST": dict.fromkeys(ANY, 3.0),
}
BY_HAND_AT_MOST = {"SQLite": 0.3, "PostgreSQL": 1.2}  # seconds, without queue items (answers 33)
EVENTS = {"SQLite": 300, "PostgreSQL": 150}  # a second, at least


def main() -> int:
    """Both databases in turn, each in a process of its own on data of its own."""
    options = argparse.ArgumentParser()
    options.add_argument("--children", default="10000")
    options.add_argument("--rounds", default="5")
    options.add_argument("--database", choices=["sqlite", "postgresql"])
    options.add_argument("--only", choices=["single", "rest", "merging", "cascade", "import"])
    said = options.parse_args()
    wanted = ["--children", said.children, "--rounds", said.rounds]
    wanted += ["--only", said.only] if said.only else []
    told: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="casework-benchmark-") as folder:
        settings = clean(folder) | {"DJANGO_SETTINGS_MODULE": "casework.settings"}
        if said.database != "postgresql":
            told["SQLite"] = measured(wanted, settings)
        if said.database != "sqlite":
            try:
                with postgresql(settings) as url:
                    address = urlsplit(url)._replace(path=f"/{database_in(url)}")
                    settings["DATABASE_URL"] = urlunsplit(address)
                    told["PostgreSQL"] = measured(wanted, settings)
            except Unavailable as reason:
                print(f"SKIPPED: PostgreSQL: {reason}", file=sys.stderr)
    text = page(told)
    print(text)
    if not said.database and not said.only:
        _former, mark, findings = PAGE.read_text(encoding="utf-8").partition("## Findings")
        PAGE.write_text(text + mark + findings, encoding="utf-8")
    return 0


def database_in(url: str, more: str = "") -> str:
    """A new database on the server."""
    name = f"casework_benchmark_{os.getpid()}{more}"
    server = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return name


def measured(wanted: list[str], settings: dict[str, str]) -> Any:
    """What one database said."""
    command = [sys.executable, "-m", "benchmarks.one_database", *wanted]
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, text=True, check=True
    )
    told = json.loads(run.stdout.splitlines()[-1])
    return told | {"import": imported(settings)}


def page(told: dict[str, Any]) -> str:
    """The figures, each ratio with its limit."""
    lines = [
        "# Performance",
        "",
        "Written by `python -m benchmarks`. Each figure is the median of several rounds; ours and",
        "the SQL by hand (`benchmarks/*_by_hand.py`) take turns on the same rows, in one",
        "transaction each, deferred constraints checked, and are rolled back. Before the rounds,",
        "what both leave is compared: every event, and every row of every table, ids of new rows",
        "and times apart. Where they differ nothing is measured. A preview is held against the SQL",
        "of the run that it shows. PostgreSQL is the one that the tests bring, which does not wait",
        "for its disk (fsync off), for neither side.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, Python "
        f"{platform.python_version()}.",
        "",
    ]
    for name, one in told.items():
        lines += [
            f"## {name}",
            "",
            f"{one['version']}. The cascade is a parent with {one['children']:,} children, each",
            "with two open activities and a queue item. A merge is of ten cases with a thousand",
            "activities each, into an eleventh.",
            "",
            "| work | ours | by hand | ratio | limit |",
            "|---|---|---|---|---|",
            *(line(work, row, name) for work, row in one["rows"].items()),
            "",
            *events(one["import"], name),
        ]
    return "\n".join(lines)


def line(work: str, row: dict[str, float], database: str) -> str:
    """One row of the table."""
    limit = LIMITS.get(work, {}).get(database)
    if limit is None:
        most = BY_HAND_AT_MOST[database]
        met = "" if row["by_hand"] <= most else ", not met"
        wanted = f"by hand at most {most} s{met}"
    else:
        wanted = f"{limit:g}×" + ("" if row["ratio"] <= limit else ", not met")
    ours, by_hand = (shown(row[name]) for name in ("ours", "by_hand"))
    return f"| {work} | {ours} | {by_hand} | `{row['ratio']:.2f}×` | {wanted} |"


def shown(seconds: float) -> str:
    """Seconds, or milliseconds where there are few."""
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


def events(told: dict[str, float] | None, database: str) -> list[str]:
    """How fast the import was, where it was measured."""
    if told is None:
        return ["Import: not measured, the incident log is not here.", ""]
    speed = told["events"] / told["seconds"]
    met = "" if speed >= EVENTS[database] else ", not met"
    return [
        f"Import: {told['events']:,.0f} events of an incident log in {told['seconds']:.1f} s by",
        f"one process, its start included: {speed:,.0f} a second.",
        f"Wanted: {EVENTS[database]} a second{met}.",
        "",
    ]


if __name__ == "__main__":
    sys.exit(main())
