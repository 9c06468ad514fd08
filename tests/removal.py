"""Take away the line a test names, and see that the test turns red.

``python -m tests.removal`` tries every removal of tests/removals.py on a copy of the sources,
``--sample 5`` some of them. It fails when a test stays green without its line.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bootstrap.browser import find
from tests.removals import REMOVALS as OF_OPERATIONS
from tests.removals import Removal
from tests.removals_of_the_hub import OF_THE_HUB

ROOT = Path(__file__).parent.parent
COPIED = ("bootstrap", "casework", "docs", "requirements", "tests", "pyproject.toml")
REMOVALS = {**OF_OPERATIONS, **OF_THE_HUB}
RED = 1  # pytest: it ran, and something failed; any other number is not a test that failed


def every() -> list[tuple[str, Removal]]:
    """Each removal with its test."""
    return [(test, one) for test, removals in REMOVALS.items() for one in removals]


def not_there(removals: Iterable[tuple[str, Removal]]) -> list[str]:
    """Removals of what does not stand in its file, or stands there more than once."""
    return [
        f"{file}: {old!r}"
        for _test, (file, old, _new) in removals
        if (ROOT / "casework" / file).read_text(encoding="utf-8").count(old) != 1
    ]


def green(removals: Iterable[tuple[str, Removal]]) -> list[str]:
    """The removals that their tests do not notice."""
    unnoticed = []
    with tempfile.TemporaryDirectory(prefix="casework-removal-") as folder:
        copy = Path(folder)
        for name in COPIED:
            copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copied(ROOT / name, copy / name)
        for test, (file, old, new) in removals:
            source = copy / "casework" / file
            whole = source.read_text(encoding="utf-8")
            source.write_text(whole.replace(old, new), encoding="utf-8")
            code, told = run(copy, test)
            source.write_text(whole, encoding="utf-8")
            if code != RED:
                unnoticed.append(f"{test} without {old.strip()!r} in {file}: pytest said {code}")
                print(told[-2000:], file=sys.stderr)
    return unnoticed


def run(copy: Path, test: str) -> tuple[int, str]:
    """One test on the copy, on SQLite, whatever the database of the suite."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "DATABASE_URL"))}
    if test.startswith("browser/") and (browser := find()):
        kept["CASEWORK_TEST_CHROMIUM"] = str(browser)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", f"tests/{test}"],
        cwd=copy,
        env={**kept, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def main() -> int:
    """Say how many were tried, and name those that nobody noticed."""
    options = argparse.ArgumentParser()
    options.add_argument("--sample", type=int, default=0, help="how many; 0: all")
    options.add_argument("--seed", type=int, default=None)
    given = options.parse_args()
    chosen = every()
    if given.sample:
        chosen = random.Random(given.seed).sample(chosen, given.sample)
    unnoticed = not_there(chosen) or green(chosen)
    print(f"{len(chosen)} removals, {len(unnoticed)} unnoticed", *unnoticed, sep="\n  ")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
