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

from bootstrap.suite import Unavailable, clean, postgresql

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
LIMITS = {"resolve": 1.5, "preview of it": 2.0, "undo of it": 2.0}


def main() -> int:
    """Both databases in turn, each in a process of its own on data of its own."""
    options = argparse.ArgumentParser()
    options.add_argument("--children", default="10000")
    options.add_argument("--rounds", default="3")
    options.add_argument("--database", choices=["sqlite", "postgresql"])
    said = options.parse_args()
    wanted = ["--children", said.children, "--rounds", said.rounds]
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
    if not said.database:
        _former, mark, findings = PAGE.read_text(encoding="utf-8").partition("## Findings")
        PAGE.write_text(text + mark + findings, encoding="utf-8")
    return 0


def database_in(url: str) -> str:
    """A new database on the server."""
    name = f"casework_benchmark_{os.getpid()}"
    server = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return name


def measured(wanted: list[str], settings: dict[str, str]) -> Any:
    """What one database said."""
    command = [sys.executable, "-m", "benchmarks.measuring", *wanted]
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(run.stdout.splitlines()[-1])


def page(told: dict[str, Any]) -> str:
    """The figures, each ratio with its limit."""
    lines = [
        "# Performance",
        "",
        "Written by `python -m benchmarks`. Each figure is the median of several rounds, ours and",
        "the SQL by hand (`benchmarks/by_hand.py`) in turn on the same rows, up to the commit. The",
        "SQL leaves the same events, by kind and number. A preview is held against the SQL of the",
        "run that it shows.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, Python "
        f"{platform.python_version()}.",
        "",
    ]
    for name, one in told.items():
        lines += [
            f"## {name}",
            "",
            f"{one['version']}; a parent with {one['children']:,} children, each with two open "
            "activities and a queue item.",
            "",
            "| work | ours | by hand | ratio | limit |",
            "|---|---|---|---|---|",
        ]
        for work, row in one["rows"].items():
            if "ratio" in row:
                met = "" if row["ratio"] <= LIMITS[work] else ", not met"
                lines.append(
                    f"| {work} | {row['ours']:.2f} s | {row['by hand']:.2f} s | "
                    f"`{row['ratio']:.2f}×` | {LIMITS[work]:.1f}×{met} |"
                )
            else:
                lines.append(f"| {work} | {row['ours'] * 1000:.1f} ms | | | |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
