"""The test suite on both databases."""

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bootstrap.browser import bring
from bootstrap.checks import ROOT
from bootstrap.chromium import NoBrowser
from bootstrap.clients import NoClients, install_clients
from bootstrap.speaking import say, shout
from bootstrap.virtual import PYTHON

SECONDS_TO_START = 60
SECONDS_TO_STOP = 20
PROCESSES = min(os.cpu_count() or 1, 4)


class Unavailable(Exception):
    """Why there is no PostgreSQL to test on."""


def test(options: list[str]) -> int:
    """Everything on SQLite, then on PostgreSQL; what cannot run fails under CI=true."""
    settings, missing = browser()
    missing = max(missing, clients())
    return max(missing, both_databases(["-n", str(PROCESSES), *options], settings))


def browser() -> tuple[dict[str, str], int]:
    """Where the browser is, for the tests; or what its absence adds to the result."""
    try:
        return {"CASEWORK_TEST_CHROMIUM": str(bring())}, 0
    except NoBrowser as reason:
        shout(f"SKIPPED: the tests in a browser: {reason}")
        return {}, 1 if in_ci() else 0


def clients() -> int:
    """The clients of the Dataverse face; or what their absence adds to the result."""
    try:
        install_clients()
    except NoClients as reason:
        shout(f"SKIPPED: the clients of the Dataverse face: {reason}")
        return 1 if in_ci() else 0
    return 0


def both_databases(options: list[str], settings: dict[str, str]) -> int:
    """pytest with these options on each database; zero only if nothing failed."""
    with tempfile.TemporaryDirectory(prefix="casework-run-") as data:
        environment = clean(data) | settings
        results = [on("SQLite", options, environment)]
        try:
            with postgresql(environment) as url:
                results.append(on("PostgreSQL", options, environment | {"DATABASE_URL": url}))
        except Unavailable as reason:
            shout(f"SKIPPED: the tests on PostgreSQL: {reason}")
            results.append(1 if in_ci() else 0)
    return max(results)


def clean(data: str) -> dict[str, str]:
    """The environment without a user's settings, so that no test can touch a user's data."""
    kept = ("CASEWORK_TEST", "CASEWORK_PROVE")
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "DATABASE_URL" and (not name.startswith("CASEWORK_") or name.startswith(kept))
    }
    return environment | {"CASEWORK_DATA": data, "PYTHONUNBUFFERED": "1"}


def on(database: str, options: list[str], environment: dict[str, str]) -> int:
    """One run of pytest."""
    say(f"testing on {database}")
    started = time.monotonic()
    command = [str(PYTHON), "-m", "pytest", *options]
    if "CASEWORK_PROVE_REPORTS" in environment:
        command += [f"--junitxml={environment['CASEWORK_PROVE_REPORTS']}/{database}.xml"]
    result = subprocess.run(
        command, cwd=ROOT, env=environment | {"CASEWORK_TEST_DATABASE": database}
    ).returncode
    verdict = "passed" if result == 0 else f"failed (pytest said {result})"
    say(f"{database}: {verdict} in {time.monotonic() - started:.0f} s")
    return result


@contextlib.contextmanager
def postgresql(environment: dict[str, str]) -> Iterator[str]:
    """The address of a server to test on: the one given, or one of our own that ends with us."""
    given = os.environ.get("CASEWORK_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    say("starting PostgreSQL from its wheel")
    server = subprocess.Popen(
        [str(PYTHON), str(Path(__file__).with_name("postgres_server.py"))],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        answer = server.stdout.readline().strip()
        if not answer.startswith("url: "):
            raise Unavailable(
                answer
                or "the embedded server did not start; "
                "set CASEWORK_TEST_POSTGRES_URL to a server on which databases may be made"
            )
        yield answer.removeprefix("url: ")
    finally:
        server.stdin.close()  # it stops when nobody holds its input any more
        try:
            server.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            server.terminate()
            server.wait()


def in_ci() -> bool:
    """Whether a skipped half is a failure."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
