"""Killed at a statement boundary, an operation has done all or nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = os.environ.get("CASEWORK_PROVE") == "full"
KILLS = 0 if FULL else 8

pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="killing needs fork"),
]
FEWER = {"undo": 35}  # it puts alike records back by one statement: 36 boundaries on SQLite


@pytest.mark.parametrize("verb", ["resolve", "merge", "undo", "retry"])
def test_nothing_is_half_done(tmp_path, verb):
    """Red without transaction.atomic around running.run; "retry" is sent again after each kill, and
    is red when the key is kept in a transaction of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.proofs.killing", verb, "--kills", str(KILLS)],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "CASEWORK_DATA": str(tmp_path),
             "DJANGO_SETTINGS_MODULE": "casework.settings"},
        capture_output=True,
        text=True,
    )  # fmt: skip

    assert run.returncode == 0, run.stderr[-3000:]
    report = json.loads(run.stdout.splitlines()[-1])
    print(f"{verb}: {report['kills']} kills at {report['boundaries']} statement boundaries")
    assert report["boundaries"] > FEWER.get(verb, 40)
    assert report["kills"] == (report["boundaries"] if FULL else KILLS)
    assert (report["nothing"], report["all"]) == (report["kills"] - 1, 1)
