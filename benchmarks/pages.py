"""``python -m benchmarks.pages``: what the pages of the hub cost, written to docs/performance.md.

On PostgreSQL, with few cases and with a hundred times as many: the server that ships, and eight
people who ask for the same page as fast as it comes. The processor time of the server and of the
database, the queries, and what a browser loads at first.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.__main__ import PAGE, ROOT, database_in
from bootstrap.suite import clean, postgresql

FEW, MANY = "2000", "200000"
LIMITS = {"list": 12, "case": 18}  # ms of processor time, the database included
GROWTH = 1.2
FIRST_PAINT = 60  # kB
BEGIN, END = "<!-- pages: begin -->\n", "<!-- pages: end -->\n"


def main() -> int:
    """Both sizes in turn, each on a database of its own."""
    options = argparse.ArgumentParser()
    options.add_argument("--cases", nargs="*", default=[FEW, MANY])
    options.add_argument("--seconds", default="8")
    options.add_argument("--dry", action="store_true", help="do not write the page")
    said = options.parse_args()
    told = {}
    with tempfile.TemporaryDirectory(prefix="casework-benchmark-") as folder:
        settings = clean(folder) | {"DJANGO_SETTINGS_MODULE": "casework.settings"}
        with postgresql(settings) as url:
            for size in said.cases:
                address = urlsplit(url)._replace(path=f"/{database_in(url, size)}")
                settings["DATABASE_URL"] = urlunsplit(address)
                told[size] = measured([size, said.seconds], settings)
    text = table(told)
    print(text)
    if not said.dry:
        written(PAGE, text)
    return 0


def measured(wanted: list[str], settings: dict[str, str]) -> Any:
    """What one size said."""
    command = [sys.executable, "-m", "benchmarks.pages_of_one_size", *wanted]
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(run.stdout.splitlines()[-1])


def table(told: dict[str, Any]) -> str:
    """The figures of each page, few beside many, with their limits."""
    sizes = list(told)
    heads = [f"{what}, {int(size):,} cases" for size in sizes for what in ("CPU", "queries")]
    lines = [
        "| page | " + " | ".join(heads) + " | growth | limit | first paint |",
        "|---|" + "---|" * (len(heads) + 3),
    ]
    for name in told[sizes[0]]:
        rows = [told[size][name] for size in sizes]
        cells = [cell for row in rows for cell in (f"{row['cpu']:.1f} ms", str(row["queries"]))]
        growth = rows[-1]["cpu"] / rows[0]["cpu"]
        paint = max(row["first_paint"] for row in rows)
        lines.append(
            f"| {name} | {' | '.join(cells)} | `{growth:.2f}×` | {_limit(name, rows[-1], growth)} "
            f"| {paint:.1f} kB{'' if paint < FIRST_PAINT else ', not met'} |"
        )
    return "\n".join([*lines, ""])


def _limit(name: str, row: dict[str, float], growth: float) -> str:
    most = LIMITS.get(name.split(" ")[0])
    if most is None:
        return "–"
    met = row["cpu"] <= most and growth <= GROWTH
    return f"{most} ms, {GROWTH}×" + ("" if met else ", not met")


def written(page: Path, text: str) -> None:
    """Put the table between its marks."""
    before, _mark, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, mark, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}{text}{mark}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
